import { say } from "../../bench/messages.ts";
import type { Row } from "../../bench/stats/analyze.ts";
import type { Unit } from "../../bench/types.ts";
import type { Export } from "./export.ts";
import { json, series, seriesName } from "./series.ts";

/**
 * Bencher has measures of its own for nanoseconds and operations a second. It creates the others.
 */
const MEASURES: Readonly<Record<Unit, readonly [name: string, better: Row["better"]]>> = {
  ns: ["latency", "lower"],
  "ops/s": ["throughput", "higher"],
  bytes: ["bytes", "lower"],
  "bytes/s": ["bytes-per-second", "higher"],
  count: ["count", "lower"],
  ratio: ["ratio", "lower"],
};

interface BencherMetric {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}

/** Bencher BencherMetric Format: the median of each series, with its interval. */
export const bencher: Export = {
  format: "bencher",
  file: "bencher.json",
  about: say("exports.bencher"),
  render: (input) => {
    const benchmarks = series(input).map((row): [string, Record<string, BencherMetric>] => {
      const { median, interval } = row.summary;
      const bounds =
        interval === undefined ? {} : { lower_value: interval.low, upper_value: interval.high };
      return [seriesName(input, row), { [measureOf(row)]: { value: median, ...bounds } }];
    });
    // The object is made from pairs: an assignment to a name such as __proto__ would do something
    // else.
    return json(Object.fromEntries(benchmarks));
  },
};

/** A threshold belongs to a measure and has one direction, so each measure has one direction. */
function measureOf({ unit, better, is }: Row): string {
  if (is.role === "cost") return "cpu-time";
  const [name, usual] = MEASURES[unit];
  return better === usual ? name : `${name}-${better}-is-better`;
}
