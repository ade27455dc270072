import { say } from "../messages.ts";
import type { Published } from "./claim.ts";
import { CONTAINERS, startClaim, VIRTUAL_MACHINES } from "./helpers.ts";

const FIRECRACKER = { unit: "ns", source: "Firecracker, NSDI 2020" } as const;
const published: readonly Published[] = [
  {
    what: say("claims-published.hundred-starts", { runtime: "crun" }),
    value: 1.69e9,
    unit: "ns",
    source: "crun README",
  },
  {
    what: say("claims-published.hundred-starts", { runtime: "runc" }),
    value: 3.34e9,
    unit: "ns",
    source: "crun README",
  },
  { what: say("claims-published.docker"), value: 568e6, unit: "ns", source: "Khan 2026" },
  { ...FIRECRACKER, what: say("claims-published.boot", { vmm: "Firecracker" }), value: 161e6 },
  { ...FIRECRACKER, what: say("claims-published.boot", { vmm: "QEMU + qboot" }), value: 214e6 },
];

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
