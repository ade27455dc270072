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
/** How high names are, and how wide a letter is at most: on a phone it takes more of the width. */
const NAME_PX = 14;
const LETTER_PERCENT = 1.1;
const GAP_PERCENT = 0.5;
const NAME_GAP_PX = 9;
/** How far a name may be moved, the least first. */
const OFFSETS_PX = [0, -8, 8, -14, 14, -20, 20, -28, 28];

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
  const names = namesBeside(
    places,
    points.map(({ target }) => targetLabel(target)),
  );
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
        const { y: nameY, isLeft } = names[index] ?? { y: place.y, isLeft: false };
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
              dx={isLeft ? -NAME_GAP_PX : NAME_GAP_PX}
              y={nameY + 4}
              text-anchor={isLeft ? "end" : "start"}
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

/** Where a name stands: at this height, before its point or after it. */
interface Name {
  readonly y: number;
  readonly isLeft: boolean;
}

/** As near to its point as there is room, so that it stands on no point and on no other name. */
function namesBeside(places: readonly Place[], names: readonly string[]): readonly Name[] {
  const taken: { from: number; to: number; y: number }[] = places.map(({ x, y }) => {
    return { from: x, to: x, y };
  });
  return places.map(({ x, y }, index) => {
    const width = (names[index] ?? "").length * LETTER_PERCENT;
    const spots = OFFSETS_PX.flatMap((offset) =>
      [false, true].map((isLeft) => {
        const from = isLeft ? x - width - GAP_PERCENT : x + GAP_PERCENT;
        return { isLeft, y: y + offset, from, to: from + width };
      }),
    ).filter(({ from, to, y: at }) => from >= LEFT && to <= 100 && at > NAME_PX);
    const isFree = (spot: (typeof spots)[number]) =>
      !taken.some(
        (one) => one.to > spot.from && one.from < spot.to && Math.abs(one.y - spot.y) < NAME_PX,
      );
    const found = spots.find(isFree) ?? spots[0] ?? { isLeft: false, y, from: x, to: x };
    taken.push(found);
    return found;
  });
}
