import { say } from "../messages.ts";
import type { Claim } from "./claim.ts";
import { CONTAINERS } from "./helpers.ts";

export const claim: Claim = {
  id: "C7",
  says: say("claims.c7"),
  questions: [
    {
      kind: "count",
      about: say("claims.about-density"),
      workload: "scale.density",
      of: [CONTAINERS],
      is: "above",
      bound: 50,
    },
  ],
  measure: { workloads: ["scale.density"], targets: ["crun", "docker", "qemu-microvm"] },
  published: [
    {
      what: say("claims-published.start-rate"),
      value: [150, 200],
      unit: "ops/s",
      source: "Firecracker 2020, RunD 2022",
    },
  ],
};
