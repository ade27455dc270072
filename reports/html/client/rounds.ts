/** All rounds of a metric on a target, each beside native's value in the same round. */
import { pairedValues } from "../../../bench/stats/overhead.ts";
import { digits } from "../../numbers.ts";
import { logarithmicAxis, nearAxis } from "../charts/axis.ts";
import { factor as factorText } from "../charts/factor.ts";
import type { ChartSeries, ChartWords, Distribution } from "../data.ts";
import { COMPARISONS, DIRECTIONS } from "../shared.ts";
import { fill } from "../template.ts";
import { origin, svg } from "./svg.ts";

/** In percent of the width. */
const LEFT = 12;
const RIGHT = 97;
const TOP_PX = 28;
const AXIS_PX = 40;
const SOURCE_PX = 18;
/** The height of a line, and of all lines if they are many. */
const LINE_PX = 20;
const MOST_PX = 900;
/** Lines closer than this cannot all be labelled. */
const LABEL_PX = 12;

export interface Round {
  readonly round: number;
  readonly value: number;
  readonly native?: number;
  /** In the metric's unit, or how many times as bad. */
  readonly against?: number;
}

/** In base units, in the order of the rounds. */
export function roundsOf(
  { series, ...of }: Distribution,
  target: string,
  native: string,
): readonly Round[] {
  const [against, better] = [kindOf(of), DIRECTIONS[of.better] ?? "neither"];
  const [own, base] = [target, native].map((id) =>
    byRound(series.find((one) => one.target === id)),
  );
  return [...(own ?? [])]
    .sort(([a], [b]) => a - b)
    .map(([round, value]) => {
      const other = target === native ? undefined : base?.get(round);
      if (other === undefined) return { round, value };
      const pair = [new Map([[round, value]]), new Map([[round, other]])] as const;
      const compared = against && pairedValues(against, better, ...pair)[0];
      return {
        round,
        value,
        native: other,
        ...(compared === undefined ? {} : { against: compared }),
      };
    });
}

function kindOf({ against }: Pick<Distribution, "against">) {
  return against === undefined ? undefined : COMPARISONS[against];
}

function byRound(series: ChartSeries | undefined): ReadonlyMap<number, number> {
  const { values = [], rounds } = series ?? {};
  return new Map(values.map((value, index) => [rounds?.[index] ?? index + 1, value]));
}

export function drawRounds(
  id: string,
  /** Its name, with a mark if it was emulated. */
  target: string,
  rounds: readonly Round[],
  words: ChartWords,
  distribution: Distribution,
  source: string,
): SVGSVGElement {
  const { key, factor, logarithmic } = distribution;
  const all = rounds.flatMap(({ value, native = value }) => [value / factor, native / factor]);
  const axis = logarithmic && Math.min(...all) > 0 ? logarithmicAxis(all) : nearAxis(all);
  const height = Math.min(LINE_PX, MOST_PX / rounds.length);
  const every = Math.ceil(LABEL_PX / height);
  const bottom = TOP_PX + height * rounds.length;
  const x = (value: number) => `${LEFT + axis.at(value / factor) * (RIGHT - LEFT)}%`;
  const title = fill(words.roundsOf, { metric: key, target });
  const paired = rounds.some(({ native }) => native !== undefined);
  return svg(
    "svg",
    {
      id,
      class: "plot",
      role: "img",
      tabindex: 0,
      width: "100%",
      height: bottom + AXIS_PX + SOURCE_PX,
      "aria-label": title,
    },
    ...(paired
      ? [
          svg("circle", { class: "side native-side", cx: `${LEFT}%`, cy: 12, r: 4 }),
          svg("text", { class: "legend", x: `${LEFT + 1.5}%`, y: 16 }, words.native),
        ]
      : []),
    svg("circle", { class: "side", cx: `${LEFT + 25}%`, cy: 12, r: 4 }),
    svg("text", { class: "legend", x: `${LEFT + 26.5}%`, y: 16 }, target),
    ...axis.ticks.flatMap((tick) => {
      const at = x(tick * factor);
      return [
        svg("line", { class: "grid", x1: at, x2: at, y1: TOP_PX, y2: bottom }),
        svg(
          "text",
          { class: "tick", x: at, y: bottom + 15, "text-anchor": "middle" },
          String(Number(tick.toPrecision(6))),
        ),
      ];
    }),
    svg(
      "text",
      { class: "tick", x: `${RIGHT}%`, y: bottom + 32, "text-anchor": "end" },
      distribution.axis,
    ),
    origin(title, source, bottom + AXIS_PX + SOURCE_PX - 6),
    ...rounds.map((one, index) => {
      const y = TOP_PX + height * (index + 0.5);
      const label = svg(
        "text",
        { class: "tick", x: `${LEFT - 1.5}%`, y: y + 4, "text-anchor": "end" },
        `${words.roundHeads.round} ${one.round}`,
      );
      return svg(
        "g",
        {},
        svg("title", {}, lineOf(one, distribution).join(", ")),
        ...(index % every === 0 ? [label] : []),
        ...(one.native === undefined
          ? []
          : [
              svg("line", { class: "pair", x1: x(one.native), x2: x(one.value), y1: y, y2: y }),
              svg("circle", { class: "side native-side", cx: x(one.native), cy: y, r: 4 }),
            ]),
        svg("circle", { class: "side", cx: x(one.value), cy: y, r: 4 }),
      );
    }),
  );
}

export function roundHeads(
  { roundHeads: heads, native }: ChartWords,
  distribution: Distribution,
  target: string,
): readonly string[] {
  const against = kindOf(distribution);
  if (target === native) return [heads.round, target];
  const compared = against === undefined ? [] : [heads[against]];
  return [heads.round, native, target, ...compared];
}

/** The cells of a round's line: those of `roundHeads` for a target that is not native. */
export function lineOf(one: Round, distribution: Distribution): string[] {
  const { factor, unit } = distribution;
  const against = kindOf(distribution);
  const shown = (value: number) => `${digits(value / factor)} ${unit}`.trim();
  const compared = (value: number) =>
    against === "slowdown" ? factorText(value) : `${value < 0 ? "" : "+"}${shown(value)}`;
  return [
    String(one.round),
    one.native === undefined ? "-" : shown(one.native),
    shown(one.value),
    ...(against === undefined ? [] : [one.against === undefined ? "-" : compared(one.against)]),
  ];
}
