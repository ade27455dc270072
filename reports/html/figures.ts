/** All figures of the page for programs: the same names in every language, and no sentence. */
import { metricsOf, type ReportInput } from "../model.ts";

export interface Figures {
  readonly runId: string;
  readonly createdAt: string;
  readonly seed: number;
  readonly rounds: number;
  readonly targets: readonly string[];
  /** What the list of a target has: values in base units, null where there is no interval. */
  readonly columns: readonly string[];
  readonly metrics: readonly MetricFigures[];
}

interface MetricFigures {
  readonly workload: string;
  readonly metric: string;
  readonly unit: string;
  /** By target. */
  readonly figures: Readonly<Record<string, readonly (number | null)[]>>;
}

export function figuresOf({ run, analysis }: ReportInput): Figures {
  const { rows, workloads } = analysis;
  return {
    runId: run.runId,
    createdAt: run.createdAt,
    seed: run.seed,
    rounds: run.rounds,
    targets: run.targets.map(({ id }) => id),
    columns: ["n", "median", "low", "high", "confidence"],
    metrics: workloads.flatMap(({ id: workload }) =>
      metricsOf(rows, workload).map((metric): MetricFigures => {
        const own = rows.filter((row) => row.workload === workload && row.metric === metric);
        const figures = own.map(({ subject, summary: { n, median, interval } }) => [
          subject,
          [n, median, interval?.low, interval?.high, interval?.confidence].map(rounded),
        ]);
        return {
          workload,
          metric,
          unit: own[0]?.unit ?? "",
          figures: Object.fromEntries(figures),
        };
      }),
    ),
  };
}

/** Six digits are more than any figure has. records.ndjson has all of them. */
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Number(value.toPrecision(6));
}
