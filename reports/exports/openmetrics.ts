import { acceleratorOf, emulationReason } from "../../bench/emulation.ts";
import { say } from "../../bench/messages.ts";
import type { Row } from "../../bench/stats/analyze.ts";
import type { Message, Unit } from "../../bench/types.ts";
import { isEmulated } from "../format.ts";
import type { ReportInput } from "../model.ts";
import { textOf } from "../text/message.ts";
import { cellCounts } from "./cells.ts";
import type { Export } from "./export.ts";
import { exposition, type Labels, type MetricFamily } from "./exposition.ts";
import { series, targetOf } from "./series.ts";

interface Base {
  readonly name: string;
  /** The base unit of OpenMetrics. `holds` says how many of our units it is. */
  readonly unit: string;
  readonly holds: number;
  readonly help: Message;
}

const BASES: Readonly<Record<Unit, Base>> = {
  ns: { name: "time", unit: "seconds", holds: 1e9, help: say("exports.help-times") },
  bytes: { name: "size", unit: "bytes", holds: 1, help: say("exports.help-sizes") },
  "bytes/s": {
    name: "bandwidth",
    unit: "bytes_per_second",
    holds: 1,
    help: say("exports.help-bandwidths"),
  },
  "ops/s": {
    name: "rate",
    unit: "operations_per_second",
    holds: 1,
    help: say("exports.help-rates"),
  },
  ratio: { name: "ratio", unit: "ratio", holds: 1, help: say("exports.help-ratios") },
  count: { name: "amount", unit: "", holds: 1, help: say("exports.help-counts") },
};

/**
 * The file has gauges only. So it is valid OpenMetrics, and valid in Prometheus' older text format,
 * which the node exporter's textfile collector and the Pushgateway read.
 */
export const openMetrics: Export = {
  format: "openmetrics",
  file: "metrics.prom",
  about: say("exports.openmetrics"),
  render: (input) => exposition(metricFamilies(input)),
};

/** Only those that have samples in this run. */
export function metricFamilies(input: ReportInput): MetricFamily[] {
  const rows = series(input);
  const units = Object.entries(BASES) as readonly [Unit, Base][];
  return [
    runInfo(input),
    targetInfo(input),
    ...units.map(([unit, base]) => valuesOf(input, rows, unit, base)),
    ...units.map(([unit, base]) => differencesOf(input, rows, unit, base)),
    slowdowns(input, rows),
    ...confidences(input, rows),
    {
      name: "isotax_cells",
      help: say("exports.help-cells"),
      samples: cellCounts(input).map(({ target, workload, status, count }) => ({
        labels: { ...targetLabels(input, target), workload, status },
        value: count,
      })),
    },
  ].filter(({ samples }) => samples.length > 0);
}

function runInfo({ run }: ReportInput): MetricFamily {
  const { runId, status, profile, seed, isotax, createdAt } = run;
  const labels = { run: runId, status, profile, seed: String(seed), isotax, started: createdAt };
  return {
    name: "isotax_run_info",
    help: say("exports.help-run"),
    samples: [{ labels, value: 1 }],
  };
}

function targetInfo(input: ReportInput): MetricFamily {
  return {
    name: "isotax_target_info",
    help: say("exports.help-targets"),
    samples: input.analysis.targets.map(({ id, kind, facts }) => ({
      labels: {
        ...targetLabels(input, id),
        kind,
        accelerator: acceleratorOf({ facts }) ?? "",
        accelerator_reason: textOf(emulationReason({ facts }) ?? ""),
      },
      value: 1,
    })),
  };
}

function valuesOf(input: ReportInput, rows: readonly Row[], unit: Unit, base: Base): MetricFamily {
  return {
    name: named("isotax", base.name, base.unit),
    unit: base.unit,
    help: base.help,
    samples: rows
      .filter((row) => row.unit === unit)
      .flatMap((row) => statistics(rowLabels(input, row), row.summary, base.holds)),
  };
}

function differencesOf(
  input: ReportInput,
  rows: readonly Row[],
  unit: Unit,
  base: Base,
): MetricFamily {
  return {
    name: named("isotax_overhead", base.unit === "" ? base.name : base.unit),
    unit: base.unit,
    help: say("exports.help-differences"),
    samples: rows
      .filter((row) => row.unit === unit && row.overhead?.kind === "difference")
      .flatMap((row) => overheadSamples(input, row, base.holds)),
  };
}

function slowdowns(input: ReportInput, rows: readonly Row[]): MetricFamily {
  return {
    name: "isotax_overhead_ratio",
    unit: "ratio",
    help: say("exports.help-slowdowns"),
    samples: rows
      .filter((row) => row.overhead?.kind === "slowdown")
      .flatMap((row) => overheadSamples(input, row, 1)),
  };
}

function confidences(input: ReportInput, rows: readonly Row[]): MetricFamily[] {
  return [
    {
      name: "isotax_rounds",
      help: say("exports.help-rounds"),
      samples: rows.map((row) => ({ labels: rowLabels(input, row), value: row.summary.n })),
    },
    {
      name: "isotax_interval_confidence_ratio",
      unit: "ratio",
      help: say("exports.help-confidence"),
      samples: rows.flatMap((row) => {
        const value = row.summary.interval?.confidence;
        return value === undefined ? [] : [{ labels: rowLabels(input, row), value }];
      }),
    },
  ];
}

function overheadSamples(input: ReportInput, row: Row, holds: number): MetricFamily["samples"] {
  if (row.overhead === undefined) return [];
  const { median, interval } = row.overhead.summary;
  return statistics(rowLabels(input, row), { median, ...(interval && { interval }) }, holds);
}

function statistics(
  labels: Labels,
  {
    median,
    interval,
    min,
    max,
  }: Pick<Row["summary"], "median" | "interval"> & Partial<Row["summary"]>,
  holds: number,
): MetricFamily["samples"] {
  const all = { median, low: interval?.low, high: interval?.high, min, max };
  return Object.entries(all).flatMap(([stat, value]) =>
    value === undefined ? [] : [{ labels: { ...labels, stat }, value: value / holds }],
  );
}

function rowLabels(input: ReportInput, { target, workload, metric }: Row): Labels {
  return { ...targetLabels(input, target), workload, metric };
}

function targetLabels(input: ReportInput, target: string): Labels {
  return { target, emulated: String(isEmulated(targetOf(input, target))) };
}

/** Joins the parts of a name. OpenMetrics wants the unit at the end. */
function named(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("_");
}
