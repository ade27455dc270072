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
  emulationNotes,
  findRow,
  incompleteNote,
  isPart,
  metricsOf,
  type Report,
  type ReportInput,
  statusText,
} from "./model.ts";

/** The summary for a pull request, an issue or a wiki page. */
export const summaryMarkdown: Report = {
  file: "summary.md",
  render: (input) => {
    const { run, analysis } = input;
    const lines = [
      `# isotax: ${run.runId}`,
      "",
      `${run.profile} profile, ${run.rounds} round(s), seed ${run.seed}, CPUs ${run.cpus.join(",")}, ` +
        `${run.memoryMiB} MiB; ${run.host["CPU"] ?? ""}, ${run.host["OS"] ?? ""}, Linux ${run.host["kernel"] ?? ""}.`,
    ];
    const incomplete = incompleteNote(run);
    if (incomplete !== undefined) lines.push("", `**${incomplete}**`);
    for (const workload of analysis.workloads) {
      lines.push("", `## ${escapeMarkdown(workload.id)}`, "", escapeMarkdown(workload.title), "");
      lines.push(...table(input, workload.id));
    }
    lines.push("", legend(analysis, run.rounds));
    for (const note of emulationNotes(analysis.targets))
      lines.push("", `**${escapeMarkdown(note)}**`);
    if (analysis.notMeasured.length > 0) {
      lines.push("", "## Not measured", "");
      for (const one of analysis.notMeasured) {
        const target = analysis.targets.find(({ id }) => id === one.target) ?? { id: one.target };
        const what = `${one.workload} on ${targetLabel(target)}: ${statusText(one)}`;
        lines.push(escapeMarkdown(`- ${what}: ${one.reason}. Remedy: ${one.remedy}`));
      }
    }
    if (analysis.warnings.length > 0) {
      lines.push("", "## Warnings", "");
      for (const { code, message, count, where, remedy } of analysis.warnings) {
        lines.push(escapeMarkdown(`- ${code} (${count}, first: ${where}): ${message}. ${remedy}`));
      }
    }
    return `${lines.join("\n")}\n`;
  },
};

function table(input: ReportInput, workload: string): string[] {
  const { targets } = input.analysis;
  const rows = input.analysis.rows.filter((row) => !isPart(row));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["", ...targets.map((target) => escapeMarkdown(targetLabel(target)))]),
    line(["---", ...targets.map(() => "---:")]),
    ...metricsOf(rows, workload).map((metric) =>
      line([
        escapeMarkdown(metric),
        ...targets.map((target) => {
          const row = findRow(rows, workload, metric, target.id);
          if (row === undefined) return absence(input, target.id, workload);
          const value = [
            quantity(row.summary.median, row.unit),
            intervalText(row.summary, row.unit),
            fewerRounds(row.summary, row, input.run.rounds) || undefined,
          ];
          const against = row.overhead && [
            overheadText(row.overhead, row.unit),
            overheadIntervalText(row.overhead, row.unit),
            fewerRounds(row.overhead.summary, row, input.run.rounds) || undefined,
          ];
          return [value, against ?? []]
            .map((parts) => parts.filter((part) => part !== undefined).join(" "))
            .filter((text) => text !== "")
            .join("<br>");
        }),
      ]),
    ),
  ];
}

/** Text from tools must not become markup: a reason may hold anything. */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]<>|]/g, (character) =>
      character === "<" ? "&lt;" : character === ">" ? "&gt;" : `\\${character}`,
    );
}
