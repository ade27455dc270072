import type { CellVerdict, Judgement } from "../../bench/stats/judgement.ts";
import { escapeMarkdown } from "../markdown.ts";
import type { GateFormat } from "./format.ts";
import {
  cellText,
  confidencesText,
  effectText,
  findings,
  marginText,
  notable,
  plain,
  readingNotes,
  remedyText,
  sidesText,
  sideText,
  signedInterval,
  targetText,
  VERDICTS,
  verdictText,
} from "./words.ts";

/** By this a bot finds its own comment again, to update it. */
export const COMMENT_MARKER = "<!-- isotax gate -->";

/** A comment on a pull request; the summary of a GitHub job is the same text. */
export const gateMarkdown: GateFormat = {
  file: "gate.md",
  render: (judgement) => {
    const { verdict, summary, cells, notes } = judgement;
    const lines = [
      COMMENT_MARKER,
      `## isotax: ${verdict}`,
      "",
      `**${text(sidesText(judgement))}**: ${VERDICTS[verdict]}. ${text(summary)}`,
      ...notableLines(judgement),
    ];
    if (cells.length > 0) {
      const count = cells.length === 1 ? "The one cell" : `All ${cells.length} cells`;
      lines.push("", `<details><summary>${count}</summary>`, "", ...table(cells), "");
      // Within: without the table that they are about they only take room.
      lines.push(...readingNotes(judgement).map((note) => `- ${text(note)}`), "", "</details>");
    }
    if (notes.length > 0) lines.push("", ...notes.map((note) => `- **!** ${text(note)}`));
    return `${lines.join("\n")}\n`;
  },
};

function notableLines(judgement: Judgement): string[] {
  const cells = notable(judgement);
  if (cells.length === 0) return [];
  return [
    "",
    ...table(cells),
    "",
    ...cells.map((cell) => {
      const remedy = remedyText(cell);
      const said = [...findings(cell), ...(remedy === "" ? [] : [`→ ${remedy}`])];
      return `- **${text(cellText(cell))}**: ${said.map(text).join("<br>")}`;
    }),
  ];
}

/** Columns of text; those between them and the verdict are figures. */
const TEXTS = ["workload", "metric", "target"];

function table(cells: readonly CellVerdict[]): string[] {
  const figures = ["base", "head", "change", `${confidencesText(cells)} (+ is worse)`, "margin"];
  const head = [...TEXTS, ...figures, "verdict"];
  const rule = head.map((name) => (figures.includes(name) ? "---:" : "---"));
  const body = cells.map((cell) =>
    [
      ...[cell.workload, cell.metric, targetText(cell)],
      ...[sideText(cell.baseSide, cell), sideText(cell.headSide, cell)],
      ...[effectText(cell), signedInterval(cell), marginText(cell.margin, cell)],
      verdictText(cell),
    ].map(text),
  );
  return [head, rule, ...body].map((line) => `| ${line.join(" | ")} |`);
}

/** Nor may a reason call people: a comment that names somebody notifies them. */
function text(raw: string): string {
  return escapeMarkdown(plain(raw)).replaceAll(/@(?=\w)/g, "@&#8203;");
}
