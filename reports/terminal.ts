/** The summary on the terminal: a table for each workload, targets side by side. */

import pc from "picocolors";
import type { Row } from "../bench/stats/analyze.ts";
import type { Said } from "../bench/types.ts";
import {
  fewerRounds,
  intervalText,
  isEmulated,
  legend,
  overheadIntervalText,
  overheadText,
  printable,
  quantity,
  targetLabel,
} from "./format.ts";
import {
  absence,
  checkLines,
  emulationNotes,
  findRow,
  incompleteNote,
  isPart,
  madeUpNote,
  metricsOf,
  type ReportInput,
  startMetric,
  targetsAsLines,
  turned,
} from "./model.ts";
import { overText, rungsOf } from "./steps.ts";
import { terminalTable } from "./table.ts";
import { textOf } from "./text/message.ts";

export function terminalSummary(input: ReportInput): string {
  const { analysis } = input;
  const blocks: string[] = [];
  const incomplete = incompleteNote(input.run);
  const madeUp = madeUpNote(input.run);
  if (madeUp !== undefined) blocks.push(pc.yellow(`! ${printable(madeUp)}`));
  if (incomplete !== undefined) blocks.push(pc.yellow(`! ${incomplete}`));
  for (const workload of analysis.workloads) {
    const rows = analysis.rows.filter((row) => !isPart(row));
    const metrics = metricsOf(rows, workload.id);
    blocks.push(pc.bold(`${workload.id}  `) + pc.dim(printable(workload.title)));
    const checks = checkLines(input, workload.id);
    if (metrics.length + checks.length > 0) blocks.push(workloadTable(input, workload.id, metrics));
    if (startMetric(workload) !== undefined) blocks.push(...ladderTables(input, workload.id));
  }
  blocks.push(pc.dim(legend(analysis, input.run.rounds)));
  for (const note of emulationNotes(analysis.targets))
    blocks.push(pc.yellow(`! ${printable(note)}`));
  blocks.push(...notMeasuredLines(input), ...warningLines(input));
  return `${blocks.join("\n")}\n`;
}

function workloadTable(input: ReportInput, workload: string, metrics: readonly string[]): string {
  const { rows, targets } = input.analysis;
  const head = [
    "",
    ...targets.map((target) => (isEmulated(target) ? `${target.id}\nTCG, emulated` : target.id)),
  ];
  const lines = metrics.map((metric) => [
    metric,
    ...targets.map((target) => {
      const row = findRow(rows, workload, metric, target.id);
      return row === undefined
        ? absence(input, target.id, workload)
        : cellText(row, input.run.rounds);
    }),
  ]);
  lines.push(
    ...checkLines(input, workload).map(({ check, text }) => [
      check,
      ...targets.map(({ id }) => printable(text(id) ?? absence(input, id, workload))),
    ]),
  );
  const [top = [], ...body] = targetsAsLines(input) ? turned([head, ...lines]) : [head, ...lines];
  const table = terminalTable(top);
  table.push(...body);
  return table.toString();
}

/**
 * What each rung adds to the one below it, from the bottom up. Empty if only native was measured.
 */
function ladderTables(input: ReportInput, workload: string): string[] {
  return [false, true].flatMap((warm) => {
    const rungs = rungsOf(input, workload, warm).filter(({ step }) => step !== undefined);
    if (rungs.length === 0) return [];
    const table = terminalTable([
      warm ? "warm start" : "rung",
      "ready",
      "adds",
      "to",
      ...(warm ? ["prework"] : []),
    ]);
    for (const { target, ready, step, prework } of rungs) {
      if (step === undefined) continue;
      const { difference, interval, shown } = step;
      table.push([
        targetLabel(target),
        ready,
        `${shown ? pc.bold(difference) : difference} ${interval}`,
        overText(step),
        ...(warm ? [prework ?? ""] : []),
      ]);
    }
    return [table.toString()];
  });
}

function cellText(row: Row, rounds: number): string {
  const fewer = fewerRounds(row.summary, row, rounds) || undefined;
  const lines = [
    [pc.bold(quantity(row.summary.median, row.unit)), intervalText(row.summary, row.unit), fewer],
  ];
  if (row.overhead !== undefined) {
    lines.push([
      overheadText(row.overhead, row.unit),
      overheadIntervalText(row.overhead, row.unit),
      fewerRounds(row.overhead.summary, row, rounds) || undefined,
    ]);
  }
  return lines.map((line) => line.filter((text) => text !== undefined).join(" ")).join("\n");
}

/** The terminal shows this many lines of the last words of an instance. report.html shows all. */
const LAST_WORDS = 3;

function notMeasuredLines({ analysis }: ReportInput): string[] {
  const grouped = new Map<string, { what: string[]; remedy: Said; lastWords: string }>();
  for (const one of analysis.notMeasured) {
    const { target, workload, status, rounds, reason, remedy, lastWords } = one;
    const label = targetLabel(analysis.targets.find(({ id }) => id === target) ?? { id: target });
    const key = `${label}: ${status}: ${textOf(reason)}`;
    const group = grouped.get(key) ?? { what: [] as string[], remedy, lastWords };
    const times = status === "unavailable" ? "" : ` (round ${rounds.join(", ")})`;
    group.what.push(`${workload}${times}`);
    grouped.set(key, group);
  }
  if (grouped.size === 0) return [];
  const lines = [pc.bold("Not measured")];
  for (const [key, { what, remedy, lastWords }] of grouped) {
    lines.push(`  ${pc.red("x")} ${printable(key)}`, pc.dim(`    ${what.join(", ")}`));
    for (const line of lastWords.split("\n").slice(-LAST_WORDS)) {
      if (line !== "") lines.push(pc.dim(`    | ${printable(line)}`));
    }
    lines.push(`    -> ${printable(remedy)}`);
  }
  return lines;
}

function warningLines({ analysis }: ReportInput): string[] {
  if (analysis.warnings.length === 0) return [];
  const lines = [pc.bold("Warnings")];
  for (const { code, message, remedy, count, where } of analysis.warnings) {
    const place = textOf(where);
    const times = count === 1 ? place : `${count} times, first: ${place}`;
    lines.push(
      `  ${pc.yellow("!")} ${code}: ${printable(message)} (${times})`,
      `    -> ${printable(remedy)}`,
    );
  }
  return lines;
}
