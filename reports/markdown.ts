import type { Row } from "../bench/stats/analyze.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import {
  fewerRounds,
  intervalText,
  legend,
  overheadIntervalText,
  overheadText,
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
  type Report,
  type ReportInput,
  startMetric,
  statusText,
  targetsAsLines,
  turned,
} from "./model.ts";
import { overText, rungsOf } from "./steps.ts";
import { textOf } from "./text/message.ts";

/** The summary for a pull request, an issue or a wiki page. */
export const summaryMarkdown: Report = {
  file: "summary.md",
  render: (input) => {
    const { run, analysis } = input;
    const lines = [
      `# isotax: ${escapeMarkdown(run.runId)}`,
      "",
      escapeMarkdown(
        `${run.profile} profile, ${run.rounds} round(s), seed ${run.seed}, CPUs ${run.cpus.join(",")}, ` +
          `${run.memoryMiB} MiB; ${run.host["CPU"] ?? ""}, ${run.host["OS"] ?? ""}, Linux ${run.host["kernel"] ?? ""}.`,
      ),
    ];
    const incomplete = incompleteNote(run);
    const madeUp = madeUpNote(run);
    if (madeUp !== undefined) lines.push("", `**${escapeMarkdown(madeUp)}**`);
    if (incomplete !== undefined) lines.push("", `**${incomplete}**`);
    for (const workload of analysis.workloads) {
      lines.push("", `## ${escapeMarkdown(workload.id)}`, "", escapeMarkdown(workload.title), "");
      lines.push(...table(input, workload.id));
      if (startMetric(workload) !== undefined) lines.push(...ladder(input, workload.id));
    }
    lines.push("", legend(analysis, run.rounds));
    for (const note of emulationNotes(analysis.targets))
      lines.push("", `**${escapeMarkdown(note)}**`);
    if (analysis.notMeasured.length > 0) {
      lines.push("", "## Not measured", "");
      for (const one of analysis.notMeasured) {
        const target = analysis.targets.find(({ id }) => id === one.target) ?? { id: one.target };
        const what = `${one.workload} on ${targetLabel(target)}: ${statusText(one)}`;
        lines.push(
          `- ${escapeMarkdown(`${what}: ${textOf(one.reason)}. Remedy: ${textOf(one.remedy)}`)}`,
        );
      }
    }
    if (analysis.warnings.length > 0) {
      lines.push("", "## Warnings", "");
      for (const { code, message, count, where, remedy } of analysis.warnings) {
        const text = `${code} (${count}, first: ${textOf(where)}): ${textOf(message)}. ${textOf(remedy)}`;
        lines.push(`- ${escapeMarkdown(text)}`);
      }
    }
    return `${lines.join("\n")}\n`;
  },
};

function table(input: ReportInput, workload: string): string[] {
  const { targets } = input.analysis;
  const rows = input.analysis.rows.filter((row) => !isPart(row));
  const head = ["", ...targets.map((target) => escapeMarkdown(targetLabel(target)))];
  const lines = metricsOf(rows, workload).map((metric) => [
    escapeMarkdown(metric),
    ...targets.map((target) => {
      const row = findRow(rows, workload, metric, target.id);
      return row === undefined
        ? absence(input, target.id, workload)
        : cellText(row, input.run.rounds);
    }),
  ]);
  lines.push(
    ...checkLines(input, workload).map(({ check, text }) => [
      escapeMarkdown(check),
      ...targets.map(({ id }) => escapeMarkdown(text(id) ?? absence(input, id, workload))),
    ]),
  );
  return tableLines(targetsAsLines(input) ? turned([head, ...lines]) : [head, ...lines]);
}

function tableLines([head = [], ...body]: readonly (readonly string[])[], texts = 1): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => (column < texts ? "---" : "---:"));
  return [head, rule, ...body].map(line);
}

function cellText(row: Row, rounds: number): string {
  const value = [
    quantity(row.summary.median, row.unit),
    intervalText(row.summary, row.unit),
    fewerRounds(row.summary, row, rounds) || undefined,
  ];
  const against = row.overhead && [
    overheadText(row.overhead, row.unit),
    overheadIntervalText(row.overhead, row.unit),
    fewerRounds(row.overhead.summary, row, rounds) || undefined,
  ];
  return [value, against ?? []]
    .map((parts) => parts.filter((part) => part !== undefined).join(" "))
    .filter((text) => text !== "")
    .join("<br>");
}

/** What each rung adds to the one below it, from the bottom up. */
function ladder(input: ReportInput, workload: string): string[] {
  return [false, true].flatMap((warm) => {
    const rungs = rungsOf(input, workload, warm).filter(({ step }) => step !== undefined);
    if (rungs.length === 0) return [];
    const head = [warm ? "warm start" : "rung", "to", "ready", "adds", "interval"];
    const body = rungs.map(({ target, ready, step, prework }) => [
      escapeMarkdown(targetLabel(target)),
      escapeMarkdown(step === undefined ? "" : overText(step)),
      ready,
      step?.difference ?? "",
      step?.interval ?? "",
      ...(warm ? [prework ?? ""] : []),
    ]);
    return ["", ...tableLines([warm ? [...head, "prework"] : head, ...body], 2)];
  });
}
