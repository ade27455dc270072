/** What a metric was on a target in earlier runs of the host: a picture of all, and a line for each. */
import { digits } from "../../numbers.ts";
import { logarithmicAxis, nearAxis } from "../charts/axis.ts";
import type { Distribution } from "../data.ts";
import type { EarlierPage, EarlierWords } from "../earlier.ts";
import { type PastFigure, unpacked } from "../packed.ts";
import { origin, svg } from "./svg.ts";

/** In percent of the width. */
const LEFT = 12;
const RIGHT = 97;
/** Between the frame and the first run, and the last. */
const ROOM = 2;
const TOP_PX = 28;
const BODY_PX = 130;
const AXIS_PX = 22;
const SOURCE_PX = 18;

/** Its figures are in the unit that is shown. */
export interface Earlier extends PastFigure {
  readonly runId: string;
  readonly day: string;
  /** The run that the page is of. */
  readonly own: boolean;
}

/** Oldest first, and the page's own run last. Empty if no earlier run has the figure. */
export function earlierIn(
  { series }: Pick<Distribution, "series">,
  target: string,
  { runs }: Pick<EarlierPage, "runs">,
): readonly Earlier[] {
  const past = series.find((one) => one.target === target)?.past;
  if (past === undefined) return [];
  return [...unpacked(past)].flatMap(([place, figure]) => {
    const [runId, day] = runs[place] ?? [];
    if (runId === undefined || day === undefined) return [];
    return [{ ...figure, runId, day, own: place === runs.length - 1 }];
  });
}

export function drawEarlier(
  id: string,
  title: string,
  runs: readonly Earlier[],
  distribution: Distribution,
  words: EarlierWords,
  source: string,
): SVGSVGElement {
  const all = runs.flatMap(({ median, low = median, high = median }) => [median, low, high]);
  const axis =
    distribution.logarithmic && Math.min(...all) > 0 ? logarithmicAxis(all) : nearAxis(all);
  const bottom = TOP_PX + BODY_PX;
  const first = LEFT + ROOM;
  const step = (RIGHT - ROOM - first) / Math.max(1, runs.length - 1);
  const y = (value: number) => TOP_PX + (1 - axis.at(value)) * BODY_PX;
  const across = (name: string, at: number) =>
    svg("line", { class: name, x1: `${LEFT}%`, x2: `${RIGHT}%`, y1: at, y2: at });
  const text = (x: number, at: number, said: string, anchor = "end") =>
    svg("text", { class: "tick", x: `${x}%`, y: at, "text-anchor": anchor }, said);
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
    ...axis.ticks.flatMap((tick) => [
      across("grid", y(tick)),
      text(LEFT - 1, y(tick) + 4, String(Number(tick.toPrecision(6)))),
    ]),
    text(LEFT, 16, distribution.axis, "start"),
    ...runs.map((run, index) => {
      const { median, low, high, own } = run;
      const x = `${first + step * index}%`;
      return svg(
        "g",
        {},
        svg("title", {}, lineOf(run, distribution, words).join(", ")),
        ...(own ? [across("limit", y(median))] : []),
        ...(low === undefined || high === undefined
          ? []
          : [svg("line", { class: "pair", x1: x, x2: x, y1: y(low), y2: y(high) })]),
        svg("circle", {
          class: own ? "side" : "side native-side",
          cx: x,
          cy: y(median),
          r: own ? 6 : 4,
        }),
      );
    }),
    text(LEFT, bottom + 16, runs[0]?.day ?? "", "start"),
    text(RIGHT, bottom + 16, words.thisRun),
    origin(title, source, bottom + AXIS_PX + SOURCE_PX - 6),
  );
}

/** The cells of each run's line. */
export function earlierLines(
  runs: readonly Earlier[],
  distribution: Pick<Distribution, "unit">,
  words: Pick<EarlierWords, "thisRun">,
): readonly (readonly string[])[] {
  return runs.map((run) => lineOf(run, distribution, words));
}

function lineOf(
  { runId, day, own, median, low, high }: Earlier,
  { unit }: Pick<Distribution, "unit">,
  { thisRun }: Pick<EarlierWords, "thisRun">,
): readonly string[] {
  return [
    own ? `${runId} (${thisRun})` : runId,
    day,
    `${digits(median)} ${unit}`.trim(),
    low === undefined || high === undefined ? "-" : `[${digits(low)}, ${digits(high)}]`,
  ];
}
