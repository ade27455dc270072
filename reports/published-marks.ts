/** Figures that others publish, where they may stand in a chart beside those of the run. */
import type { Published } from "../bench/claims/claim.ts";
import { picked } from "../bench/claims/picks.ts";
import { publishedText } from "./claims-published.ts";
import type { ReportInput } from "./model.ts";
import { quantity } from "./numbers.ts";
import { t } from "./text/message.ts";

export interface PublishedMark {
  readonly workload: string;
  readonly target: string;
  /** In ns, or how many times as slow as native. */
  readonly low: number;
  readonly high: number;
  /** The figure, and who published it. */
  readonly text: string;
}

/** Published times of starts, in ns. */
export function publishedStarts(input: ReportInput): readonly PublishedMark[] {
  return marksOf(
    input,
    (unit) => unit === "ns",
    (value) => value,
  );
}

/** Published slowdowns. Sources say how much a rate falls: -50% is twice as slow. */
export function publishedSlowdowns(input: ReportInput): readonly PublishedMark[] {
  return marksOf(
    input,
    (unit) => unit === "change",
    (value) => 1 / (1 + value),
  );
}

/** Only what was measured has a place: a machine that was emulated is no machine of the source's. */
function marksOf(
  { claims, run, analysis }: ReportInput,
  has: (unit: Published["unit"]) => boolean,
  convert: (value: number) => number,
): PublishedMark[] {
  return claims.results
    .flatMap(({ published }) => published)
    .filter(({ unit }) => has(unit))
    .flatMap((one) => {
      const { beside, value } = one;
      if (beside === undefined) return [];
      const { operations = 1 } = beside;
      const ends = (typeof value === "number" ? [value] : [...value]).map(
        (end) => convert(end) / operations,
      );
      const workloads = analysis.workloads.filter(({ id }) => beside.workloads.includes(id));
      const targets = picked(beside.of, run);
      const text =
        operations === 1
          ? publishedText(one)
          : t("report-charts.published-each", {
              figure: publishedText(one),
              each: quantity(ends[0] ?? 0, "ns"),
            });
      const [low, high] = [Math.min(...ends), Math.max(...ends)];
      return workloads.flatMap(({ id: workload }) =>
        targets.map(({ id: target }) => ({ workload, target, low, high, text })),
      );
    });
}
