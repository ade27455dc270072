import { say } from "../messages.ts";
import type { TargetPick } from "./claim.ts";
import { slowdownClaim, startAdded } from "./helpers.ts";

/** The rung that has all three and nothing else; else the primitives that there are. */
const PRIMITIVES: readonly TargetPick[] = [{ ids: ["cgroup"] }, { kinds: ["primitive"] }];

/** A tenth of the tenth of a second that people do not yet notice. */
const ALMOST_NO_TIME_NS = 10e6;

export const claim = slowdownClaim(
  {
    id: "C3",
    says: say("claims.c3"),
    published: [
      {
        what: say("claims-published.container"),
        value: 0,
        unit: "change",
        against: say("claims-published.against-native"),
        source: "Felter 2014",
        // Its containers were Docker's. Another engine's, or another network, is another figure.
        beside: { workloads: ["cpu.matrix", "disk.fio"], of: [{ ids: ["docker"] }] },
      },
    ],
    measure: {
      workloads: [
        "start.exec",
        "cpu.openssl",
        "cpu.sysbench",
        "memory.bandwidth",
        "memory.latency",
        "syscall.basic",
        "syscall.files",
        "disk.fio",
        "network.iperf3",
        "network.latency",
      ],
      targets: ["cgroup"],
      // The published figure is Docker's.
      beside: ["docker"],
    },
  },
  {
    families: ["cpu", "memory", "syscall", "disk", "network"],
    of: PRIMITIVES,
    is: "below",
    bound: 1.05,
  },
  [startAdded(PRIMITIVES, "below", ALMOST_NO_TIME_NS)],
);
