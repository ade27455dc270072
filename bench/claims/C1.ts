import { say } from "../messages.ts";
import type { Published } from "./claim.ts";
import { slowdownClaim, VIRTUAL_MACHINES } from "./helpers.ts";

const FELTER = { unit: "change", source: "Felter 2014" } as const;
const published: readonly Published[] = [
  { ...FELTER, what: say("claims-published.linpack"), value: -0.02 },
  { ...FELTER, what: say("claims-published.stream"), value: -0.01 },
  { ...FELTER, what: say("claims-published.random-disk"), value: [-0.51, -0.45] },
  { ...FELTER, what: say("claims-published.sequential-disk"), value: -0.01 },
  { ...FELTER, what: say("claims-published.vm-network"), value: -0.01 },
];

/** More than 5%, in each of the four: the gate's usual margin. */
export const claim = slowdownClaim(
  {
    id: "C1",
    says: say("claims.c1"),
    published: published.map((one) => ({
      ...one,
      against: say("claims-published.against-native"),
    })),
    measure: {
      workloads: [
        "cpu.openssl",
        "cpu.sysbench",
        "memory.bandwidth",
        "memory.latency",
        "disk.fio",
        "network.iperf3",
        "network.latency",
      ],
      targets: ["qemu-microvm"],
    },
  },
  {
    families: ["cpu", "memory", "disk", "network"],
    of: [VIRTUAL_MACHINES],
    is: "above",
    bound: 1.05,
  },
);
