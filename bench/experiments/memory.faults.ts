import { latency } from "../measurement.ts";
import { execExperiment } from "../methods/exec.ts";
import { MEMORY } from "../methods/families.ts";
import { latencyMetric } from "../metrics.ts";
import {
  parseStressNg,
  STRESS_NG_SCRATCH_MIB,
  stressNg,
  stressNgMetric,
} from "../tools/stress-ng.ts";

type P = { readonly seconds: number };

/** The first touch of pages, in memory that was just mapped. */
export const experiment = execExperiment<P>({
  id: "memory.faults",
  version: 1,
  title: "stress-ng fault: mmap(2), the first touch of a page, munmap(2)",
  family: MEMORY,
  tools: ["stress-ng", "busybox"],
  notes: {
    shows:
      "what the kernel does when memory is first used: shadow or nested page tables, and their accounting, are expensive here",
    hides:
      "work on memory that is already there. stress-ng's fault also touches a small file, which is unlinked at once",
    published: "none to compare with: published figures are for other sandboxes",
  },
  noise: 0.05,
  scratchMiB: STRESS_NG_SCRATCH_MIB,
  params: {
    smoke: { seconds: 1 },
    quick: { seconds: 1 },
    standard: { seconds: 2 },
    thorough: { seconds: 10 },
  },
  seconds: (p) => p.seconds,
  steps: (p) => [
    {
      name: "",
      metrics: [latencyMetric("fault")],
      command: stressNg("fault", p.seconds),
      parse: (stdout) => ({
        measurements: [
          // biome-ignore lint/plugin: stress-ng's name of a column
          latency("fault", stressNgMetric("fault", "nanosecs per page fault", stdout)),
        ],
        work: parseStressNg("fault", stdout).operations,
      }),
    },
  ],
});
