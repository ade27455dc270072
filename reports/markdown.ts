import type { Row } from "../bench/stats/analyze.ts";
import { imageNote } from "../bench/stats/image-note.ts";
import { trustOf } from "../bench/stats/trust.ts";
import { claimLines } from "./claims-markdown.ts";
import { deliveriesIn } from "./deliveries.ts";
import { changedLines, modelText } from "./delivery-lines.ts";
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
  madeWith,
  metricsOf,
  type Report,
  type ReportInput,
  startMetric,
  statusText,
  targetsAsLines,
  targetsOf,
  turned,
} from "./model.ts";
import { overText, rungsOf } from "./steps.ts";
import { t, textOf, wordsOf } from "./text/message.ts";
import { trustEvidence, trustVerdict } from "./trust.ts";

/** The summary for a pull request, an issue or a wiki page. */
export const summaryMarkdown: Report = {
  file: "summary.md",
  render: (input) => {
    const { run, analysis } = input;
    const lines = [
      `# ${escapeMarkdown(t("report.title", { run: run.runId }))}`,
      "",
      escapeMarkdown(t("report.made-with", madeWith(run))),
    ];
    const incomplete = incompleteNote(run);
    const madeUp = madeUpNote(run);
    if (madeUp !== undefined) lines.push("", `**${escapeMarkdown(madeUp)}**`);
    const image = imageNote(run);
    if (image !== undefined) lines.push("", escapeMarkdown(textOf(image)));
    if (incomplete !== undefined) lines.push("", `**${escapeMarkdown(incomplete)}**`);
    lines.push("", trustLine(input), ...claimLines(input));
    for (const workload of analysis.workloads) {
      const title = wordsOf("title", workload.id, workload.title);
      lines.push("", `## ${escapeMarkdown(workload.id)}`, "", escapeMarkdown(title), "");
      lines.push(...table(input, workload.id));
      lines.push(...deliveryLines(input, workload.id));
      if (startMetric(workload) !== undefined) lines.push(...ladder(input, workload.id));
    }
    lines.push("", escapeMarkdown(legend(analysis, run.rounds)));
    for (const note of emulationNotes(analysis.targets))
      lines.push("", `**${escapeMarkdown(note)}**`);
    if (analysis.notMeasured.length > 0) {
      lines.push("", `## ${escapeMarkdown(t("report.not-measured-heading"))}`, "");
      for (const one of analysis.notMeasured) {
        const target = analysis.targets.find(({ id }) => id === one.target) ?? { id: one.target };
        const { workload, reason, remedy } = one;
        const of = { workload, target: targetLabel(target), status: statusText(one) };
        lines.push(`- ${escapeMarkdown(t("report.cell-not-measured", { ...of, reason, remedy }))}`);
      }
    }
    if (analysis.warnings.length > 0) {
      lines.push("", `## ${escapeMarkdown(t("report.warnings-heading"))}`, "");
      for (const { code, message, count, where, remedy } of analysis.warnings) {
        const of = { warning: code, count, where, message, remedy };
        lines.push(`- ${escapeMarkdown(t("report.counted-warning", of))}`);
      }
    }
    return `${lines.join("\n")}\n`;
  },
};

function trustLine({ run, analysis }: ReportInput): string {
  const trust = trustOf(run, analysis);
  const line = t("answers.trust-line", { verdict: trustVerdict(trust) });
  return `**${escapeMarkdown(line)}** ${escapeMarkdown(textOf(trustEvidence(trust)))}.`;
}

function table(input: ReportInput, workload: string): string[] {
  const targets = targetsOf(input, workload);
  const rows = input.analysis.rows.filter((row) => !isPart(row));
  const head = ["", ...targets.map((target) => escapeMarkdown(targetLabel(target)))];
  const lines = metricsOf(rows, workload).map((metric) => [
    escapeMarkdown(metric),
    ...targets.map((target) => {
      const row = findRow(rows, workload, metric, target.id);
      return row === undefined
        ? escapeMarkdown(absence(input, target.id, workload))
        : cellText(row, input.run.rounds);
    }),
  ]);
  lines.push(
    ...checkLines(input, workload).map(({ check, text }) => [
      escapeMarkdown(check),
      ...targets.map(({ id }) => escapeMarkdown(text(id) ?? absence(input, id, workload))),
    ]),
  );
  return tableLines(targetsAsLines(input, workload) ? turned([head, ...lines]) : [head, ...lines]);
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

/** What travels when one file has changed, and how well the model predicts. */
function deliveryLines(input: ReportInput, workload: string): string[] {
  return deliveriesIn(input)
    .filter((of) => of.workload.id === workload)
    .flatMap((of) => ["", ...[...changedLines(of), modelText(input, of)].map(listItem)]);
}

function listItem(text: string): string {
  return `- ${escapeMarkdown(text)}`;
}

/** What each rung adds to the one below it, from the bottom up. */
function ladder(input: ReportInput, workload: string): string[] {
  return [false, true].flatMap((warm) => {
    const rungs = rungsOf(input, workload, warm).filter(({ step }) => step !== undefined);
    if (rungs.length === 0) return [];
    const head = [
      t(warm ? "report.head-warm-start" : "report.head-rung"),
      t("report.head-to"),
      t("report.head-ready"),
      t("report.head-adds"),
      t("report.head-interval"),
      ...(warm ? [t("report.head-prework")] : []),
    ].map(escapeMarkdown);
    const body = rungs.map(({ target, ready, step, prework }) => [
      escapeMarkdown(targetLabel(target)),
      escapeMarkdown(step === undefined ? "" : overText(step)),
      ready,
      step?.difference ?? "",
      step?.interval ?? "",
      ...(warm ? [prework ?? ""] : []),
    ]);
    return ["", ...tableLines([head, ...body], 2)];
  });
}
