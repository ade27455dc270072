import { type Options, stringify } from "csv-stringify/sync";
import { acceleratorOf, emulationReason } from "../bench/emulation.ts";
import type { NotMeasured } from "../bench/stats/analyze.ts";
import type { Check, Params } from "../bench/types.ts";
import { printable } from "./format.ts";
import type { Report, ReportInput } from "./model.ts";
import { t, textOf } from "./text/message.ts";

// Spreadsheets run formulas when they open a file, so text that begins like one is escaped.
const OPTIONS: Options = { header: true, escape_formulas: true, cast: { string: printable } };

const SUMMARY_COLUMNS = [
  "run",
  "target",
  "accelerator",
  "accelerator_reason",
  "workload",
  "metric",
  "unit",
  "better",
  "clock",
  "rounds",
  "median",
  "low",
  "high",
  "confidence",
  "min",
  "max",
  "overhead",
  "overhead_rounds",
  "overhead_median",
  "overhead_low",
  "overhead_high",
  "overhead_confidence",
  "step_below",
  "step",
  "step_rounds",
  "step_median",
  "step_low",
  "step_high",
  "step_confidence",
  "status",
  "reason",
];

/**
 * One line for each metric of each workload on each target, then one for each check and for each
 * cell without samples.
 */
export function summaryTable({ run, analysis }: ReportInput): string {
  const cell = (target: string, workload: string) => {
    const state = analysis.targets.find(({ id }) => id === target);
    return {
      run: run.runId,
      target,
      workload,
      accelerator: acceleratorOf(state) ?? "",
      accelerator_reason: textOf(emulationReason(state) ?? ""),
    };
  };
  return stringify(
    [
      ...analysis.rows.map((row) => ({
        ...cell(row.subject, row.workload),
        metric: row.metric,
        unit: row.unit,
        better: row.better,
        clock: row.clock,
        rounds: row.summary.n,
        median: row.summary.median,
        low: row.summary.interval?.low,
        high: row.summary.interval?.high,
        confidence: row.summary.interval?.confidence,
        min: row.summary.min,
        max: row.summary.max,
        overhead: row.overhead?.kind,
        overhead_rounds: row.overhead?.summary.n,
        overhead_median: row.overhead?.summary.median,
        overhead_low: row.overhead?.summary.interval?.low,
        overhead_high: row.overhead?.summary.interval?.high,
        overhead_confidence: row.overhead?.summary.interval?.confidence,
        step_below: row.step?.below,
        step: row.step?.kind,
        step_rounds: row.step?.summary.n,
        step_median: row.step?.summary.median,
        step_low: row.step?.summary.interval?.low,
        step_high: row.step?.summary.interval?.high,
        step_confidence: row.step?.summary.interval?.confidence,
        status: "ok",
      })),
      ...analysis.checks.map((one) => ({
        ...cell(one.subject, one.workload),
        metric: one.check,
        unit: "check",
        rounds: one.counts.yes + one.counts.no + one.counts.unknown,
        status: one.holds,
        reason: textOf(one.evidence),
      })),
      ...analysis.notMeasured.map((one) => ({
        ...cell(one.target, one.workload),
        status: one.status,
        reason: reasonText(one),
      })),
    ],
    { ...OPTIONS, columns: SUMMARY_COLUMNS },
  );
}

export const summaryCsv: Report = { file: "summary.csv", render: summaryTable };

/** `round 2, 3: the instance ended`; the reason alone where it holds for every round. */
function reasonText({ status, rounds, reason }: NotMeasured): string {
  return status === "unavailable"
    ? textOf(reason)
    : t("report.reason-in-rounds", { rounds, reason });
}

const SAMPLE_COLUMNS = [
  "target",
  "accelerator",
  "workload",
  "round",
  "status",
  "metric",
  "at",
  "unit",
  "sample",
  "value",
  "reason",
];

interface SampleLine {
  readonly target: string;
  readonly accelerator: string;
  readonly workload: string;
  readonly round: number;
  readonly status: string;
  readonly metric: string;
  /** The point of a curve: `instances=4`. */
  readonly at: string;
  readonly unit: string;
  readonly sample: number | "";
  readonly value: number | "";
  readonly reason: string;
}

/**
 * Every raw sample, in the order in which it was taken; failed and missing cells with their reason.
 */
export const samplesCsv: Report = {
  file: "samples.csv",
  render: ({ records, analysis }) => {
    const units = new Map(
      analysis.workloads.flatMap(({ id, metrics }) =>
        metrics.map((metric) => [keyOf(id, metric.id), metric.unit]),
      ),
    );
    return stringify(
      records.flatMap((record): SampleLine[] => {
        const { subject: target, workload, round, outcome } = record;
        const state = analysis.targets.find(({ id }) => id === target);
        const accelerator = acceleratorOf(state) ?? "";
        const cell = { target, accelerator, workload, round, status: outcome.status };
        if (outcome.status !== "ok") {
          return [
            {
              ...cell,
              metric: "",
              at: "",
              unit: "",
              sample: "",
              value: "",
              reason: textOf(outcome.reason),
            },
          ];
        }
        const samples = outcome.measurements.flatMap(({ metric, at, values }) =>
          values.map((value, index) => ({
            ...cell,
            metric,
            at: atText(at),
            unit: units.get(keyOf(workload, metric)) ?? "",
            sample: index + 1,
            value,
            reason: "",
          })),
        );
        const checks = (outcome.checks ?? []).map((check) => checkLine(cell, check));
        return [...samples, ...checks];
      }),
      {
        ...OPTIONS,
        columns: SAMPLE_COLUMNS,
      },
    );
  },
};

type Cell = Pick<SampleLine, "target" | "accelerator" | "workload" | "round" | "status">;

function checkLine(cell: Cell, { check, holds, evidence }: Check): SampleLine {
  const reason = `${holds}: ${textOf(evidence)}`;
  return { ...cell, metric: check, at: "", unit: "check", sample: "", value: "", reason };
}

function keyOf(workload: string, metric: string): string {
  return JSON.stringify([workload, metric]);
}

function atText(at: Params = {}): string {
  return Object.entries(at)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
}
