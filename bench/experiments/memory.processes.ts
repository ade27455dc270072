import { rate } from "../measurement.ts";
import { execExperiment } from "../methods/exec.ts";
import { MEMORY } from "../methods/families.ts";
import { rateMetric } from "../metrics.ts";
import { execLoop, parseExecLoop } from "../tools/exec-loop.ts";
import { parseStressNg, STRESS_NG_SCRATCH_MIB, stressNg } from "../tools/stress-ng.ts";

type P = { readonly seconds: number; readonly execMilliseconds: number };

/** Processes that are forked, and programs started in them: page tables are copied and replaced. */
export const experiment = execExperiment<P>({
  id: "memory.processes",
  version: 1,
  title:
    "Processes: fork(2) and exit by stress-ng; fork, execve(2) and exit of busybox by its shell",
  family: MEMORY,
  tools: ["stress-ng", "busybox"],
  notes: {
    shows: "what builds and shell scripts do all day: page tables, and the file that is executed",
    hides: "large processes: a fork copies the page tables of its parent",
    published: "none to compare with: published figures are for whole builds",
  },
  noise: 0.1,
  scratchMiB: STRESS_NG_SCRATCH_MIB,
  params: {
    smoke: { seconds: 1, execMilliseconds: 50 },
    quick: { seconds: 1, execMilliseconds: 500 },
    standard: { seconds: 1, execMilliseconds: 1000 },
    thorough: { seconds: 8, execMilliseconds: 8000 },
  },
  seconds: (p) => p.seconds + p.execMilliseconds / 1000,
  steps: (p) => [
    {
      name: "fork",
      metrics: [rateMetric("fork")],
      command: stressNg("fork", p.seconds),
      parse: (stdout) => {
        const { rate: perSecond, operations } = parseStressNg("fork", stdout);
        return { measurements: [rate("fork", perSecond)], work: operations };
      },
    },
    {
      name: "exec",
      metrics: [rateMetric("exec")],
      command: execLoop(p.execMilliseconds),
      parse: (stdout) => {
        const { rate: perSecond, programs } = parseExecLoop(stdout);
        return { measurements: [rate("exec", perSecond)], work: programs };
      },
    },
  ],
});
