import type { CellVerdict, Judgement } from "../../bench/stats/judgement.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { textOf } from "../text/message.ts";
import type { GateFormat } from "./format.ts";
import { Room } from "./room.ts";
import { type Shortened, withShortNames } from "./short-names.ts";
import {
  cellText,
  confidencesText,
  effectText,
  failedText,
  findings,
  gated,
  marginText,
  notable,
  plain,
  readingNotes,
  remedyText,
  sideLines,
  sidesText,
  signedBound,
  signedInterval,
  targetText,
  verdictSentence,
  verdictText,
} from "./words.ts";

/** A bot finds its own comment by this marker, and updates it. */
export const COMMENT_MARKER = "<!-- isotax gate -->";

/** GitHub refuses a comment of more than 65,536 characters. Who posts it may add a line. */
const MOST = 60_000;
/**
 * Characters for what is not counted line by line: table heads, and the note on what is left out.
 */
const RESERVE = 2_000;

/** A comment on a pull request; the summary of a GitHub job is the same text. */
export const gateMarkdown: GateFormat = {
  file: "gate.md",
  render: (judgement) => {
    const { cells, names } = withShortNames(judgement);
    const named: Named = { judgement, cells, worst: notable({ ...judgement, cells }), names };
    const whole = page(named, everything(named));
    return whole.length <= MOST ? whole : page(named, asMuchAsFits(named));
  },
};

interface Named {
  /** The judgement with the ids as they are. */
  readonly judgement: Judgement;
  /** The cells with short names for long ids. */
  readonly cells: readonly CellVerdict[];
  /** The cells whose verdict is not `pass`, the worst first. */
  readonly worst: readonly CellVerdict[];
  readonly names: Shortened["names"];
}

/** The parts of a judgement that are shown. */
interface Shown {
  readonly worst: readonly CellVerdict[];
  readonly reasons: readonly string[];
  readonly folded: readonly CellVerdict[];
  readonly notes: readonly string[];
  /** A sentence about what is not shown; empty if everything is. */
  readonly left: string;
}

function everything({ judgement, cells, worst }: Named): Shown {
  const reasons = reasonLines(worst, Number.POSITIVE_INFINITY);
  return { worst, reasons, folded: cells, notes: noteLines(judgement), left: "" };
}

/** Folded cells are left out first, and among them those that do not count for the verdict. */
function asMuchAsFits(named: Named): Shown {
  const { judgement, cells, worst } = named;
  const nothing: Shown = { worst: [], reasons: [], folded: [], notes: [], left: "" };
  const room = new Room(MOST - RESERVE - page(named, nothing).length);
  const all = { notes: noteLines(judgement), reasons: reasonLines(worst, 5) };
  const notes = room.take(all.notes, String, 1 / 5);
  // The table must not take all of the room: its findings need some.
  const shown = room.take(worst, row, 3 / 5);
  const reasons = room.take(all.reasons, String);
  const others = [
    ...worst.slice(shown.length),
    ...gated(cells).filter((cell) => !worst.includes(cell)),
    ...cells.filter((cell) => !cell.gated),
  ];
  const folded = room.take(others, row);
  const left = leftText({
    cells: others.slice(folded.length),
    reasons: all.reasons.length - reasons.length,
    notes: all.notes.length - notes.length,
  });
  return { worst: shown, reasons, folded, notes, left };
}

function leftText(left: {
  readonly cells: readonly CellVerdict[];
  readonly reasons: number;
  readonly notes: number;
}): string {
  const counts = [...groups(left.cells, verdictText)].map(
    ([verdict, those]) => `${those.length} ${verdict}`,
  );
  const what = [
    ...(left.cells.length > 0 ? [`${left.cells.length} cells: ${counts.join(", ")}`] : []),
    ...(left.reasons > 0 ? [`${left.reasons} findings`] : []),
    ...(left.notes > 0 ? [`${left.notes} notes`] : []),
  ];
  if (what.length === 0) return "";
  return `Left out, since the length of a comment is limited: ${what.join("; ")}. gate.json has everything; it lies beside the samples, and in the artifact of a job on GitHub.`;
}

function page({ judgement, cells, names }: Named, shown: Shown): string {
  const { verdict, summary } = judgement;
  const lines = [
    COMMENT_MARKER,
    `## isotax: ${verdict}`,
    "",
    `**${text(sidesText(judgement), 1_000)}**: ${verdictSentence(judgement)}. ${text(textOf(summary), 2_000)}`,
  ];
  if (names.length > 0) {
    lines.push("", ...names.map(([name, id]) => `- ${name}: ${text(id)}`));
  }
  if (shown.worst.length > 0) lines.push("", ...table(shown.worst));
  if (shown.reasons.length > 0) lines.push("", ...shown.reasons);
  if (cells.length > 0) {
    const count = shown.folded.length;
    lines.push("", `<details><summary>${foldedTitle(count, cells.length)}</summary>`);
    if (count > 0) lines.push("", ...table(shown.folded));
    // The notes stand with the table that they explain: without it they only take room.
    lines.push("", ...readingNotes(judgement).map((note) => `- ${text(note, 1_000)}`));
    lines.push("", "</details>");
  }
  if (shown.left !== "") lines.push("", shown.left);
  if (shown.notes.length > 0) lines.push("", ...shown.notes);
  return `${lines.join("\n")}\n`;
}

function foldedTitle(count: number, all: number): string {
  if (count === all) return count === 1 ? "The one cell" : `All ${count} cells`;
  return count === 0 ? "How to read this" : `${count} more cells`;
}

/** One line for each finding, with all cells that share it. */
function reasonLines(cells: readonly CellVerdict[], names: number): string[] {
  return [...groups(cells, reasonText)].map(([reason, those]) => {
    const named = those.slice(0, names).map((cell) => `**${text(cellText(cell), 600)}**`);
    const rest = those.length - named.length;
    return `- ${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}: ${reason}`;
  });
}

function reasonText(cell: CellVerdict): string {
  const remedy = remedyText(cell);
  const said = [...findings(cell), ...(remedy === "" ? [] : [`→ ${remedy}`])];
  return said.map((line) => text(line, 1_500)).join("<br>");
}

/** Groups by key, in the order of their first members. */
function groups<T>(all: readonly T[], key: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const name = key(one);
    const those = found.get(name);
    if (those === undefined) found.set(name, [one]);
    else those.push(one);
  }
  return found;
}

function noteLines({ notes }: Judgement): string[] {
  return notes.map((note) => `- **!** ${text(textOf(note), 1_500)}`);
}

/** Columns of text. The columns between them and the verdict are figures. */
const TEXTS = ["workload", "metric", "target"];

function table(cells: readonly CellVerdict[]): string[] {
  const figures = [
    "base",
    "head",
    "change",
    `${confidencesText(cells)}, bound (+ is worse)`,
    "margin",
    "rounds failed",
  ];
  const head = [...TEXTS, ...figures, "verdict"];
  const rule = head.map((name) => (figures.includes(name) ? "---:" : "---"));
  return [line(head), line(rule), ...cells.map(row)];
}

function row(cell: CellVerdict): string {
  return line(
    [
      [cell.workload],
      [cell.metric],
      [targetText(cell)],
      sideLines(cell.baseSide, cell),
      sideLines(cell.headSide, cell),
      [effectText(cell)],
      [signedInterval(cell), signedBound(cell)].filter((one) => one !== ""),
      [marginText(cell.margin, cell)],
      [failedText(cell)],
      [verdictText(cell)],
    ].map((lines) => lines.map((one) => text(one)).join("<br>")),
  );
}

function line(columns: readonly string[]): string {
  return `| ${columns.join(" | ")} |`;
}

/** The text as Markdown, in at most `most` characters. */
function text(raw: string, most = 300): string {
  const said = plain(raw);
  // Escaping never shortens a text.
  let kept = said.length > most ? said : escapeMarkdown(said);
  for (let end = most; kept.length > most; end = Math.floor(end * 0.8)) {
    // A cut must not leave half of a character.
    kept = `${escapeMarkdown(said.slice(0, end).replace(/[\ud800-\udbff]$/, ""))}…`;
  }
  return kept;
}
