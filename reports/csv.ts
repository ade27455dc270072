import { type Options, stringify } from "csv-stringify/sync";
import type { Report } from "./model.ts";

// Text that begins like a formula is defused: spreadsheets run what they open.
const OPTIONS: Options = { header: true, escape_formulas: true };

/** One line for each metric of each workload on each target. */
export const summaryCsv: Report = {
  file: "summary.csv",
  render: ({ run, analysis }) =>
    stringify(
      analysis.rows.map((row) => ({
        run: run.runId,
        target: row.target,
        accelerator:
          analysis.targets.find(({ id }) => id === row.target)?.facts["accelerator"] ?? "",
        workload: row.workload,
        metric: row.metric,
        unit: row.unit,
        better: row.better,
        clock: row.clock,
        rounds: row.summary.n,
        median: row.summary.median,
        low: row.summary.interval?.low ?? "",
        high: row.summary.interval?.high ?? "",
        confidence: row.summary.interval?.confidence ?? "",
        min: row.summary.min,
        max: row.summary.max,
        overhead: row.overhead?.kind ?? "",
        overhead_median: row.overhead?.summary.median ?? "",
        overhead_low: row.overhead?.summary.interval?.low ?? "",
        overhead_high: row.overhead?.summary.interval?.high ?? "",
      })),
      OPTIONS,
    ),
};

interface SampleLine {
  readonly target: string;
  readonly workload: string;
  readonly round: number;
  readonly status: string;
  readonly metric: string;
  readonly unit: string;
  readonly sample: number | "";
  readonly value: number | "";
  readonly reason: string;
}

/** Every raw sample, in the order in which it was taken; failed and missing cells with their reason. */
export const samplesCsv: Report = {
  file: "samples.csv",
  render: ({ records }) =>
    stringify(
      records.flatMap((record): SampleLine[] => {
        const { target, workload, round, outcome } = record;
        const cell = { target, workload, round, status: outcome.status };
        if (outcome.status !== "ok") {
          return [{ ...cell, metric: "", unit: "", sample: "", value: "", reason: outcome.reason }];
        }
        return outcome.measurements.flatMap(({ metric, unit, values }) =>
          values.map((value, index) => ({
            ...cell,
            metric,
            unit,
            sample: index + 1,
            value,
            reason: "",
          })),
        );
      }),
      {
        ...OPTIONS,
        columns: [
          ...["target", "workload", "round", "status", "metric", "unit", "sample", "value"],
          "reason",
        ],
      },
    ),
};
