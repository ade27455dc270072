import type { CellVerdict, Judgement } from "../../bench/stats/judgement.ts";
import type { Message } from "../../bench/types.ts";
import { escapeMarkdown } from "../escape-markdown.ts";
import { t } from "../text/message.ts";
import type { GateFormat } from "./format.ts";
import { plain } from "./plain.ts";
import { Room } from "./room.ts";
import { type Shortened, withShortNames } from "./short-names.ts";
import {
  boundLines,
  cellText,
  effectText,
  findings,
  gated,
  lossLines,
  marginText,
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
  const { cells, reasons, notes } = left;
  const counts = [...groups(cells, verdictText)].map(([verdict, those]) =>
    t("gate.count-of-verdict", { count: those.length, verdict }),
  );
  const parts = [
    ...(cells.length > 0 ? [t("gate.left-cells", { count: cells.length, counts })] : []),
    ...(reasons > 0 ? [t("gate.left-findings", { count: reasons })] : []),
    ...(notes > 0 ? [t("gate.left-notes", { count: notes })] : []),
  ];
  return parts.length === 0 ? "" : t("gate.left-out", { parts });
}

function page({ judgement, cells, names }: Named, shown: Shown): string {
  const { verdict, summary } = judgement;
  const lines = [
    COMMENT_MARKER,
    `## isotax: ${t("gate.verdict", { verdict })}`,
    "",
    `**${text(sidesText(judgement), 1_000)}**: ${verdictSentence(judgement)}. ${text(summary, 2_000)}`,
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
  if (count === all) return count === 1 ? t("gate.one-cell") : t("gate.all-cells", { count });
  return count === 0 ? t("gate.how-to-read") : t("gate.more-cells", { count });
}

/** One line for each finding, with all cells that share it. */
function reasonLines(cells: readonly CellVerdict[], names: number): string[] {
  return [...groups(cells, reasonText)].map(([reason, those]) => {
    const named = those.slice(0, names).map((cell) => `**${text(cellText(cell), 600)}**`);
    const more = those.length - named.length;
    return `- ${t("gate.names-and-more", { names: named, more })}: ${reason}`;
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
  return notes.map((note) => `- **!** ${text(note, 1_500)}`);
}

function table(cells: readonly CellVerdict[]): string[] {
  const texts = [t("gate.workload"), t("gate.metric"), t("gate.target")];
  const figures = [
    t("gate.base"),
    t("gate.head"),
    t("gate.changed"),
    text(`${t("gate.bounds")} ${t("gate.bounds-signs")}`),
    t("gate.margin"),
    t("gate.rounds-failed"),
  ];
  const rule = [...texts.map(() => "---"), ...figures.map(() => "---:"), "---"];
  return [line([...texts, ...figures, t("gate.verdicts")]), line(rule), ...cells.map(row)];
}

function row(cell: CellVerdict): string {
  return line(
    [
      [cell.workload],
      [metricText(cell)],
      [targetText(cell)],
      sideLines(cell.baseSide, cell),
      sideLines(cell.headSide, cell),
      [effectText(cell)],
      boundLines(cell),
      [marginText(cell.margin, cell)],
      lossLines(cell),
      [verdictText(cell)],
    ].map((lines) => lines.map((one) => text(one)).join("<br>")),
  );
}

function line(columns: readonly string[]): string {
  return `| ${columns.join(" | ")} |`;
}

/** The text as Markdown, in at most `most` characters. */
function text(raw: string | Message, most = 300): string {
  const said = plain(raw);
  // Escaping never shortens a text.
  let kept = said.length > most ? said : escapeMarkdown(said);
  for (let end = most; kept.length > most; end = Math.floor(end * 0.8)) {
    // A cut must not leave half of a character.
    kept = `${escapeMarkdown(said.slice(0, end).replace(/[\ud800-\udbff]$/, ""))}…`;
  }
  return kept;
}
