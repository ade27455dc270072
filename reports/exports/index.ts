/** A run in the formats of other tools; their files are written where they are asked for. */
import { bencher } from "./bencher.ts";
import type { Export } from "./export.ts";
import { biggerIsBetter, smallerIsBetter } from "./github-action-benchmark.ts";
import { hyperfine } from "./hyperfine.ts";
import { openMetrics } from "./openmetrics.ts";

export type { Export } from "./export.ts";

export const EXPORTS: readonly Export[] = [
  hyperfine,
  smallerIsBetter,
  biggerIsBetter,
  bencher,
  openMetrics,
];
