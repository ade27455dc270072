import { NEIGHBOUR } from "../methods/families.ts";
import { neighbourExperiment } from "../methods/neighbours.ts";

/** How late a thread wakes beside neighbours that do their worst. */
export const experiment = neighbourExperiment({
  id: "neighbour.timer",
  version: 1,
  title: "Noisy neighbours: how late a thread wakes each millisecond beside several kinds of them",
  family: NEIGHBOUR,
  intervalMs: 1,
  writes: false,
  notes: {
    shows:
      "how much later a thread wakes, by its p99 against that when alone (`times-alone`), beside another instance of the same target on the same CPU: idle, or one that uses the CPU, copies memory, takes memory up to its limit, writes and flushes, or fills the page cache; and how much the neighbour gets done (`work`, turns a second)",
    hides:
      "neighbours on other CPUs; limits of CPU time and of the disk, which a host would set to prevent this; a fork bomb and the network",
    published:
      "good responses lost: LXC beside a neighbour that uses its memory up 88%, beside a disk stress 9% (Xavier 2013); Xen at most 1.7%, VMware none (Matthews 2007)",
  },
  noise: 0.5,
  rounds: { smoke: 1, quick: 2, standard: 5, thorough: 10 },
  params: {
    smoke: { operations: 200 },
    quick: { operations: 500 },
    standard: { operations: 2000 },
    thorough: { operations: 5000 },
  },
});
