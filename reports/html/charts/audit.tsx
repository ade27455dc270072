/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What isolation costs and what it keeps: a point for each target, on two axes. */
import type { TargetState } from "../../../bench/schema.ts";
import type { Summary } from "../../../bench/stats/summary.ts";
import { audits } from "../../audit.ts";
import { isEmulated, targetLabel } from "../../format.ts";
import { findRow, type ReportInput, startMetric } from "../../model.ts";
import { quantity } from "../../numbers.ts";
import { t } from "../../text/message.ts";
import { linearAxis, logarithmicAxis } from "./axis.ts";
import { Figure } from "./figure.tsx";
import { type Picture, PictureOnPage } from "./picture.tsx";
import { sourceOf } from "./source.ts";
import { tickText } from "./ticks.ts";

/** Percent of the width. */
const LEFT = 8;
const RIGHT = 97;
const HEAD_PX = 22;
const BODY_PX = 300;
const AXIS_PX = 40;
const SOURCE_PX = 20;
/** Names are so high, and mostly no longer than this share of the width. */
const NAME_PX = 14;
const NAME_PERCENT = 15;
const NAME_GAP_PX = 9;
/** Percent of the width from which on names stand to the left of their points. */
const LEFT_FROM = 80;

interface Point {
  readonly target: TargetState;
  readonly start: Summary;
  readonly reached: number;
  readonly against: number;
  readonly of: number;
}

/** Targets whose cold starts were measured in the same run. */
function pointsOf(input: ReportInput): readonly Point[] {
  const { analysis } = input;
  const workload = analysis.workloads.find((one) => startMetric(one) !== undefined);
  const metric = workload && startMetric(workload);
  if (workload === undefined || metric === undefined) return [];
  return audits(input).flatMap(({ target: id, broken, open, kept }): readonly Point[] => {
    const target = analysis.targets.find((one) => one.id === id);
    const row = findRow(analysis.rows, workload.id, metric.id, id);
    if (target === undefined || row === undefined || target.warm) return [];
    const reached = broken.length + open.length;
    const against = broken.length;
    return [{ target, start: row.summary, reached, against, of: reached + kept.length }];
  });
}

export function AuditFigure({ input }: { readonly input: ReportInput }) {
  const points = pointsOf(input);
  const picture = auditPicture(input);
  if (picture === undefined) return null;
  return (
    <Figure
      id="audit"
      heading={t("audit.figure-heading")}
      caption={t("audit.figure-caption")}
      head={[
        t("report-sections.head-target"),
        t("audit.head-start"),
        t("audit.head-reached"),
        t("audit.head-against"),
      ]}
      lines={points.map(({ target, start, reached, against, of }) => [
        targetLabel(target),
        quantity(start.median, "ns"),
        `${reached} / ${of}`,
        String(against),
      ])}
    >
      <PictureOnPage {...picture} />
    </Figure>
  );
}

/** Undefined where there are not two targets with an audit and a cold start. */
export function auditPicture(input: ReportInput): Picture | undefined {
  const points = pointsOf(input);
  if (points.length < 2) return undefined;
  return {
    id: "audit-chart",
    title: t("audit.figure-heading"),
    description: points.map(toldOf).join("; "),
    height: HEAD_PX + BODY_PX + AXIS_PX + SOURCE_PX,
    drawing: () => <Drawing points={points} source={sourceOf(input.run)} />,
  };
}

function toldOf({ target, start, reached, of }: Point): string {
  const ready = quantity(start.median, "ns");
  return t("audit.figure-told", { target: targetLabel(target), ready, reached, of });
}

function Drawing({
  points,
  source,
}: {
  readonly points: readonly Point[];
  readonly source: string;
}) {
  const across = logarithmicAxis(points.map(({ start }) => start.median));
  const up = linearAxis(points.map(({ reached }) => reached));
  const x = (value: number) => LEFT + across.at(value) * (RIGHT - LEFT);
  const y = (value: number) => HEAD_PX + (1 - up.at(value)) * BODY_PX;
  const bottom = HEAD_PX + BODY_PX;
  const places = points.map(({ start, reached }) => ({ x: x(start.median), y: y(reached) }));
  const names = namesBeside(places);
  return (
    <>
      <text class="tick" x="0" y="12">
        {t("audit.axis-reached")}
      </text>
      {up.ticks.map((value) => (
        <g key={value}>
          <line class="grid" x1={`${LEFT}%`} x2="100%" y1={y(value)} y2={y(value)} />
          <text class="tick" x={`${LEFT - 1}%`} y={y(value) + 4} text-anchor="end">
            {value}
          </text>
        </g>
      ))}
      {across.ticks.map((value) => (
        <g key={value}>
          <line class="grid" x1={`${x(value)}%`} x2={`${x(value)}%`} y1={HEAD_PX} y2={bottom} />
          <text class="tick" x={`${x(value)}%`} y={bottom + 15} text-anchor="middle">
            {tickText(value, "ns")}
          </text>
        </g>
      ))}
      <text class="tick" x={`${RIGHT}%`} y={bottom + 30} text-anchor="end">
        {t("audit.axis-start")}
      </text>
      {points.map((point, index) => {
        const place = places[index] ?? { x: 0, y: 0 };
        return (
          <g key={point.target.id} data-target={point.target.id}>
            <title>{toldOf(point)}</title>
            <circle
              class={isEmulated(point.target) ? "family" : "family differs"}
              cx={`${place.x}%`}
              cy={place.y}
              r="5"
            />
            <text
              class="label"
              x={`${place.x}%`}
              dx={isLeft(place) ? -NAME_GAP_PX : NAME_GAP_PX}
              y={(names[index] ?? place.y) + 4}
              text-anchor={isLeft(place) ? "end" : "start"}
            >
              {targetLabel(point.target)}
            </text>
          </g>
        );
      })}
      <text class="source" x="0" y={HEAD_PX + BODY_PX + AXIS_PX + SOURCE_PX - 6}>
        {source}
      </text>
    </>
  );
}

interface Place {
  /** In percent of the width. */
  readonly x: number;
  /** In pixels. */
  readonly y: number;
}

/** A name to the left of a point that has no room to its right. */
function isLeft({ x }: Place): boolean {
  return x > LEFT_FROM;
}

/** Moves a name up as long as it would stand on a point or on another name. */
function namesBeside(places: readonly Place[]): readonly number[] {
  const taken: Place[] = [...places];
  return places.map((place) => {
    const { x, y } = place;
    // Where the name is: from its point on, or before it.
    const [from, to] = isLeft(place) ? [x - NAME_PERCENT, x - 1] : [x + 1, x + NAME_PERCENT];
    const isFree = (at: number) =>
      !taken.some(
        (one) => one.x > from && one.x < to && Math.abs(one.y - at) < NAME_PX && one !== place,
      );
    let at = y;
    while (!isFree(at) && at > NAME_PX) at -= NAME_PX / 2;
    // Names are as wide as several points.
    taken.push(...[0, 1, 2, 3].map((part) => ({ x: from + ((to - from) * part) / 3, y: at })));
    return at;
  });
}
