/** What the charts in the page draw: plain numbers, made from the analysis on the server side. */
import type { Unit } from "../../bench/types.ts";
import { isEmulated } from "../format.ts";
import { isPart, type ReportInput } from "../model.ts";

export interface ChartTarget {
  readonly id: string;
  readonly emulated: boolean;
  /** Why it has no bar, if it was not measured at all. */
  readonly absent?: string;
}

/** Cumulative times of a start, in ms: each segment begins where the one before ended. */
export interface LadderRow {
  readonly target: string;
  readonly segments: readonly {
    readonly phase: string;
    readonly from: number;
    readonly to: number;
  }[];
}

export interface Ladder {
  readonly workload: string;
  readonly title: string;
  readonly rows: readonly LadderRow[];
}

export interface Distribution {
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  readonly better: "lower" | "higher";
  readonly series: readonly Series[];
}

/** Values to draw, of so many that there are. */
export interface Series {
  readonly target: string;
  readonly values: readonly number[];
  readonly total: number;
}

export interface ImageBars {
  readonly kind: "shipped" | "disk";
  readonly title: string;
  readonly parts: readonly string[];
  /** Targets that have a size, be it 0. */
  readonly measured: readonly string[];
  /** Bytes of each part, by target: rows as in `targets`, columns as in `parts`. */
  readonly bytes: readonly (readonly number[])[];
}

export interface ChartData {
  readonly targets: readonly ChartTarget[];
  readonly ladders: readonly Ladder[];
  readonly distributions: readonly Distribution[];
  readonly image: readonly ImageBars[];
}

/** Phases in the order in which they end. */
export const PHASES = ["kernel", "init", "ready", "exited", "removed"] as const;

/** In a page, more points than this in one box show nothing more. All are in samples.csv. */
export const MOST_POINTS = 1000;

export function chartData(input: ReportInput): ChartData {
  return {
    targets: input.analysis.targets.map((target) => ({
      id: target.id,
      emulated: isEmulated(target),
      ...(target.ok ? {} : { absent: "unavailable" }),
    })),
    ladders: ladders(input),
    distributions: distributions(input),
    image: [bars(input, "shipped"), bars(input, "disk")],
  };
}

function ladders({ analysis }: ReportInput): Ladder[] {
  const starts = analysis.workloads.filter(({ resource }) => resource === "start");
  return starts.map(({ id, title }) => ({
    workload: id,
    title,
    rows: analysis.targets.map((target) => {
      const own = analysis.rows.filter((row) => row.workload === id && row.target === target.id);
      let from = 0;
      const segments = PHASES.flatMap((phase) => {
        const row = own.find(({ metric }) => metric === phase);
        if (row === undefined) return [];
        const segment = { phase, from, to: row.summary.median / 1e6 };
        from = segment.to;
        return [segment];
      });
      return { target: target.id, segments };
    }),
  }));
}

type Collected = Omit<Distribution, "series"> & {
  readonly series: { target: string; values: number[] }[];
};

function distributions({ analysis, records }: ReportInput): Distribution[] {
  const found = new Map<string, Collected>();
  for (const { workload, target, outcome } of records) {
    if (outcome.status !== "ok") continue;
    if (analysis.workloads.find(({ id }) => id === workload)?.resource === "image") continue;
    for (const { metric, unit, better, values } of outcome.measurements) {
      if (isPart({ metric })) continue;
      const key = `${workload} ${metric}`;
      const distribution = found.get(key) ?? { key, label: key, unit, better, series: [] };
      found.set(key, distribution);
      let series = distribution.series.find((one) => one.target === target);
      if (series === undefined) {
        series = { target, values: [] };
        distribution.series.push(series);
      }
      for (const value of values) series.values.push(value);
    }
  }
  const order = analysis.targets.map(({ id }) => id);
  return [...found.values()]
    .sort((a, b) => rank(analysis.workloads, a.key) - rank(analysis.workloads, b.key))
    .map((one) => ({
      ...one,
      series: one.series
        .sort((a, b) => order.indexOf(a.target) - order.indexOf(b.target))
        .map(({ target, values }) => ({ target, values: thin(values), total: values.length })),
    }));
}

function rank(workloads: readonly { id: string }[], key: string): number {
  return workloads.findIndex(({ id }) => key.startsWith(`${id} `));
}

/** Of too many, every n-th by size, with the smallest and the largest; six digits do for a picture. */
function thin(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const step = Math.max(1, Math.ceil(sorted.length / MOST_POINTS));
  return sorted
    .filter((_, index) => index % step === 0 || index === sorted.length - 1)
    .map((value) => Number(value.toPrecision(6)));
}

function bars({ analysis }: ReportInput, kind: ImageBars["kind"]): ImageBars {
  const rows = analysis.rows.filter(
    (row) => row.resource === "image" && row.metric.startsWith(`${kind}/`),
  );
  const parts = [...new Set(rows.map((row) => row.metric.slice(kind.length + 1)))];
  return {
    kind,
    title: kind === "shipped" ? "To ship (gzip -6)" : "On disk",
    parts,
    measured: analysis.rows
      .filter((row) => row.resource === "image" && row.metric === kind)
      .map((row) => row.target),
    bytes: analysis.targets.map((target) =>
      parts.map(
        (part) =>
          rows.find((row) => row.target === target.id && row.metric === `${kind}/${part}`)?.summary
            .median ?? 0,
      ),
    ),
  };
}
