/** The numbers that the charts of the page draw. They are computed from the analysis. */
import type { Row } from "../../bench/stats/analyze.ts";
import type { Unit } from "../../bench/types.ts";
import { isEmulated } from "../format.ts";
import { findRow, isPart, metricsOf, type ReportInput, startMetric } from "../model.ts";

export interface ChartTarget {
  readonly id: string;
  readonly emulated: boolean;
  /** Why the target has no bar, if it was not measured at all. */
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
  /** Phases in the order in which they end. */
  readonly phases: readonly string[];
  readonly rows: readonly LadderRow[];
}

export interface Distribution {
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  readonly better: "lower" | "higher" | "neither";
  readonly series: readonly Series[];
}

/** The values that are drawn for a target. `total` counts all values that there are. */
export interface Series {
  readonly target: string;
  readonly values: readonly number[];
  readonly total: number;
}

/** A metric that is the sum of parts, for instance the bytes to ship. */
export interface ImageBars {
  readonly workload: string;
  readonly kind: string;
  readonly title: string;
  readonly parts: readonly string[];
  /** Targets that have a size. It may be 0. */
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

/** More points than this in one box show nothing more. samples.csv has all of them. */
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
    image: input.analysis.workloads.flatMap((workload) =>
      workload.metrics
        .filter(({ fold }) => fold?.how === "sum")
        .map(({ id }) => bars(input, workload.id, id)),
    ),
  };
}

function ladders({ analysis }: ReportInput): Ladder[] {
  const starts = analysis.workloads.filter((workload) => startMetric(workload) !== undefined);
  return starts.map(({ id, title, metrics }) => {
    const phases = metrics.filter(({ each }) => each === "start").map((metric) => metric.id);
    return {
      workload: id,
      title,
      phases,
      rows: analysis.targets.map((target) => {
        let from = 0;
        const segments = phases.flatMap((phase) => {
          const row = findRow(analysis.rows, id, phase, target.id);
          if (row === undefined) return [];
          const segment = { phase, from, to: row.summary.median / 1e6 };
          from = segment.to;
          return [segment];
        });
        return { target: target.id, segments };
      }),
    };
  });
}

/** Distributions of what varies. A size that is the same each time has none. */
function distributions({ analysis }: ReportInput): Distribution[] {
  const drawn = analysis.rows.filter((row) => !isPart(row) && row.is.exact !== true);
  return analysis.workloads.flatMap(({ id }) =>
    metricsOf(drawn, id).map((metric): Distribution => {
      const rows = drawn.filter((row) => row.workload === id && row.metric === metric);
      const key = `${id} ${metric}`;
      const { unit, better } = rows[0] as Row;
      const series = rows.map(({ subject, samples }) => {
        const values = [...samples.values()].flat();
        return { target: subject, values: thin(values), total: values.length };
      });
      return { key, label: key, unit, better, series };
    }),
  );
}

/**
 * Of too many values, keeps every n-th by size, with the smallest and the largest. Six digits are
 * enough for a picture.
 */
function thin(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const step = Math.max(1, Math.ceil(sorted.length / MOST_POINTS));
  return sorted
    .filter((_, index) => index % step === 0 || index === sorted.length - 1)
    .map((value) => Number(value.toPrecision(6)));
}

const TITLES: Readonly<Record<string, string>> = {
  shipped: "To ship (gzip -6)",
  disk: "On disk",
};

function bars({ analysis }: ReportInput, workload: string, kind: string): ImageBars {
  const own = analysis.rows.filter((row) => row.workload === workload);
  const rows = own.filter(({ is }) => is.role === "part" && is.of === kind);
  const nameOf = ({ metric }: Row) => metric.slice(kind.length + 1);
  const parts = [...new Set(rows.map(nameOf))];
  return {
    workload,
    kind,
    title: TITLES[kind] ?? kind,
    parts,
    measured: own.filter((row) => row.metric === kind).map((row) => row.subject),
    bytes: analysis.targets.map((target) =>
      parts.map(
        (part) =>
          rows.find((row) => row.subject === target.id && nameOf(row) === part)?.summary.median ??
          0,
      ),
    ),
  };
}

/** Names of the targets for readers who hear a chart's description. */
export function spokenLabels(data: ChartData): ReadonlyMap<string, string> {
  return new Map(
    data.targets.map(({ id, emulated }) => [id, emulated ? `${id} (TCG, emulated)` : id]),
  );
}
