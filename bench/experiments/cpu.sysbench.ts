import { rate } from "../measurement.ts";
import { execExperiment } from "../methods/exec.ts";
import { CPU } from "../methods/families.ts";
import type { WorkStep } from "../methods/steps.ts";
import { rateMetric } from "../metrics.ts";
import { parseSysbenchCpu } from "../tools/sysbench.ts";

type P = { readonly maxPrime: number; readonly seconds: number };

/** Prime numbers by trial division: integer arithmetic without system calls. */
export const experiment = execExperiment<P>({
  id: "cpu.sysbench",
  version: 2,
  title:
    "sysbench cpu: prime numbers, with one thread, and with one for each CPU if there are several",
  family: CPU,
  main: true,
  tools: ["sysbench"],
  notes: {
    shows: "integer arithmetic that never enters the kernel: what a vCPU is worth",
    hides: "vector units, memory and system calls",
    published:
      "Linpack: about 0% in containers, -2% in a tuned VM: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.03,
  scratchMiB: 0,
  params: {
    smoke: { maxPrime: 10_000, seconds: 1 },
    quick: { maxPrime: 10_000, seconds: 1 },
    standard: { maxPrime: 10_000, seconds: 2 },
    thorough: { maxPrime: 10_000, seconds: 10 },
  },
  seconds: (p) => p.seconds,
  steps: (p, { cpus }) => [
    step("primes", 1, p),
    ...(cpus > 1 ? [step("primes.all", cpus, p)] : []),
  ],
});

function step(name: string, threads: number, p: P): WorkStep {
  const words = [`--cpu-max-prime=${p.maxPrime}`, `--time=${p.seconds}`];
  return {
    name,
    metrics: [rateMetric(name)],
    command: { argv: [{ tool: "sysbench" }, "cpu", `--threads=${threads}`, ...words, "run"] },
    parse: (stdout) => {
      const { rate: perSecond, events } = parseSysbenchCpu(stdout);
      return { measurements: [rate(name, perSecond)], work: events };
    },
  };
}
