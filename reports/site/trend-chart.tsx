/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A series of runs as a picture that needs no script. It stretches, and its lines keep their width. */

import { highestOf, lowestOf } from "../../bench/stats/extent.ts";
import type { Trend, TrendPoint } from "../../bench/stats/trends.ts";
import { dayOf } from "../html/day.ts";
import { t, textOf } from "../text/message.ts";
import type { Mark } from "./site.ts";
import { FOLLOWED, markText, seriesText, valueText } from "./words.ts";

/** Places within the picture: it is stretched to its page's width. */
const WIDTH = 1000;
const HEIGHT = 120;
/** Room for the text of the upper line. */
const TOP = 16;
const MARGIN = 12;
/** Room for the text of the lower line. */
const BELOW = 20;

export function TrendChart(props: {
  readonly id: string;
  readonly trend: Trend;
  readonly marks: readonly Mark[];
}) {
  const { id, trend, marks } = props;
  const { points } = trend;
  const scale = scaleOf(points);
  const x = (at: number) =>
    points.length === 1 ? WIDTH / 2 : MARGIN + (at * (WIDTH - 2 * MARGIN)) / (points.length - 1);
  const y = (value: number) =>
    HEIGHT -
    ((Math.min(Math.max(value, scale.low), scale.high) - scale.low) / scale.range) * HEIGHT;
  const at = (index: number, value: number) => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  const dots = points.map(({ value }, index) => `M${at(index, value)}h.01`).join("");
  const intervals = points
    .map(({ low, high }, index) =>
      low === undefined || high === undefined ? "" : `M${at(index, low)}L${at(index, high)}`,
    )
    .join("");
  return (
    <svg
      class="trend"
      role="img"
      width="100%"
      height={HEIGHT + TOP + BELOW}
      aria-labelledby={`${id}-title ${id}-desc`}
    >
      <title id={`${id}-title`}>{seriesText(trend)}</title>
      <desc id={`${id}-desc`}>{described(trend, marks)}</desc>
      <svg
        y={TOP}
        width="100%"
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        overflow="visible"
        aria-hidden="true"
      >
        <path class="grid" d={`M0 0H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
        <path class="band" d={bandPath(points, at)} />
        {marks.map(({ shift }) =>
          shift.kind === "step" ? (
            <path
              key={shift.to}
              class="step"
              d={`M${((x(shift.from) + x(shift.to)) / 2).toFixed(1)} 0V${HEIGHT}`}
            />
          ) : (
            <rect
              key={shift.to}
              class="creep"
              x={x(shift.from)}
              width={x(shift.to) - x(shift.from)}
              y="0"
              height={HEIGHT}
            />
          ),
        )}
        <path class="usual" d={usualPath(points, at)} />
        <path class="interval" d={intervals} />
        <path class="dots" d={dots} />
      </svg>
      <text x="0" y={TOP - 4}>
        {valueText(trend, scale.high)}
      </text>
      <text x="0" y={TOP + HEIGHT + BELOW - 6}>
        {valueText(trend, scale.low)}
      </text>
    </svg>
  );
}

type Place = (index: number, value: number) => string;

function usualPath(points: readonly TrendPoint[], at: Place): string {
  return points
    .map(({ level }, index) => `${index === 0 ? "M" : "L"}${at(index, level.usual)}`)
    .join("");
}

function bandPath(points: readonly TrendPoint[], at: Place): string {
  const known = points.flatMap(({ level: { low, high } }, index) =>
    low === undefined || high === undefined ? [] : [{ index, low, high }],
  );
  if (known.length === 0) return "";
  const upper = known.map(({ index, high }) => at(index, high));
  const lower = known.map(({ index, low }) => at(index, low)).reverse();
  return `M${[...upper, ...lower].join("L")}Z`;
}

/** All values, and the bands. An interval that is far wider is cut off. */
function scaleOf(points: readonly TrendPoint[]): { low: number; high: number; range: number } {
  const all = points.flatMap(({ value, level: { usual, low = usual, high = usual } }) => [
    value,
    low,
    high,
  ]);
  const [low, high] = [lowestOf(all), highestOf(all)];
  const room = (high - low) * 0.05 || Math.abs(high) * 0.05 || 1;
  return { low: low - room, high: high + room, range: high - low + 2 * room };
}

/** What the picture shows, in words. */
function described(trend: Trend, marks: readonly Mark[]): string {
  return t("site.described", {
    series: seriesText(trend),
    what: textOf(FOLLOWED[trend.followed]),
    axis: axisText(trend),
    newest: newestText(trend),
    changes: marks.map(markText),
  });
}

export function axisText({ points }: Trend): string {
  return t("site.axis", {
    first: dayOf(points[0]?.run.createdAt ?? ""),
    last: dayOf(points.at(-1)?.run.createdAt ?? ""),
    runs: points.length,
  });
}

export function newestText(trend: Trend): string {
  const { value, low, high, level } = trend.points.at(-1) as TrendPoint;
  return t("site.newest", {
    value: valueText(trend, value),
    interval: rangeText(trend, low, high),
    usual: valueText(trend, level.usual),
    band: rangeText(trend, level.low, level.high),
  });
}

/** `[1.01x, 1.04x]`; empty without ends. */
export function rangeText(trend: Trend, low: number | undefined, high: number | undefined): string {
  if (low === undefined || high === undefined) return "";
  return `[${valueText(trend, low)}, ${valueText(trend, high)}]`;
}
