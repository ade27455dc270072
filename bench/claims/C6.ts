import { say } from "../messages.ts";
import type { Beside, Published, TargetPick } from "./claim.ts";
import { CONTAINERS, startClaim, VIRTUAL_MACHINES } from "./helpers.ts";

const FIRECRACKER = { unit: "ns", source: "Firecracker, NSDI 2020" } as const;
const published: readonly Published[] = [
  {
    what: say("claims-published.hundred-starts", { runtime: "crun" }),
    value: 1.69e9,
    unit: "ns",
    source: "crun README",
    beside: { ...startsOf({ ids: ["crun"] }), operations: 100 },
  },
  {
    what: say("claims-published.hundred-starts", { runtime: "runc" }),
    value: 3.34e9,
    unit: "ns",
    source: "crun README",
    beside: { ...startsOf({ ids: ["runc"] }), operations: 100 },
  },
  {
    what: say("claims-published.docker"),
    value: 568e6,
    unit: "ns",
    source: "Khan 2026",
    beside: startsOf({ ids: ["docker"] }),
  },
  {
    ...FIRECRACKER,
    what: say("claims-published.boot", { vmm: "Firecracker" }),
    value: 161e6,
    beside: startsOf({ ids: ["firecracker"], virtualized: true }),
  },
  {
    ...FIRECRACKER,
    what: say("claims-published.boot", { vmm: "QEMU + qboot" }),
    value: 214e6,
    // Its firmware is qboot as well.
    beside: startsOf({ ids: ["qemu-microvm"], virtualized: true }),
  },
];

function startsOf(target: TargetPick): Beside {
  return { workloads: ["start.exec"], of: [target] };
}

/** One second. */
const BOUND = { is: "below", bound: 1e9 } as const;

export const claim = startClaim(
  {
    id: "C6",
    says: say("claims.c6"),
    published,
    measure: { workloads: ["start.exec"], targets: ["crun", "docker", "qemu-microvm"] },
  },
  [
    { of: [CONTAINERS], ...BOUND },
    { of: [VIRTUAL_MACHINES], also: true, ...BOUND },
  ],
);
