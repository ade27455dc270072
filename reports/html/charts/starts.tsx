/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** How long a start takes, with the moments on the way: a mark for each, on a logarithmic axis. */
import type { TargetState, WorkloadPlan } from "../../../bench/schema.ts";
import type { Row } from "../../../bench/stats/analyze.ts";
import type { Metric } from "../../../bench/types.ts";
import { intervalText, isEmulated, quantity, targetLabel } from "../../format.ts";
import { findRow, type ReportInput, startMetric } from "../../model.ts";
import { type PublishedMark, publishedStarts } from "../../published-marks.ts";
import { t, wordsOf } from "../../text/message.ts";
import { headingOf } from "../heading.ts";
import { idOf } from "../parts/ids.ts";
import { logarithmicAxis } from "./axis.ts";
import { Figure } from "./figure.tsx";
import { Mark, PHASE_SHAPES } from "./marks.tsx";
import { Plot, type PlotPanel, type PlotProps, type PlotRow, Whisker } from "./plot.tsx";
import { PublishedMarks, publishedLegend, publishedTexts } from "./published.tsx";
import { sourceOf } from "./source.ts";
import { tickText } from "./ticks.ts";

/** What was measured of a target's start. */
interface Start {
  readonly target: TargetState;
  readonly ready: Row;
  readonly moments: readonly { readonly phase: Metric; readonly row: Row | undefined }[];
  readonly published: readonly PublishedMark[];
}

/** The starts that were measured, and their moments, in the order of the plan. */
function startsOf(input: ReportInput, workload: WorkloadPlan) {
  const { analysis } = input;
  const marks = publishedStarts(input).filter((mark) => mark.workload === workload.id);
  const headline = startMetric(workload);
  const phases = workload.metrics.filter(({ each }) => each === "start");
  const starts = analysis.targets.flatMap((target): Start[] => {
    const ready = headline && findRow(analysis.rows, workload.id, headline.id, target.id);
    const moments = phases.map((phase) => ({
      phase,
      row: findRow(analysis.rows, workload.id, phase.id, target.id),
    }));
    const published = marks.filter((mark) => mark.target === target.id);
    return ready === undefined ? [] : [{ target, ready, moments, published }];
  });
  const shown = phases.filter(({ id }) =>
    starts.some(({ moments }) => moments.some((one) => one.phase.id === id && one.row)),
  );
  return { starts, shown, marks: starts.flatMap(({ published }) => published) };
}

/** The chart; undefined where no start was measured. */
export function startsPlot(input: ReportInput, workload: WorkloadPlan): PlotProps | undefined {
  const { starts, shown, marks } = startsOf(input, workload);
  if (starts.length === 0) return undefined;
  return {
    id: `starts-${workload.id}`,
    metric: `${workload.id} ${startMetric(workload)?.id ?? ""}`,
    title: headingOf(workload),
    description: t("report-sections.first-bytes", { times: starts.map(spoken) }),
    legend: [
      ...shown.map(({ id }) => ({
        mark: <Mark shape={PHASE_SHAPES[id] ?? "dot"} colour={`phase ${id}`} />,
        text: wordsOf("phase", id, id),
      })),
      ...publishedLegend(marks),
    ],
    panels: panelsOf(starts),
    source: sourceOf(input.run),
  };
}

export function Starts(props: { readonly input: ReportInput; readonly workload: WorkloadPlan }) {
  const { input, workload } = props;
  const { analysis } = input;
  const { starts, shown, marks } = startsOf(input, workload);
  const plot = startsPlot(input, workload);
  if (plot === undefined) {
    return (
      <>
        <h3 id={idOf("starts", workload.id)}>{headingOf(workload)}</h3>
        <p>{t("report-sections.not-measured")}</p>
      </>
    );
  }
  const missing = analysis.targets
    .filter(({ id }) => !starts.some(({ target }) => target.id === id))
    .map(({ id }) => id);
  return (
    <Figure
      id={`starts-${workload.id}`}
      heading={headingOf(workload)}
      caption={
        <>
          {t("report-charts.starts-explained")}{" "}
          {missing.length === 0 ? null : t("report-charts.without", { targets: missing })}{" "}
          {marks.length === 0 ? null : t("report-charts.published-explained")}
        </>
      }
      head={[
        t("report-sections.head-target"),
        t("report-sections.head-first-byte"),
        t("report.head-interval"),
        ...shown.map(({ id }) => wordsOf("phase", id, id)),
        ...(marks.length === 0 ? [] : [t("report-charts.legend-published")]),
      ]}
      lines={starts.map(({ target, ready, moments }) => [
        targetLabel(target),
        quantity(ready.summary.median, "ns"),
        intervalText(ready.summary, "ns") ?? "",
        ...shown.map(({ id }) => {
          const row = moments.find(({ phase }) => phase.id === id)?.row;
          return row === undefined ? "" : quantity(row.summary.median, "ns");
        }),
        ...(marks.length === 0 ? [] : [publishedTexts(marks, target.id)]),
      ])}
    >
      <Plot {...plot} />
    </Figure>
  );
}

function spoken({ target, ready }: Start): string {
  return t("report-sections.first-byte", {
    target: targetLabel(target),
    time: quantity(ready.summary.median, "ns"),
  });
}

/** Emulated machines have an axis of their own: their times say nothing about those of others. */
function panelsOf(starts: readonly Start[]): PlotPanel[] {
  return [false, true].flatMap((emulated) => {
    const own = starts.filter(({ target }) => isEmulated(target) === emulated);
    if (own.length === 0) return [];
    const ends = own.flatMap(({ moments, ready, published }) => [
      ...moments.flatMap(({ row }) => row?.summary.median ?? []),
      ...published.flatMap(({ low, high }) => [low, high]),
      ...(ready.summary.interval ? [ready.summary.interval.low, ready.summary.interval.high] : []),
    ]);
    return [
      {
        heading: t(emulated ? "report-charts.starts-emulated" : "report-charts.starts"),
        axis: logarithmicAxis(ends),
        tick: (value) => tickText(value, "ns"),
        rows: own.map(rowOf),
      },
    ];
  });
}

function rowOf({ target, ready, moments, published }: Start): PlotRow {
  const { summary } = ready;
  const { interval } = summary;
  return {
    label: target.id,
    target: target.id,
    figure: quantity(summary.median, "ns"),
    interval: intervalText(summary, "ns") ?? "",
    told: t("report-charts.moments", {
      target: targetLabel(target),
      moments: moments.flatMap(({ phase: { id }, row }) =>
        row === undefined
          ? []
          : t("report-charts.moment", {
              phase: wordsOf("phase", id, id),
              after: quantity(row.summary.median, "ns"),
            }),
      ),
    }),
    marks: (x, y) => (
      <>
        {moments.map(({ phase: { id }, row }) =>
          row === undefined ? null : (
            <Mark
              key={id}
              shape={PHASE_SHAPES[id] ?? "dot"}
              colour={`phase ${id}`}
              x={x(row.summary.median)}
              y={y}
            />
          ),
        )}
        {interval === undefined ? null : (
          <Whisker from={x(interval.low)} to={x(interval.high)} y={y} />
        )}
        <PublishedMarks marks={published} x={x} y={y} />
      </>
    ),
  };
}
