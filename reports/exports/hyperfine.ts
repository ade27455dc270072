import { max, mean, median, min, sampleStandardDeviation } from "simple-statistics";
import { say } from "../../bench/messages.ts";
import type { Row } from "../../bench/stats/analyze.ts";
import { isEmulated } from "../format.ts";
import type { ReportInput } from "../model.ts";
import type { Export } from "./export.ts";
import { json, series, seriesName, targetOf } from "./series.ts";

const NS_PER_SECOND = 1e9;

/**
 * The format of `hyperfine --export-json` (1.x), for its plotting scripts and other readers. It
 * holds starts only, since hyperfine measures a command from its spawn on. `times` are the raw
 * samples of all rounds in the order in which they were taken. The statistics are computed from
 * these, as in hyperfine; isotax's own reports use the medians of rounds.
 *
 * `user` and `system` are left out: they were not measured, and 0 would look like a result.
 */
export const hyperfine: Export = {
  format: "hyperfine",
  file: "hyperfine.json",
  about: say("exports.hyperfine"),
  render: (input) =>
    json({
      results: series(input)
        .filter(isStart)
        .map((row) => resultOf(input, row)),
    }),
};

/**
 * Whether a metric is a moment of a start. The work before a warm start is timed too, but is not
 * one.
 */
function isStart({ is }: Row): boolean {
  return is.each === "start";
}

function resultOf(input: ReportInput, { workload, metric, target, samples }: Row) {
  const times = [...samples.values()].flat();
  return {
    command: seriesName(input, { workload, metric, target }),
    mean: mean(times) / NS_PER_SECOND,
    // hyperfine writes null if there is one time only.
    stddev: times.length > 1 ? sampleStandardDeviation(times) / NS_PER_SECOND : null,
    median: median(times) / NS_PER_SECOND,
    min: min(times) / NS_PER_SECOND,
    max: max(times) / NS_PER_SECOND,
    times: times.map((time) => time / NS_PER_SECOND),
    // A start with another exit code has failed, and a failed start has no sample.
    exit_codes: times.map(() => 0),
    parameters: {
      workload,
      metric,
      target,
      ...(isEmulated(targetOf(input, target)) ? { accelerator: "tcg" } : {}),
    },
  };
}
