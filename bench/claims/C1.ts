import { say } from "../messages.ts";
import type { Beside, Published } from "./claim.ts";
import { slowdownClaim, VIRTUAL_MACHINES } from "./helpers.ts";

const FELTER = { unit: "change", source: "Felter 2014" } as const;
const published: readonly Published[] = [
  {
    ...FELTER,
    what: say("claims-published.linpack"),
    value: -0.02,
    beside: inMachine("cpu.matrix"),
  },
  {
    ...FELTER,
    what: say("claims-published.stream"),
    value: -0.01,
    beside: inMachine("memory.bandwidth"),
  },
  {
    ...FELTER,
    what: say("claims-published.random-disk"),
    value: [-0.51, -0.45],
    beside: inMachine("disk.fio"),
  },
  {
    ...FELTER,
    what: say("claims-published.sequential-disk"),
    value: -0.01,
    beside: inMachine("disk.sequential"),
  },
  {
    ...FELTER,
    what: say("claims-published.vm-network"),
    value: -0.01,
    beside: inMachine("network.iperf3"),
  },
];

function inMachine(workload: string): Beside {
  return { workloads: [workload], of: [VIRTUAL_MACHINES] };
}

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
