/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What each rung adds to a cold start: a bar from the rung below to this one, on a linear axis. */
import type { WorkloadPlan } from "../../../bench/schema.ts";
import { isEmulated, targetLabel } from "../../format.ts";
import { type ReportInput, startMetric } from "../../model.ts";
import { overText, type Rung, rungsOf } from "../../steps.ts";
import { t } from "../../text/message.ts";
import { linearAxis } from "./axis.ts";
import { between, Plot, type PlotPanel, type PlotProps, type PlotRow, Whisker } from "./plot.tsx";
import { sourceOf } from "./source.ts";
import { tickText } from "./ticks.ts";

/** A bar of a rung would be too small to see beside one that is more than this much later. */
const MOST_IN_PANEL = 4;

/** The chart; undefined where no cold start was measured. */
export function waterfallPlot(input: ReportInput, workload: WorkloadPlan): PlotProps | undefined {
  const rungs = rungsOf(input, workload.id, false);
  if (rungs.length === 0) return undefined;
  return {
    id: `adds-${workload.id}`,
    metric: `${workload.id} ${startMetric(workload)?.id ?? ""}`,
    title: t("report-charts.waterfall", { workload: workload.id }),
    description: t("report-charts.adds", { adds: rungs.map(spoken) }),
    panels: panelsOf(rungs).map(panelOf),
    source: sourceOf(input.run),
  };
}

export function Waterfall(props: { readonly input: ReportInput; readonly workload: WorkloadPlan }) {
  const plot = waterfallPlot(props.input, props.workload);
  if (plot === undefined) return null;
  return (
    <figure id={`figure-${plot.id}`}>
      <Plot {...plot} />
      <figcaption>{t("report-charts.waterfall-explained")}</figcaption>
    </figure>
  );
}

function spoken({ target, ready, step }: Rung): string {
  const label = targetLabel(target);
  return step === undefined
    ? t("report-sections.first-byte", { target: label, time: ready })
    : t("report-charts.adds-to", { target: label, adds: step.difference, below: overText(step) });
}

/** Emulated machines are apart. Others share a panel as long as the smallest can be seen in it. */
function panelsOf(rungs: readonly Rung[]): Rung[][] {
  const panels: Rung[][] = [];
  for (const kind of kindsOf(rungs)) {
    const last = panels.at(-1);
    const fits =
      last !== undefined &&
      isEmulated(last[0]?.target) === isEmulated(kind[0]?.target) &&
      latest(kind) <= MOST_IN_PANEL * latest(kindsOf(last)[0] ?? last);
    if (fits) last.push(...kind);
    else panels.push([...kind]);
  }
  return panels;
}

/** Rungs of one kind, in the order in which the kinds come up; emulated ones last. */
function kindsOf(rungs: readonly Rung[]): Rung[][] {
  const kinds = new Map<string, Rung[]>();
  const ordered = [false, true].flatMap((emulated) =>
    rungs.filter(({ target }) => isEmulated(target) === emulated),
  );
  for (const rung of ordered) {
    const { target } = rung;
    const key = isEmulated(target)
      ? "emulated"
      : target.kind === "native"
        ? "primitive"
        : target.kind;
    kinds.set(key, [...(kinds.get(key) ?? []), rung]);
  }
  return [...kinds.values()];
}

function latest(rungs: readonly Rung[]): number {
  return Math.max(...rungs.map(({ readyNs }) => readyNs));
}

function panelOf(rungs: readonly Rung[]): PlotPanel {
  const emulated = isEmulated(rungs[0]?.target);
  const ends = rungs.flatMap((rung) => {
    const { from, interval } = barOf(rung);
    return [rung.readyNs, from, interval?.high ?? 0, interval?.low ?? 0];
  });
  const axis = linearAxis(ends);
  return {
    heading: t(emulated ? "report-charts.adds-emulated" : "report-charts.adds-up-to", {
      rungs: rungs.map(({ target }) => target.id),
    }),
    axis,
    tick: (value) => tickText(value, "ns"),
    rows: rungs.map(rowOf),
  };
}

interface Bar {
  /** In ns after spawn. */
  readonly from: number;
  readonly to: number;
  readonly interval?: { readonly low: number; readonly high: number };
}

/** The lowest rung adds all of its time. Others begin where the one below has its first byte. */
function barOf({ readyNs, step }: Rung): Bar {
  if (step === undefined) return { from: 0, to: readyNs };
  const from = step.belowNs;
  const { median, interval } = step.summary;
  return {
    from,
    to: from + median,
    ...(interval === undefined
      ? {}
      : { interval: { low: from + interval.low, high: from + interval.high } }),
  };
}

function rowOf(rung: Rung): PlotRow {
  const { target, ready, step } = rung;
  const { from, to, interval } = barOf(rung);
  const kind = step === undefined ? "all" : step.shown ? "more" : "unsure";
  return {
    label: target.id,
    target: target.id,
    figure: step?.difference ?? ready,
    interval: step?.interval ?? rung.interval,
    told: spoken(rung),
    shaded: step?.shown === false,
    marks: (x, y) => (
      <>
        <rect
          class={`adds ${kind}`}
          x={x(Math.min(from, to))}
          y={y - 6}
          width={between(x(Math.min(from, to)), x(Math.max(from, to)))}
          height="12"
        />
        {interval === undefined ? null : (
          <Whisker from={x(interval.low)} to={x(interval.high)} y={y} />
        )}
      </>
    ),
  };
}
