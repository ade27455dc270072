/** How long, and how much memory, it takes to summarise many samples; and that it grows as they do. */
import { fileURLToPath } from "node:url";
import { medianOf } from "../../../bench/stats/summary.ts";
import { run } from "../../../runners/host/process.ts";
import { figure, type Measure } from "../figure.ts";

const CHILD = fileURLToPath(new URL("../analysis-child.js", import.meta.url));
const SIZES = [10_000, 100_000, 1_000_000] as const;
const TIMES = 3;

interface Summarised {
  readonly seconds: number;
  readonly peakBytes: number;
}

export const measure: Measure = async (say, signal) => {
  const seconds: number[] = [];
  const bytes: number[] = [];
  for (const samples of SIZES) {
    say(`summarising ${samples} samples`);
    const all: Summarised[] = [];
    for (let i = 0; i < TIMES; i++) {
      const argv = [process.execPath, CHILD, "write", String(samples)];
      const { stdout } = await run(argv, { signal });
      all.push(JSON.parse(stdout) as Summarised);
    }
    seconds.push(medianOf(all.map((one) => one.seconds)));
    bytes.push(Math.max(...all.map((one) => one.peakBytes)));
  }
  const [small, middle, large] = seconds as [number, number, number];
  const shown = seconds.map((one) => `${one.toFixed(3)} s`).join(", ");
  return [
    figure({
      ...{ id: "analysis-1m", value: large, unit: "s", better: "lower", bound: 5, n: TIMES },
      about: `reading and summarising a run of a million samples; 10k, 100k and 1M took ${shown}`,
    }),
    figure({
      ...{ id: "analysis-1m-memory", value: (bytes.at(-1) as number) / 1e6, unit: "MB" },
      ...{ better: "lower", bound: 400, n: TIMES },
      about: "most memory that the process held meanwhile, Node.js itself included",
    }),
    figure({
      ...{ id: "analysis-linear", value: (large - middle) / 900_000 / ((middle - small) / 90_000) },
      ...{ unit: "x", better: "lower", bound: 1.3, n: TIMES },
      about: "cost of a further sample from 100k to 1M, against that from 10k to 100k",
    }),
  ];
};
