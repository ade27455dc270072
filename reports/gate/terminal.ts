/** A judgement on the terminal: what got worse, by how much, how sure that is, and what to do. */
import pc from "picocolors";
import type { CellVerdict, Judgement, Verdict } from "../../bench/stats/judgement.ts";
import { terminalTable } from "../table.ts";
import {
  cellText,
  confidencesText,
  effectText,
  findings,
  marginText,
  mediansText,
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
    `${pc.bold(COLOURS[verdict](verdict.toUpperCase()))}: ${VERDICTS[verdict]} (${sidesText(judgement)})`,
    plain(summary),
  ];
  for (const cell of notable(judgement)) lines.push("", ...block(cell));
  if (cells.length > 0) lines.push("", table(cells));
  lines.push(...readingNotes(judgement).map((note) => pc.dim(note)));
  lines.push(...notes.map((note) => pc.yellow(`! ${plain(note)}`)));
  return `${lines.join("\n")}\n`;
}

function block(cell: CellVerdict): string[] {
  const colour = COLOURS[cell.verdict];
  const remedy = remedyText(cell);
  return [
    `${colour(MARKS[cell.verdict])} ${pc.bold(cellText(cell))}: ${colour(cell.verdict)}`,
    `    ${mediansText(cell)}`,
    ...findings(cell).map((line) => `    ${line}`),
    ...(remedy === "" ? [] : [`    -> ${remedy}`]),
  ];
}

function table(cells: readonly CellVerdict[]): string {
  const all = terminalTable([
    ...["workload", "metric", "target", "base", "head", "change"],
    ...[`${confidencesText(cells)}\n(+ is worse)`, "margin", "verdict"],
  ]);
  for (const cell of cells) {
    const line = [
      plain(cell.workload),
      plain(cell.metric),
      targetText(cell),
      sideText(cell.baseSide, cell),
      sideText(cell.headSide, cell),
      effectText(cell),
      signedInterval(cell),
      marginText(cell.margin, cell),
    ];
    const verdict = verdictText(cell);
    all.push(
      cell.gated ? [...line, COLOURS[cell.verdict](verdict)] : [...line, verdict].map(pc.dim),
    );
  }
  return all.toString();
}
