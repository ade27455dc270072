import { say } from "../messages.ts";
import { CONTAINERS, checkClaim, VIRTUAL_MACHINES } from "./helpers.ts";

/** One of three services gets too much load, and another instance; the others keep theirs. */
const SCALED = {
  workload: "scale.out",
  check: "scaled.only-loaded",
  about: say("claims.about-scaling"),
} as const;

export const claim = checkClaim(
  {
    id: "C10",
    says: say("claims.c10"),
    published: [
      {
        what: say("claims-published.autoscaler"),
        value: 15e9,
        unit: "ns",
        source: "Kubernetes",
      },
    ],
    measure: { workloads: ["scale.out"], targets: ["crun", "docker", "qemu-microvm"] },
  },
  [
    { ...SCALED, of: [CONTAINERS] },
    { ...SCALED, of: [VIRTUAL_MACHINES], also: true },
  ],
);
