import { say } from "../messages.ts";
import type { Claim } from "./claim.ts";
import { ANY_MACHINES, CONTAINERS } from "./helpers.ts";

/**
 * Less time than the quickest VM takes. The host builds a VM's disk and pulls it, so what runs the
 * guest plays no part. A start would: it is not asked for here.
 */
const QUICKER = { of: [CONTAINERS], against: ANY_MACHINES, is: "below", bound: 1 } as const;

export const claim: Claim = {
  id: "C4",
  says: say("claims.c4"),
  questions: [
    {
      kind: "times",
      about: say("claims.about-build"),
      workload: "image.build",
      metric: "build/cold",
      ...QUICKER,
    },
    {
      kind: "times",
      about: say("claims.about-pull"),
      workload: "image.pull",
      metric: "pull/empty-store",
      ...QUICKER,
    },
  ],
  measure: {
    workloads: ["image.build", "image.pull"],
    targets: ["crun", "docker", "qemu-microvm"],
    profile: "standard",
  },
  published: [
    {
      what: say("claims-published.pull"),
      value: 0.76,
      unit: "share",
      against: say("claims-published.against-start"),
      source: "Slacker, FAST 2016",
    },
  ],
};
