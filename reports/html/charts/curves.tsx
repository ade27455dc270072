/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * Curves as SVG that needs no script: a panel for each quantity, a line for each target, with its
 * name at the end. Places across are percentages, as in `Plot`. They stand at even distances: what
 * they are along grows by factors.
 */
import { say } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";
import { type Drawn, type DrawnLine, type DrawnPanel, drawnText, placesOf } from "../../drawn.ts";
import type { ReportInput } from "../../model.ts";
import { percent } from "../../text/figures.ts";
import { t, textOf } from "../../text/message.ts";
import { type Axis, linearAxis, logarithmicAxis } from "./axis.ts";
import { Figure } from "./figure.tsx";
import { type Picture, PictureOnPage } from "./picture.tsx";
import { sourceOf } from "./source.ts";
import { tickText } from "./ticks.ts";

/** Percent of the width: where lines begin and end. */
const LEFT = 12;
const RIGHT = 74;
const HEAD_PX = 26;
const BODY_PX = 170;
const AXIS_PX = 40;
const SOURCE_PX = 20;
const PANEL_PX = HEAD_PX + BODY_PX + AXIS_PX;
/** Names at the ends of lines are at least so far apart. */
const NAME_PX = 14;
/** Over a larger factor than this, a linear axis would press the low lines together. */
const MOST_LINEAR = 8;
const COLOURS = 8;

export function curvesPicture(input: ReportInput, { workload, along, panels }: Drawn): Picture {
  const id = `curves-${workload.id}`;
  const targets = input.analysis.targets.map((target) => target.id);
  return {
    id,
    title: t("report-curves.title", { workload: workload.id, along: alongText(along) }),
    description: t("report-curves.described", {
      lines: panels.flatMap((panel) => panel.lines.map((line) => toldOf(panel, line))),
    }),
    height: panels.length * PANEL_PX + SOURCE_PX,
    drawing: () => (
      <>
        {panels.map((panel, index) => (
          <svg key={index} y={index * PANEL_PX} overflow="visible" aria-hidden="true">
            <Panel
              panel={panel}
              along={alongText(along)}
              places={placesOf(panels)}
              targets={targets}
            />
          </svg>
        ))}
        <text class="source" x="0" y={panels.length * PANEL_PX + 14}>
          {sourceOf(input.run)}
        </text>
      </>
    ),
  };
}

function alongText(along: string): Message | string {
  return ALONG[along] ?? along;
}

const ALONG: Readonly<Record<string, Message>> = {
  "in-flight": say("report-curves.in-flight"),
  instances: say("report-curves.instances"),
};

function toldOf(panel: DrawnPanel, { target, points }: DrawnLine): string {
  return t("report-curves.told", {
    target,
    what: t(`report-curves.${panel.shows}`),
    points: points.map(({ at, value }) =>
      t("report-curves.point", { at, figure: drawnText(panel, value) }),
    ),
  });
}

function axisOf({ lines }: DrawnPanel): Axis {
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value));
  const positive = values.filter((value) => value > 0);
  const isWide = Math.max(...positive) > MOST_LINEAR * Math.min(...positive);
  return positive.length > 0 && isWide ? logarithmicAxis(positive) : linearAxis(values);
}

function Panel(props: {
  readonly panel: DrawnPanel;
  readonly along: Message | string;
  readonly places: readonly number[];
  readonly targets: readonly string[];
}) {
  const { panel, along, places, targets } = props;
  const { lines, shows, unit, emulated } = panel;
  const axis = axisOf(panel);
  const bottom = HEAD_PX + BODY_PX;
  const x = (at: number) => `${across(places.indexOf(at), places.length).toFixed(2)}%`;
  const y = (value: number) => HEAD_PX + (1 - axis.at(value)) * BODY_PX;
  const names = apart(lines.map(({ points }) => y(points.at(-1)?.value ?? 0)));
  return (
    <>
      <text class="head" x="0" y="14">
        {t("report-curves.heading", { what: t(`report-curves.${shows}`), emulated })}
      </text>
      {axis.ticks.map((value) => (
        <g key={value}>
          <line class="grid" x1={`${LEFT}%`} x2={`${RIGHT}%`} y1={y(value)} y2={y(value)} />
          <text class="tick" x={`${LEFT - 1}%`} y={y(value) + 4} text-anchor="end">
            {shows === "cpu-share" ? percent(value) : tickText(value, unit)}
          </text>
        </g>
      ))}
      {places.map((at) => (
        <text class="tick" key={at} x={x(at)} y={bottom + 15} text-anchor="middle">
          {at}
        </text>
      ))}
      <text class="tick" x={`${RIGHT}%`} y={bottom + 30} text-anchor="end">
        {textOf(along)}
      </text>
      {lines.map((line, index) => {
        const colour = targets.indexOf(line.target) % COLOURS;
        return (
          <g key={line.target} data-target={line.target}>
            <title>{toldOf(panel, line)}</title>
            <Line line={line} colour={colour} x={x} y={y} />
            <line
              class={`curve l${colour}`}
              x1={`${RIGHT + 1}%`}
              x2={`${RIGHT + 2.5}%`}
              y1={names[index] ?? 0}
              y2={names[index] ?? 0}
            />
            <text class="label" x={`${RIGHT + 3.2}%`} y={(names[index] ?? 0) + 4}>
              {line.target}
            </text>
          </g>
        );
      })}
    </>
  );
}

function Line(props: {
  readonly line: DrawnLine;
  readonly colour: number;
  x(at: number): string;
  y(value: number): number;
}) {
  const { line, colour, x, y } = props;
  const { points } = line;
  return (
    <>
      {points.slice(1).map((point, index) => {
        const before = points[index] ?? point;
        return (
          <line
            key={point.at}
            class={`curve l${colour}`}
            x1={x(before.at)}
            x2={x(point.at)}
            y1={y(before.value)}
            y2={y(point.value)}
          />
        );
      })}
      {points.map(({ at, value, interval }) => (
        <g key={at}>
          {interval === undefined ? null : (
            <line
              class={`curve l${colour}`}
              x1={x(at)}
              x2={x(at)}
              y1={y(interval.low)}
              y2={y(interval.high)}
            />
          )}
          <circle class={`p${colour}`} cx={x(at)} cy={y(value)} r="3" />
        </g>
      ))}
    </>
  );
}

/** A single place stands in the middle. */
function across(place: number, places: number): number {
  return places === 1 ? (LEFT + RIGHT) / 2 : LEFT + 1 + (place * (RIGHT - LEFT - 2)) / (places - 1);
}

/** Moves names down that would stand on each other, and all of them up if the last ones leave. */
function apart(heights: readonly number[]): readonly number[] {
  const order = heights.map((_, index) => index).sort((a, b) => at(heights, a) - at(heights, b));
  const placed: number[] = [];
  let least = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    least = Math.max(at(heights, index), least + NAME_PX);
    placed[index] = least;
  }
  const tooLow = Math.max(0, least - (HEAD_PX + BODY_PX));
  return placed.map((height) => height - tooLow);
}

function at(heights: readonly number[], index: number): number {
  return heights[index] ?? 0;
}

/** The chart with its figures; nothing if the run has no such curves. */
export function Curves({ input, of }: { readonly input: ReportInput; readonly of: Drawn }) {
  const picture = curvesPicture(input, of);
  const places = placesOf(of.panels);
  return (
    <Figure
      id={picture.id}
      heading={picture.title}
      caption={t("report-curves.explained")}
      head={[
        t("report-curves.head-what"),
        t("report-curves.head-target"),
        ...places.map((place) => String(place)),
      ]}
      lines={of.panels.flatMap((panel) =>
        panel.lines.map(({ target, points }) => [
          t(`report-curves.${panel.shows}`),
          target,
          ...places.map((place) => {
            const point = points.find((one) => one.at === place);
            return point === undefined ? "-" : drawnText(panel, point.value);
          }),
        ]),
      )}
    >
      <PictureOnPage {...picture} />
    </Figure>
  );
}
