/** The values of a metric on each target in their order, and the quantiles that tables name. */
import { quantile } from "../../bench/stats/quantile.ts";
import { digits } from "../numbers.ts";
import type { ChartData, ChartTarget, Distribution } from "./data.ts";
import { QUANTILES } from "./shared.ts";

/** A target's id, with its mark if it was emulated. */
export function nameOf({ id, mark }: ChartTarget): string {
  return mark === undefined ? id : `${id} (${mark})`;
}

/** What a metric is drawn for: these targets, or the ways in which its workload measures them. */
export function drawnFor(
  { inWays }: Distribution,
  targets: readonly ChartTarget[],
  ways: ChartData["ways"],
): readonly ChartTarget[] {
  const own = inWays === undefined ? undefined : ways[inWays];
  return own?.filter(({ of }) => targets.some(({ id }) => id === of)) ?? targets;
}

/** Quartiles of so few values would pretend to know a distribution: they are dots alone. */
const MOST_DOTS = 5;

export function isBoxed(values: readonly number[]): boolean {
  return values.length > MOST_DOTS;
}

export interface Stair {
  readonly target: ChartTarget;
  readonly values: readonly number[];
}

/** Of the targets that have values. */
export function stairsOf(
  targets: readonly ChartTarget[],
  { series, factor }: Distribution,
): readonly Stair[] {
  return targets.flatMap((target) => {
    const found = series.find((one) => one.target === target.id);
    if (found === undefined) return [];
    const values = found.values.map((value) => value / factor).sort((a, b) => a - b);
    return [{ target, values }];
  });
}

/** Of a few values there is the median alone. */
export function quantileLines(
  stairs: readonly Stair[],
  distribution: Pick<Distribution, "unit">,
): string[][] {
  const shown = (value: number) => `${digits(value)} ${distribution.unit}`.trim();
  return stairs.map(({ target, values }) => {
    return [
      nameOf(target),
      String(values.length),
      shown(values[0] ?? 0),
      ...QUANTILES.map((share) =>
        isBoxed(values) || share === 0.5 ? shown(quantile(values, share)) : "-",
      ),
      shown(values.at(-1) ?? 0),
    ];
  });
}
