/** The share of rounds that are at most so much: a staircase for each target. */
import { type Axis, logarithmicAxis, nearAxis } from "../charts/axis.ts";
import type { ChartTarget, ChartWords, Distribution } from "../data.ts";
import { nameOf, type Stair } from "../quantiles.ts";
import { fill } from "../template.ts";
import { origin, svg } from "./svg.ts";

/** In percent of the width, and in pixels. */
const LEFT = 7;
const RIGHT = 98;
const HEIGHT_PX = 220;
const LEGEND_PX = 20;
const AXIS_PX = 40;
const SOURCE_PX = 18;
const LEGENDS_IN_LINE = 4;
const SHARES = [0, 0.25, 0.5, 0.75, 1];
/** Of the drawing of stairs, which is stretched to the width. */
const UNITS = 1000;
/** Colour and dashes both tell lines apart. */
const COLOURS = ["--c0", "--c5", "--c2", "--c6", "--c4", "--c1", "--ink", "--c7"];
const DASHES = ["", "6 3", "2 3", "8 3 2 3"];

export function drawEcdf(
  id: string,
  stairs: readonly Stair[],
  words: ChartWords,
  distribution: Distribution,
  source: string,
): SVGSVGElement {
  const { key, logarithmic } = distribution;
  const all = stairs.flatMap(({ values }) => values);
  const axis = logarithmic ? logarithmicAxis(all) : nearAxis(all);
  const top = LEGEND_PX * Math.ceil(stairs.length / LEGENDS_IN_LINE) + 8;
  const bottom = top + HEIGHT_PX;
  const x = (value: number) => `${LEFT + axis.at(value) * (RIGHT - LEFT)}%`;
  const title = fill(words.ecdfOf, { metric: key });
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
    ...stairs.map(({ target }, index) => legend(target, index)),
    ...SHARES.flatMap((share) => {
      const y = bottom - share * HEIGHT_PX;
      return [
        svg("line", { class: "grid", x1: `${LEFT}%`, x2: `${RIGHT}%`, y1: y, y2: y }),
        svg(
          "text",
          { class: "tick", x: `${LEFT - 1}%`, y: y + 4, "text-anchor": "end" },
          `${share * 100}%`,
        ),
      ];
    }),
    ...axis.ticks.flatMap((tick) => [
      svg("line", { class: "grid", x1: x(tick), x2: x(tick), y1: top, y2: bottom }),
      svg(
        "text",
        { class: "tick", x: x(tick), y: bottom + 15, "text-anchor": "middle" },
        String(Number(tick.toPrecision(6))),
      ),
    ]),
    svg(
      "text",
      { class: "tick", x: `${RIGHT}%`, y: bottom + 32, "text-anchor": "end" },
      distribution.axis,
    ),
    origin(title, source, bottom + AXIS_PX + SOURCE_PX - 6),
    svg(
      "svg",
      {
        x: `${LEFT}%`,
        y: top,
        width: `${RIGHT - LEFT}%`,
        height: HEIGHT_PX,
        viewBox: `0 0 ${UNITS} ${UNITS}`,
        preserveAspectRatio: "none",
        "aria-hidden": "true",
      },
      ...stairs.map(({ values }, index) =>
        svg("path", {
          ...lineOf(index),
          d: pathOf(values, axis),
          "vector-effect": "non-scaling-stroke",
        }),
      ),
    ),
  );
}

function lineOf(index: number) {
  const colour = COLOURS[index % COLOURS.length] ?? "";
  const dash =
    DASHES[Math.floor(index / COLOURS.length + (index % DASHES.length)) % DASHES.length] ?? "";
  return { fill: "none", stroke: `var(${colour})`, "stroke-width": 2, "stroke-dasharray": dash };
}

function legend(target: ChartTarget, index: number): SVGGElement {
  const x = ((index % LEGENDS_IN_LINE) * 100) / LEGENDS_IN_LINE + 1;
  const y = LEGEND_PX * Math.floor(index / LEGENDS_IN_LINE) + LEGEND_PX / 2;
  return svg(
    "g",
    {},
    svg("line", { ...lineOf(index), x1: `${x}%`, x2: `${x + 3}%`, y1: y, y2: y }),
    svg("text", { class: "legend", x: `${x + 3.5}%`, y: y + 4 }, nameOf(target)),
  );
}

/** Up by a step at each value. Before the first and behind the last all lines would lie on another. */
function pathOf(values: readonly number[], axis: Axis): string {
  const steps = values.map((value, index) => {
    const level = UNITS * (1 - (index + 1) / values.length);
    return `H${(axis.at(value) * UNITS).toFixed(1)}V${level.toFixed(1)}`;
  });
  return `M${(axis.at(values[0] ?? 0) * UNITS).toFixed(1)} ${UNITS}${steps.join("")}`;
}
