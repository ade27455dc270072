/** A run in the formats of other tools. `isotax export` prints them or writes them to a file. */
import { bencher } from "./bencher.ts";
import { csv } from "./csv.ts";
import type { Export } from "./export.ts";
import { biggerIsBetter, smallerIsBetter } from "./github-action-benchmark.ts";
import { grafana } from "./grafana.ts";
import { hyperfine } from "./hyperfine.ts";
import { openMetrics } from "./openmetrics.ts";

export type { Export } from "./export.ts";

export const EXPORTS: readonly Export[] = [
  hyperfine,
  smallerIsBetter,
  biggerIsBetter,
  bencher,
  openMetrics,
  grafana,
  csv,
];
