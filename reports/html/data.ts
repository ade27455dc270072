/** What the charts of the page draw and say. All of it is made here, so the script has no words. */
import { say } from "../../bench/messages.ts";
import type { Row } from "../../bench/stats/analyze.ts";
import { highestOf, lowestOf } from "../../bench/stats/extent.ts";
import type { Message } from "../../bench/types.ts";
import { digits, isEmulated, scaleFor, targetLabel } from "../format.ts";
import { findRow, isPart, metricsOf, type ReportInput, startMetric } from "../model.ts";
import { t, textOf, wordsOf } from "../text/message.ts";
import { headingOf } from "./heading.ts";
import { gaps, type Template } from "./template.ts";

export interface ChartTarget {
  readonly id: string;
  /** What stands below its id on an axis, if it was emulated. */
  readonly mark?: string;
  /** What stands there instead where it has nothing to show: an empty row would look like a zero. */
  readonly absent: string;
}

/** Cumulative times of a start, in ms: each segment begins where the one before ended. */
export interface LadderRow {
  readonly target: string;
  readonly segments: readonly {
    readonly phase: string;
    readonly from: number;
    readonly to: number;
    /** What a pointer at it is told. */
    readonly told: string;
  }[];
}

export interface Ladder {
  readonly workload: string;
  readonly heading: string;
  /** Phases in the order in which they end. */
  readonly phases: readonly { readonly id: string; readonly name: string }[];
  readonly rows: readonly LadderRow[];
}

export interface Distribution {
  /** Its workload and metric. */
  readonly key: string;
  /** Values are drawn in this unit, which is `factor` base units. */
  readonly factor: number;
  readonly unit: string;
  readonly logarithmic: boolean;
  readonly axis: string;
  /** For readers who hear it. */
  readonly description: string;
  /** The number of samples of each target. */
  readonly note: string;
  readonly series: readonly ChartSeries[];
}

/** The values that are drawn for a target. */
export interface ChartSeries {
  readonly target: string;
  readonly values: readonly number[];
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

/** What the script says of figures that it computes. */
export interface ChartWords {
  readonly sinceSpawn: string;
  readonly sinceSpawnLogarithmic: string;
  readonly quartiles: Template<"min" | "q1" | "median" | "mean" | "q3" | "max">;
  readonly outlier: Template<"value">;
  readonly sample: Template<"value">;
}

export interface ChartData {
  readonly words: ChartWords;
  readonly targets: readonly ChartTarget[];
  readonly ladders: readonly Ladder[];
  readonly distributions: readonly Distribution[];
  readonly image: readonly ImageBars[];
}

/** From here on the values of a metric have a logarithmic axis. */
const WIDE_RANGE = 20;

/** More points than this in one box show nothing more. samples.csv has all of them. */
export const MOST_POINTS = 1000;

export function chartData(input: ReportInput): ChartData {
  return {
    words: {
      sinceSpawn: t("report-sections.since-spawn"),
      sinceSpawnLogarithmic: t("report-sections.since-spawn-logarithmic"),
      quartiles: t("report-sections.quartiles", gaps("min", "q1", "median", "mean", "q3", "max")),
      outlier: t("report-sections.outlier", gaps("value")),
      sample: t("report-sections.sample", gaps("value")),
    },
    targets: input.analysis.targets.map((target) => ({
      id: target.id,
      ...(isEmulated(target) ? { mark: t("report.emulated") } : {}),
      absent: t(target.ok ? "report.not-measured" : "report.unavailable"),
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
    const phases = metrics
      .filter(({ each }) => each === "start")
      .map((metric) => ({ id: metric.id, name: wordsOf("phase", metric.id, metric.id) }));
    return {
      workload: id,
      heading: headingOf({ id, title }),
      phases,
      rows: analysis.targets.map((target) => {
        let from = 0;
        const segments = phases.flatMap((phase) => {
          const row = findRow(analysis.rows, id, phase.id, target.id);
          if (row === undefined) return [];
          const to = row.summary.median / 1e6;
          const of = { phase: phase.name, after: digits(to), took: digits(to - from) };
          const told = t("report-sections.phase-reached", of);
          const segment = { phase: phase.id, from, to, told };
          from = to;
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
      const values = series.flatMap((one) => one.values).sort((a, b) => a - b);
      const scale = scaleFor(values[values.length >> 1] ?? 1, unit);
      const logarithmic = highestOf(values) / lowestOf(values) > WIDE_RANGE;
      const told = series.map((one) => samplesOf(analysis, one));
      return {
        key,
        factor: scale.factor,
        unit: scale.unit,
        logarithmic,
        axis: t("report-sections.box-axis", { unit: scale.unit, better, logarithmic }),
        description: t("report-sections.box-plot-of", { metric: key, better, samples: told }),
        note: told.join(", "),
        series: series.map(({ target, values: drawn }) => ({ target, values: drawn })),
      };
    }),
  );
}

function samplesOf(
  { targets }: ReportInput["analysis"],
  { target: id, values, total }: ChartSeries & { readonly total: number },
): string {
  const target = targetLabel(targets.find((one) => one.id === id) ?? { id });
  const drawn = values.length;
  return drawn < total
    ? t("report-sections.samples-drawn", { target, drawn, total })
    : t("report-sections.samples", { target, total });
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

const TITLES: Readonly<Record<string, Message>> = {
  shipped: say("report-sections.shipped"),
  disk: say("report-sections.on-disk"),
};

function bars({ analysis }: ReportInput, workload: string, kind: string): ImageBars {
  const own = analysis.rows.filter((row) => row.workload === workload);
  const rows = own.filter(({ is }) => is.role === "part" && is.of === kind);
  const nameOf = ({ metric }: Row) => metric.slice(kind.length + 1);
  const parts = [...new Set(rows.map(nameOf))];
  return {
    workload,
    kind,
    title: textOf(TITLES[kind] ?? kind),
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
export function spokenLabels({ analysis }: ReportInput): ReadonlyMap<string, string> {
  return new Map(analysis.targets.map((target) => [target.id, targetLabel(target)]));
}
