import { say } from "../../bench/messages.ts";
import type { Row } from "../../bench/stats/analyze.ts";
import type { Lack, Message } from "../../bench/types.ts";
import { isEmulated, overheadText } from "../format.ts";
import type { ReportInput } from "../model.ts";
import { t } from "../text/message.ts";
import type { Export } from "./export.ts";
import { json, series, seriesName, targetOf } from "./series.ts";

/** The action knows one direction for a whole file, so there are two files. */
export const smallerIsBetter: Export = {
  format: "github-action-benchmark-smaller",
  file: "github-action-benchmark.smaller.json",
  about: say("exports.smaller"),
  render: (input) => json(entries(input, "lower")),
  emptiness: (input) => emptiness(input, "lower", say("exports.none-smaller")),
};

export const biggerIsBetter: Export = {
  format: "github-action-benchmark-bigger",
  file: "github-action-benchmark.bigger.json",
  about: say("exports.bigger"),
  render: (input) => json(entries(input, "higher")),
  emptiness: (input) => emptiness(input, "higher", say("exports.none-bigger")),
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
        ...(interval === undefined
          ? {}
          : { range: t("exports.range", { low: interval.low, high: interval.high }) }),
        extra: extra(input, row).join("\n"),
      };
    });
}

/** The action fails with `No benchmark result was found` if the list is empty. */
function emptiness(input: ReportInput, better: Row["better"], reason: Message): Lack | undefined {
  if (entries(input, better).length > 0) return undefined;
  return { reason, remedy: say("exports.leave-out") };
}

/** Lines that the action shows when one points at a figure. */
function extra(input: ReportInput, { target, unit, summary, overhead }: Row): string[] {
  const { n, interval } = summary;
  const against = overhead && overheadText(overhead, unit);
  return [
    interval === undefined
      ? t("exports.median", { n })
      : t("exports.median-and-range", { n, confidence: interval.confidence }),
    ...(against === undefined ? [] : [t("exports.against-native", { overhead: against })]),
    ...(isEmulated(targetOf(input, target)) ? [t("exports.emulated")] : []),
    t("exports.run", { run: input.run.runId }),
  ];
}
