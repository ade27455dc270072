import { NEIGHBOUR } from "../methods/families.ts";
import { NEIGHBOURS, neighbourExperiment } from "../methods/neighbours.ts";

/** How late a thread wakes beside neighbours that do their worst. */
export const experiment = neighbourExperiment({
  id: "neighbour.timer",
  version: 3,
  title: "Noisy neighbours: how late a thread wakes each millisecond beside several kinds of them",
  family: NEIGHBOUR,
  intervalMs: 1,
  victim: "timer",
  notes: {
    shows:
      "how much later a thread wakes, by its p99 against that when undisturbed (`times-alone`), beside another instance of the same target on the same CPU: idle, or one that uses the CPU, copies memory, takes memory up to its limit, writes and flushes, fills the page cache, sends and receives, or forks all it can; and beside one that is pinned apart (`cpu-apart`, `memory-copy-apart`); how much the neighbour gets done (`work`, turns a second), how soon the victim is well again (`recovery`), and what others had to do for it (`cpus-outside`)",
    hides:
      "limits and weights of CPU time and of the disk, which a host would set to prevent this: all have the same",
    published:
      "good responses lost: LXC beside a neighbour that uses its memory up 88%, beside a disk stress 9% (Xavier 2013); Xen at most 1.7%, VMware none (Matthews 2007)",
  },
  noise: 0.5,
  rounds: { smoke: 1, quick: 2, standard: 6, thorough: 12 },
  params: {
    smoke: { operations: 200, neighbours: "cpu" },
    quick: { operations: 500, neighbours: NEIGHBOURS.onSameCpu },
    standard: { operations: 2000, neighbours: NEIGHBOURS.all },
    thorough: { operations: 5000, neighbours: NEIGHBOURS.all },
  },
});
