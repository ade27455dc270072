import { max, mean, median, min, sampleStandardDeviation } from "simple-statistics";
import type { Row } from "../../bench/stats/analyze.ts";
import { isEmulated } from "../format.ts";
import type { ReportInput } from "../model.ts";
import type { Export } from "./export.ts";
import { json, series, seriesName, targetOf } from "./series.ts";

const NS_PER_SECOND = 1e9;

/**
 * As `hyperfine --export-json` (1.x) writes it, for its plotting scripts and what else reads that.
 * Only starts: they alone are what hyperfine measures, a command from its spawn on. `times` are the
 * raw samples of all rounds in the order in which they were taken, and the statistics are theirs, as
 * hyperfine's are; isotax's own reports take the medians of rounds.
 *
 * `user` and `system` are left out: nobody measured them, and 0 would be a figure.
 */
export const hyperfine: Export = {
  format: "hyperfine",
  file: "hyperfine.json",
  about: "start times as hyperfine --export-json has them, for its plotting scripts",
  render: (input) =>
    json({
      results: series(input)
        .filter(isStart)
        .map((row) => resultOf(input, row)),
    }),
};

/** A start's moments. What was done before a warm start is timed as well, but is no part of it. */
function isStart({ is }: Row): boolean {
  return is.each === "start";
}

function resultOf(input: ReportInput, { workload, metric, target, samples }: Row) {
  const times = [...samples.values()].flat();
  return {
    command: seriesName(input, { workload, metric, target }),
    mean: mean(times) / NS_PER_SECOND,
    // As hyperfine has it where there is but one.
    stddev: times.length > 1 ? sampleStandardDeviation(times) / NS_PER_SECOND : null,
    median: median(times) / NS_PER_SECOND,
    min: min(times) / NS_PER_SECOND,
    max: max(times) / NS_PER_SECOND,
    times: times.map((time) => time / NS_PER_SECOND),
    // A start that ended with another has failed, and a failed one has no sample.
    exit_codes: times.map(() => 0),
    parameters: {
      workload,
      metric,
      target,
      ...(isEmulated(targetOf(input, target)) ? { accelerator: "tcg" } : {}),
    },
  };
}
