/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * A chart as SVG that needs no script: a row for each target, with a label, marks, and the figure.
 * Places across are percentages, so that the chart fits any width and text keeps its size.
 */
import type { ComponentChildren } from "preact";
import type { Axis } from "./axis.ts";
import {
  inLines,
  LEGEND_LINE_PX,
  labelLines,
  labelledTicks,
  legendHeight,
  legendPlaces,
} from "./lettering.ts";
import { type Picture, PictureOnPage } from "./picture.tsx";

/** Where labels end and figures begin, in percent of the width. */
const LEFT = 33;
const RIGHT = 77;
/** A mark at an end of the axis would touch a label or a figure on a phone. */
const MARGIN = 1;
const ROW_PX = 22;
/** Of a label that takes several lines. */
const LABEL_LINE_PX = 13;
const HEAD_PX = 24;
const AXIS_PX = 24;
const GAP_PX = 14;

export interface PlotRow {
  readonly label: string;
  /** The target, so that a reader can hide it. */
  readonly target?: string;
  readonly figure: string;
  /** In its place on a phone, where it is too long for that. */
  readonly short?: string;
  /** Beside the figure, where there is room. */
  readonly interval?: string;
  /** What a pointer at the row is told. */
  readonly told: string;
  /** Drawn grey: nothing was shown there. */
  readonly shaded?: boolean;
  /** The marks, at this height. */
  marks(x: (value: number) => string, y: number): ComponentChildren;
}

export interface PlotPanel {
  readonly heading: string;
  readonly axis: Axis;
  readonly tick: (value: number) => string;
  /** Whether the panel below has the same axis, and labels it. */
  readonly unlabelled?: boolean;
  /** A line across all rows, such as native's own speed. */
  readonly line?: number;
  readonly rows: readonly PlotRow[];
}

export interface LegendItem {
  readonly mark: ComponentChildren;
  readonly text: string;
}

export interface PlotProps {
  readonly id: string;
  /** The workload and metric of its rows: they lead to all rounds. */
  readonly metric?: string;
  readonly title: string;
  readonly description: string;
  readonly legend?: readonly LegendItem[];
  readonly panels: readonly PlotPanel[];
  /** Of which run it is: the picture may leave the page. */
  readonly source: string;
}

/** A chart within the page. */
export function Plot(plot: PlotProps) {
  return <PictureOnPage {...pictureOf(plot)} />;
}

export function pictureOf(plot: PlotProps): Picture {
  const { id, metric, title, description } = plot;
  return {
    id,
    ...(metric === undefined ? {} : { metric }),
    title,
    description,
    height: plotHeight(plot),
    drawing: () => <Drawing {...plot} />,
  };
}

/** In pixels. The width is as is. */
function plotHeight({ panels, legend = [] }: PlotProps): number {
  const top = legendHeight(legend);
  return panels.map(panelPx).reduce((sum, one) => sum + one, top) + HEAD_PX;
}

function panelPx(panel: PlotPanel): number {
  return headPx(panel) + rowsPx(panel.rows) + GAP_PX + axisPx(panel);
}

function rowsPx(rows: readonly PlotRow[]): number {
  return rows.reduce((sum, row) => sum + rowPx(row), 0);
}

function rowPx(row: PlotRow): number {
  return ROW_PX + (linesOf(row).length - 1) * LABEL_LINE_PX;
}

function linesOf({ label }: PlotRow): readonly string[] {
  return labelLines(label, (LEFT - 1) / 100);
}

function headPx({ heading }: PlotPanel): number {
  return HEAD_PX + (inLines(heading).length - 1) * LEGEND_LINE_PX;
}

/** What a chart shows, for the page and for a file of its own. */
function Drawing(plot: PlotProps) {
  const { panels, legend = [] } = plot;
  const top = legendHeight(legend);
  const heights = panels.map(panelPx);
  const places = legendPlaces(legend);
  return (
    <>
      {legend.map(({ mark, text }, index) => (
        <svg key={text} {...places[index]} overflow="visible" aria-hidden="true">
          {mark}
          <text class="legend" x="8" y="4">
            {text}
          </text>
        </svg>
      ))}
      {panels.map((panel, index) => (
        <Panel
          key={panel.heading}
          panel={panel}
          top={heights.slice(0, index).reduce((sum, one) => sum + one, top)}
        />
      ))}
      <text class="source" x="0" y={plotHeight(plot) - 6}>
        {plot.source}
      </text>
    </>
  );
}

function Panel({ panel, top }: { readonly panel: PlotPanel; readonly top: number }) {
  const { axis, rows, tick, line } = panel;
  const first = top + headPx(panel);
  const bottom = first + rowsPx(rows);
  const isLabelled = labelledTicks(
    axis.ticks.map((value) => ({ at: axis.at(value), text: tick(value) })),
    RIGHT - LEFT - 2 * MARGIN,
  );
  return (
    <g>
      {inLines(panel.heading).map((text, index) => (
        <text class="head" key={index} x="0" y={top + 16 + index * LEGEND_LINE_PX}>
          {text}
        </text>
      ))}
      {axis.ticks.map((value, index) => (
        <g key={value}>
          <line
            class="grid"
            x1={place(axis, value)}
            x2={place(axis, value)}
            y1={first}
            y2={bottom}
          />
          {panel.unlabelled === true || isLabelled[index] !== true ? null : (
            <text class="tick" x={place(axis, value)} y={bottom + 15} text-anchor="middle">
              {tick(value)}
            </text>
          )}
        </g>
      ))}
      {line === undefined ? null : (
        <line class="native" x1={place(axis, line)} x2={place(axis, line)} y1={first} y2={bottom} />
      )}
      {rows.map((row, index) => (
        <Row key={index} row={row} axis={axis} top={first + rowsPx(rows.slice(0, index))} />
      ))}
    </g>
  );
}

function axisPx({ unlabelled }: PlotPanel): number {
  return unlabelled === true ? 0 : AXIS_PX;
}

function Row(props: { readonly row: PlotRow; readonly axis: Axis; readonly top: number }) {
  const { row, axis, top } = props;
  const height = rowPx(row);
  const middle = top + height / 2;
  const lines = linesOf(row);
  const above = ((lines.length - 1) * LABEL_LINE_PX) / 2;
  return (
    <g data-target={row.target}>
      <title>{row.told}</title>
      <rect
        class={row.shaded === true ? "row shaded" : "row"}
        x="0"
        y={top + 1}
        width="100%"
        height={height - 2}
      />
      {lines.map((text, index) => (
        <text
          class="label"
          key={index}
          x={`${LEFT - 1}%`}
          y={middle + 4 - above + index * LABEL_LINE_PX}
          text-anchor="end"
        >
          {text}
        </text>
      ))}
      {row.marks((value) => place(axis, value), middle)}
      <text class="figure" x={`${RIGHT + 1.5}%`} y={middle + 4}>
        {row.short === undefined ? (
          row.figure
        ) : (
          <>
            <tspan class="long">{row.figure}</tspan>
            <tspan class="short">{row.short}</tspan>
          </>
        )}
        {row.interval === undefined ? null : <tspan class="wide"> {row.interval}</tspan>}
      </text>
    </g>
  );
}

function place(axis: Axis, value: number): string {
  const [from, to] = [LEFT + MARGIN, RIGHT - MARGIN];
  return `${(from + axis.at(value) * (to - from)).toFixed(2)}%`;
}

/** The difference between two places, as a width. */
export function between(from: string, to: string): string {
  return `${Math.max(0, Number.parseFloat(to) - Number.parseFloat(from)).toFixed(2)}%`;
}

/** A line from the low end of an interval to its high end, with feet. */
export function Whisker(props: { readonly from: string; readonly to: string; readonly y: number }) {
  const { from, to, y } = props;
  return (
    <g class="whisker">
      <line x1={from} x2={to} y1={y} y2={y} />
      <line x1={from} x2={from} y1={y - 4} y2={y + 4} />
      <line x1={to} x2={to} y1={y - 4} y2={y + 4} />
    </g>
  );
}
