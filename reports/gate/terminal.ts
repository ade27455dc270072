/** A judgement on the terminal: what got worse, by how much, how sure that is, and what to do. */
import pc from "picocolors";
import type { CellVerdict, Judgement, Verdict } from "../../bench/stats/judgement.ts";
import { terminalTable } from "../table.ts";
import { t } from "../text/message.ts";
import { plain } from "./plain.ts";
import {
  besidesText,
  boundLines,
  cellText,
  effectText,
  findings,
  lossLines,
  marginText,
  mediansText,
  metricText,
  notable,
  readingNotes,
  remedyText,
  sideLines,
  sidesText,
  targetText,
  verdictSentence,
  verdictText,
} from "./words.ts";

const COLOURS: Readonly<Record<Verdict, (text: string) => string>> = {
  regressed: pc.red,
  inconclusive: pc.yellow,
  improved: pc.green,
  pass: pc.green,
};

const MARKS: Readonly<Record<Verdict, string>> = {
  regressed: "x",
  inconclusive: "?",
  improved: "+",
  pass: " ",
};

export function gateText(judgement: Judgement): string {
  const { verdict, summary, notes, cells } = judgement;
  const lines = [
    `${pc.bold(COLOURS[verdict](t("gate.verdict", { verdict }).toUpperCase()))}: ${verdictSentence(judgement)} (${sidesText(judgement)})`,
    plain(summary),
  ];
  for (const cell of notable(judgement)) lines.push("", ...block(cell));
  if (cells.length > 0) lines.push("", table(cells));
  lines.push(...readingNotes(judgement).map((note) => pc.dim(note)));
  lines.push(...notes.map((note) => pc.yellow(`! ${plain(note)}`)));
  return `${lines.join("\n")}\n`;
}

function block(cell: CellVerdict): string[] {
  const { verdict } = cell;
  const colour = COLOURS[verdict];
  const remedy = remedyText(cell);
  const said = [mediansText(cell), besidesText(cell), ...findings(cell)];
  return [
    `${colour(MARKS[verdict])} ${pc.bold(cellText(cell))}: ${colour(t("gate.verdict", { verdict }))}`,
    ...said.filter((line) => line !== "").map((line) => `    ${line}`),
    ...(remedy === "" ? [] : [`    -> ${remedy}`]),
  ];
}

function table(cells: readonly CellVerdict[]): string {
  const all = terminalTable([
    t("gate.workload"),
    t("gate.metric"),
    t("gate.target"),
    t("gate.base"),
    t("gate.head"),
    t("gate.changed"),
    `${t("gate.bounds")}\n${t("gate.bounds-signs")}`,
    t("gate.margin"),
    // Two lines keep the column as narrow as its figures.
    t("gate.rounds-failed").replace(" ", "\n"),
    t("gate.verdicts"),
  ]);
  for (const cell of cells) {
    const line = [
      plain(cell.workload),
      metricText(cell),
      targetText(cell),
      sideLines(cell.baseSide, cell).join("\n"),
      sideLines(cell.headSide, cell).join("\n"),
      effectText(cell),
      boundLines(cell).join("\n"),
      marginText(cell.margin, cell),
      lossLines(cell).join("\n"),
    ];
    const verdict = verdictText(cell);
    all.push(
      cell.gated ? [...line, COLOURS[cell.verdict](verdict)] : [...line, verdict].map(pc.dim),
    );
  }
  return all.toString();
}
