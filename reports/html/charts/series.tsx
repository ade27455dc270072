/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * Values in their order, as SVG that needs no script: a mark for each, with upright lines between
 * those that belong to different levels. Places across are percentages, as in `Plot`.
 */
import type { Axis } from "./axis.ts";
import { Mark, type Shape } from "./marks.tsx";

const LEFT = 9;
const RIGHT = 97;
const HEAD_PX = 26;
const BODY_PX = 150;
const AXIS_PX = 22;
const SOURCE_PX = 20;

export interface SeriesPoint {
  readonly value: number;
  readonly shape: Shape;
  /** Class of its colour. */
  readonly colour: string;
  /** What a pointer at it is told. */
  readonly told: string;
}

export function SeriesPlot(props: {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly points: readonly SeriesPoint[];
  readonly axis: Axis;
  readonly tick: (value: number) => string;
  /** Across all of it: no change, and what is allowed. */
  readonly line: number;
  readonly limit?: number;
  /** Before which points an upright line stands, and what is written on it. */
  readonly changes: readonly number[];
  readonly changeText: string;
  /** Below the first point and the last. */
  readonly ends: readonly [string, string];
  readonly source: string;
}) {
  const { id, points, axis, limit, changes, ends } = props;
  const bottom = HEAD_PX + BODY_PX;
  const x = (place: number) => `${at(place, points.length).toFixed(2)}%`;
  const y = (value: number) => HEAD_PX + (1 - axis.at(value)) * BODY_PX;
  return (
    <svg
      id={id}
      class="plot"
      role="img"
      tabindex={0}
      width="100%"
      height={bottom + AXIS_PX + SOURCE_PX}
      aria-labelledby={`${id}-title ${id}-desc`}
    >
      <title id={`${id}-title`}>{props.title}</title>
      <desc id={`${id}-desc`}>{props.description}</desc>
      {axis.ticks.map((value) => (
        <g key={value}>
          <line class="grid" x1={`${LEFT}%`} x2={`${RIGHT + 1}%`} y1={y(value)} y2={y(value)} />
          <text class="tick" x={`${LEFT - 1}%`} y={y(value) + 4} text-anchor="end">
            {props.tick(value)}
          </text>
        </g>
      ))}
      <Across class="native" y={y(props.line)} />
      {limit === undefined ? null : <Across class="limit" y={y(limit)} />}
      {changes.map((place) => (
        <g key={place}>
          <line class="step" x1={x(place - 0.5)} x2={x(place - 0.5)} y1={HEAD_PX - 8} y2={bottom} />
          <text class="tick" x={x(place - 0.5)} y={HEAD_PX - 12} text-anchor="middle">
            {props.changeText}
          </text>
        </g>
      ))}
      {points.slice(1).map((point, index) => (
        <line
          key={index}
          class="path"
          x1={x(index)}
          x2={x(index + 1)}
          y1={y((points[index] as SeriesPoint).value)}
          y2={y(point.value)}
        />
      ))}
      {points.map((point, index) => (
        <g key={index}>
          <title>{point.told}</title>
          <Mark shape={point.shape} colour={point.colour} x={x(index)} y={y(point.value)} />
        </g>
      ))}
      <text class="tick" x={`${LEFT}%`} y={bottom + 16}>
        {ends[0]}
      </text>
      <text class="tick" x={`${RIGHT}%`} y={bottom + 16} text-anchor="end">
        {ends[1]}
      </text>
      <text class="source" x="0" y={bottom + AXIS_PX + 14}>
        {props.source}
      </text>
    </svg>
  );
}

function Across(props: { readonly class: string; readonly y: number }) {
  const { y } = props;
  return <line class={props.class} x1={`${LEFT}%`} x2={`${RIGHT + 1}%`} y1={y} y2={y} />;
}

/** A single point stands in the middle. */
function at(place: number, points: number): number {
  return points === 1 ? (LEFT + RIGHT) / 2 : LEFT + 1 + (place * (RIGHT - LEFT - 2)) / (points - 1);
}
