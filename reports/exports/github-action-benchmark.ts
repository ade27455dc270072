import type { Row } from "../../bench/stats/analyze.ts";
import { confidenceText, isEmulated, overheadText } from "../format.ts";
import type { ReportInput } from "../model.ts";
import type { Export } from "./export.ts";
import { json, series, seriesName, targetOf } from "./series.ts";

/** The action knows one direction for a whole file, so there are two files. */
export const smallerIsBetter: Export = {
  format: "github-action-benchmark-smaller",
  file: "github-action-benchmark.smaller.json",
  about: "times, sizes and counts for github-action-benchmark, as its tool customSmallerIsBetter",
  render: (input) => json(entries(input, "lower")),
  emptiness: (input) => emptiness(input, "lower", "times, sizes or counts"),
};

export const biggerIsBetter: Export = {
  format: "github-action-benchmark-bigger",
  file: "github-action-benchmark.bigger.json",
  about: "rates for github-action-benchmark, as its tool customBiggerIsBetter",
  render: (input) => json(entries(input, "higher")),
  emptiness: (input) => emptiness(input, "higher", "rates"),
};

function entries(input: ReportInput, better: Row["better"]) {
  return series(input)
    .filter((row) => row.better === better)
    .map((row) => {
      const { summary, unit } = row;
      const { interval } = summary;
      return {
        name: seriesName(input, row),
        // The unit is always the base unit: the action compares figures of two runs, and converts
        // only times.
        unit,
        value: summary.median,
        // The range has two ends, since an interval is seldom symmetric.
        ...(interval === undefined ? {} : { range: `${interval.low} to ${interval.high}` }),
        extra: extra(input, row).join("\n"),
      };
    });
}

/** The action fails with `No benchmark result was found` if the list is empty. */
function emptiness(input: ReportInput, better: Row["better"], what: string): string | undefined {
  return entries(input, better).length > 0
    ? undefined
    : `the list is empty: this run has no ${what}\n    -> leave this step of github-action-benchmark out: it fails on an empty list`;
}

/** Lines that the action shows when one points at a figure. */
function extra(input: ReportInput, { target, unit, summary, overhead }: Row): string[] {
  const { interval } = summary;
  const of =
    interval === undefined ? "" : `; range: ${confidenceText(interval.confidence)} interval`;
  return [
    `median of ${summary.n} round(s)${of}`,
    ...(overhead === undefined ? [] : [`against native: ${overheadText(overhead, unit)}`]),
    ...(isEmulated(targetOf(input, target)) ? ["emulated (TCG), not virtualized"] : []),
    `run ${input.run.runId}`,
  ];
}
