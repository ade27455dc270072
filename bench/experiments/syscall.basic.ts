import { latency } from "../measurement.ts";
import { execExperiment } from "../methods/exec.ts";
import { SYSCALL } from "../methods/families.ts";
import { latencyMetric } from "../metrics.ts";
import { parsePerfBench, perfBench } from "../tools/perf-bench.ts";

type P = { readonly milliseconds: number };

/** The least that a system call costs: the way into the kernel and out again. */
export const experiment = execExperiment<P>({
  id: "syscall.basic",
  version: 1,
  title: "perf bench syscall basic: getppid(2)",
  family: SYSCALL,
  tools: ["perf", "busybox"],
  notes: {
    shows:
      "the way into the kernel and back: seccomp filters, mitigations, and sandboxes that intercept calls",
    hides: "what calls do inside the kernel",
    published:
      "getuid: native 0.284 us, runc 0.359, gVisor with KVM 0.981, with ptrace 10.6: Young et al., HotCloud 2019",
  },
  noise: 0.05,
  scratchMiB: 0,
  params: {
    smoke: { milliseconds: 30 },
    quick: { milliseconds: 300 },
    standard: { milliseconds: 1000 },
    thorough: { milliseconds: 4000 },
  },
  seconds: (p) => p.milliseconds / 1000 + 0.1,
  steps: (p) => [
    {
      name: "",
      metrics: [latencyMetric("getppid")],
      command: perfBench(["syscall", "basic"], p.milliseconds, 1000),
      parse: (stdout) => {
        const { ns, operations } = parsePerfBench(stdout);
        return { measurements: [latency("getppid", ns)], work: operations };
      },
    },
  ],
});
