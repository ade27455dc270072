import { throughput } from "../measurement.ts";
import { execExperiment } from "../methods/exec.ts";
import { MEMORY } from "../methods/families.ts";
import type { WorkStep } from "../methods/steps.ts";
import { throughputMetric } from "../metrics.ts";
import { parseSysbenchMemory } from "../tools/sysbench.ts";
import type { Size } from "../types.ts";

type P = { readonly seconds: number };

/** Sequential reads and writes of a block that is larger than most caches. */
export const experiment = execExperiment<P>({
  id: "memory.bandwidth",
  version: 1,
  title: "sysbench memory: sequential reading and writing of one large block, one thread",
  family: MEMORY,
  tools: ["sysbench"],
  notes: {
    shows: "how fast memory streams to one CPU",
    hides:
      "page tables: a stream crosses few pages. If the last-level cache is larger than the block (128 MiB, less in small instances), it measures that cache",
    published: "STREAM: -1% in a VM, about 0% in containers: Felter et al., IBM RC25482, 2014",
  },
  noise: 0.05,
  scratchMiB: 0,
  params: {
    smoke: { seconds: 1 },
    quick: { seconds: 1 },
    standard: { seconds: 1 },
    thorough: { seconds: 8 },
  },
  seconds: (p) => 2 * p.seconds,
  steps: (p, size) => [step("read", p, size), step("write", p, size)],
});

function step(name: "read" | "write", p: P, { memoryMiB }: Size): WorkStep {
  const block = Math.min(128, Math.floor(memoryMiB / 4));
  const words = [
    `--memory-block-size=${block}M`,
    "--memory-total-size=1000000G",
    `--memory-oper=${name}`,
    "--memory-access-mode=seq",
    "--threads=1",
    `--time=${p.seconds}`,
  ];
  return {
    name,
    metrics: [throughputMetric(name)],
    command: { argv: [{ tool: "sysbench" }, "memory", ...words, "run"] },
    parse: (stdout) => {
      const { bytesPerSecond, bytes } = parseSysbenchMemory(stdout);
      return { measurements: [throughput(name, bytesPerSecond)], work: bytes };
    },
  };
}
