/** All figures on the terminal: a table for each workload, targets side by side. */

import pc from "picocolors";
import { say } from "../bench/messages.ts";
import type { Row } from "../bench/stats/analyze.ts";
import { imageNote } from "../bench/stats/image-note.ts";
import type { Message } from "../bench/types.ts";
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
  statusWord,
  targetsAsLines,
  targetsOf,
  turned,
} from "./model.ts";
import { overText, rungsOf } from "./steps.ts";
import { terminalTable } from "./table.ts";
import { t, textOf, wordsOf } from "./text/message.ts";

export function terminalTables(input: ReportInput): string {
  const { analysis } = input;
  const blocks: string[] = [];
  const incomplete = incompleteNote(input.run);
  const madeUp = madeUpNote(input.run);
  if (madeUp !== undefined) blocks.push(pc.yellow(`! ${printable(madeUp)}`));
  const image = imageNote(input.run);
  if (image !== undefined) blocks.push(pc.yellow(`! ${printable(textOf(image))}`));
  if (incomplete !== undefined) blocks.push(pc.yellow(`! ${incomplete}`));
  for (const workload of analysis.workloads) {
    const rows = analysis.rows.filter((row) => !isPart(row));
    const metrics = metricsOf(rows, workload.id);
    blocks.push(
      pc.bold(`${workload.id}  `) +
        pc.dim(printable(wordsOf("title", workload.id, workload.title))),
    );
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
  const { rows } = input.analysis;
  const targets = targetsOf(input, workload);
  const head = [
    "",
    ...targets.map((target) =>
      isEmulated(target) ? `${target.id}\n${t("report.emulated")}` : target.id,
    ),
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
  const [top = [], ...body] = targetsAsLines(input, workload)
    ? turned([head, ...lines])
    : [head, ...lines];
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
      t(warm ? "report.head-warm-start" : "report.head-rung"),
      t("report.head-ready"),
      t("report.head-adds"),
      t("report.head-to"),
      ...(warm ? [t("report.head-prework")] : []),
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
  const grouped = new Map<string, { what: string[]; remedy: Message; lastWords: string }>();
  for (const one of analysis.notMeasured) {
    const { target, workload, status, rounds, reason, remedy, lastWords } = one;
    const label = targetLabel(analysis.targets.find(({ id }) => id === target) ?? { id: target });
    const of = { target: label, status: statusWord(status), reason };
    const key = t("report.target-status", of);
    const group = grouped.get(key) ?? { what: [] as string[], remedy, lastWords };
    group.what.push(
      status === "unavailable" ? workload : t("report.workload-in-rounds", { workload, rounds }),
    );
    grouped.set(key, group);
  }
  if (grouped.size === 0) return [];
  const lines = [pc.bold(t("report.not-measured-heading"))];
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
  const lines = [pc.bold(t("report.warnings-heading"))];
  for (const { code, message, remedy, count, where } of analysis.warnings) {
    const times = say("report.times", { count, where });
    const warning = say("report.warning", { warning: code, message, times });
    lines.push(`  ${pc.yellow("!")} ${printable(warning)}`, `    -> ${printable(remedy)}`);
  }
  return lines;
}
