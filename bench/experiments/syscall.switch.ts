import { latency, NS_PER_SECOND } from "../measurement.ts";
import { execExperiment } from "../methods/exec.ts";
import { SYSCALL } from "../methods/families.ts";
import { latencyMetric } from "../metrics.ts";
import { parsePerfBench, perfBench } from "../tools/perf-bench.ts";
import { parseStressNg, STRESS_NG_SCRATCH_MIB, stressNg } from "../tools/stress-ng.ts";

type P = { readonly milliseconds: number; readonly seconds: number };

/** Two processes that wake each other in turn. */
export const experiment = execExperiment<P>({
  id: "syscall.switch",
  version: 1,
  title: "Context switches: perf bench sched pipe; stress-ng futex",
  family: SYSCALL,
  tools: ["perf", "stress-ng", "busybox"],
  notes: {
    shows: "switching between two processes by a pipe (a round trip), and waking by a futex(2)",
    hides:
      "which CPU: with one CPU, each wake-up is a switch. With several, it may be an interrupt to another CPU, which costs VMs most",
    published:
      "none to compare with: others report hosts, not the same host with and without isolation",
  },
  noise: 0.1,
  scratchMiB: STRESS_NG_SCRATCH_MIB,
  params: {
    smoke: { milliseconds: 30, seconds: 1 },
    quick: { milliseconds: 300, seconds: 1 },
    standard: { milliseconds: 1000, seconds: 1 },
    thorough: { milliseconds: 4000, seconds: 8 },
  },
  seconds: (p) => p.milliseconds / 1000 + p.seconds + 0.1,
  steps: (p) => [
    {
      name: "pipe",
      metrics: [latencyMetric("pipe")],
      command: perfBench(["sched", "pipe"], p.milliseconds, 200),
      parse: (stdout) => {
        const { ns, operations } = parsePerfBench(stdout);
        return { measurements: [latency("pipe", ns)], work: operations };
      },
    },
    {
      name: "futex",
      metrics: [latencyMetric("futex")],
      command: stressNg("futex", p.seconds),
      parse: (stdout) => {
        const { rate, operations } = parseStressNg("futex", stdout);
        return { measurements: [latency("futex", NS_PER_SECOND / rate)], work: operations };
      },
    },
  ],
});
