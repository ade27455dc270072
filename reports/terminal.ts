/**
 * The end of a run on the terminal: what it says at a glance, in few short lines. The tables with
 * all figures are in terminal-tables.ts.
 */
import pc from "picocolors";
import type { ClaimResults } from "../bench/claims/result.ts";
import { type Code, say } from "../bench/messages.ts";
import { FALSE_DISCOVERIES } from "../bench/stats/differences.ts";
import { imageNote } from "../bench/stats/image-note.ts";
import type { Trust } from "../bench/stats/trust.ts";
import { claimLine, isMeasured } from "./claims.ts";
import { type Digest, digestOf, FAMILIES, type Work } from "./digest.ts";
import { printable } from "./format.ts";
import { aligned, clipped, wrapped } from "./lines.ts";
import { incompleteNote, madeUpNote, type ReportInput } from "./model.ts";
import { FEWEST_LINES_OF_STARTS, startLines } from "./terminal-starts.ts";
import { t, textOf } from "./text/message.ts";
import { trustLevel, trustVerdict } from "./trust.ts";

export interface SummaryOptions {
  /** The command that shows all figures, such as `isotax show my-run --all`. */
  readonly command: string;
  readonly columns?: number;
  /** At most so many lines. Starts are left out where there are more. */
  readonly lines?: number;
}

/** The lines about the report, and how to go on with a run that was interrupted, come after it. */
const MOST_LINES = 28;
const COLUMNS = 80;

export function terminalSummary(
  input: ReportInput,
  { command, columns = COLUMNS, lines = MOST_LINES }: SummaryOptions,
): string {
  const digest = digestOf(input);
  // What comes first is read first. Starts get the room that the other lines leave.
  const parts = (isTight: boolean) => ({
    above: headLines(input, digest, columns, isTight),
    below: belowLines(digest, columns, isTight),
  });
  const whole = parts(false);
  const isTight = whole.above.length + FEWEST_LINES_OF_STARTS + whole.below.length > lines;
  const { above, below } = isTight ? parts(true) : whole;
  // One line may say where all figures are.
  const room = lines - above.length - below.length - 1;
  const starts = startLines(digest, {
    command,
    columns,
    room: Math.max(FEWEST_LINES_OF_STARTS, room),
  });
  const isFolded = starts.some((line) => line.includes(command));
  const all = isFolded ? [] : [t("summary.all-is-in", { command })];
  return [...above, ...starts, ...below, ...all, ""].join("\n");
}

function belowLines(digest: Digest, columns: number, isTight: boolean): readonly string[] {
  return [...workLines(digest, columns, isTight), ...doubtLines(digest, columns, isTight)];
}

/** What a reader has to know first: which run it is, and whether it says anything at all. */
function headLines(
  input: ReportInput,
  { trust }: Digest,
  columns: number,
  isTight: boolean,
): readonly string[] {
  const { run, analysis } = input;
  const image = imageNote(run, true);
  const notes = [madeUpNote(run), image && textOf(image), incompleteNote(run)].filter(
    (note) => note !== undefined,
  );
  const { runId, profile, rounds } = run;
  const counts = { targets: analysis.targets.length, workloads: analysis.workloads.length };
  const head = clipped(t("summary.run", { run: runId, profile, rounds, ...counts }), columns);
  return [
    pc.bold(head),
    ...notes.flatMap((note) => marked("!", printable(note), columns, 2).map(pc.yellow)),
    ...trustLines(trust, columns, isTight),
    ...claimLines(input.claims, columns, isTight),
  ];
}

/** Where there is little room, without what keeps the run from more trust. */
function trustLines(trust: Trust, columns: number, isTight: boolean): readonly string[] {
  const verdict = isTight ? trustLevel(trust) : trustVerdict(trust);
  return wrapped(printable(say("answers.trust-line", { verdict })), columns, isTight ? 1 : 2);
}

/** A line for each claim that was measured, and one for all others if there is room. */
function claimLines(
  { results }: ClaimResults,
  columns: number,
  isTight: boolean,
): readonly string[] {
  const measured = results.filter(isMeasured);
  const ids = results.filter((result) => !isMeasured(result)).map(({ id }) => id);
  const others =
    ids.length === 0 || isTight
      ? []
      : [pc.dim(clipped(t("claims.not-measured-ids", { ids }), columns))];
  return [...measured.map((result) => clipped(printable(claimLine(result)), columns)), ...others];
}

/** A mark, and a text behind it in at most so many lines. */
function marked(mark: string, text: string, columns: number, most: number): readonly string[] {
  return wrapped(text, columns - 2, most).map((line, at) => `${at === 0 ? mark : " "} ${line}`);
}

function workLines({ work }: Digest, columns: number, isTight: boolean): readonly string[] {
  if (work.length === 0) return [];
  const note = t("summary.surely", { falseShare: FALSE_DISCOVERIES });
  const isNoted = !isTight && work.some(({ cells }) => cells > 0);
  return [
    pc.bold(clipped(t("summary.work"), columns)),
    ...aligned(work.map(workCells)).map((line) => clipped(`  ${line}`, columns)),
    ...(isNoted ? [pc.dim(clipped(`  ${note}`, columns))] : []),
  ];
}

function workCells(work: Work): readonly string[] {
  const { least, most, cells, differ, byChance, surely } = work;
  const slowdowns = { least: least.toFixed(2), most: most.toFixed(2) };
  const counts = { cells, differ, byChance: Math.round(byChance), surely };
  return [familyText(work), t("summary.slowdowns", slowdowns), t("summary.differ", counts)];
}

function familyText({ families, inMachines }: Work): string {
  if (inMachines) return t("summary.in-machines");
  const found = FAMILIES.find((name) => families.includes(name));
  return t(`summary.family-${found ?? "others"}` satisfies Code);
}

/** What casts doubt on the figures, and what is missing. */
function doubtLines(digest: Digest, columns: number, isTight: boolean): readonly string[] {
  const { emulated, warnings, helpsMost, notMeasured, pairs, firstLack } = digest;
  const lines: string[] = [];
  if (emulated.length > 0) {
    lines.push(...marked("!", emulatedText(emulated, columns - 2), columns, 1).map(pc.yellow));
  }
  if (helpsMost !== undefined) {
    const { of, remedy } = helpsMost;
    const text = printable(say("summary.warnings", { count: warnings, of, remedy }));
    lines.push(...marked("!", text, columns, isTight ? 1 : 2).map(pc.yellow));
  }
  if (firstLack !== undefined) {
    const { target, workload, reason } = firstLack;
    lines.push(
      ...marked("x", t("summary.not-measured", { ...notMeasured, pairs }), columns, 1).map(pc.red),
      ...marked(
        " ",
        printable(say("summary.first-lack", { target, workload, reason })),
        columns,
        1,
      ),
    );
  }
  return lines;
}

/** Names as many targets as there is room for. */
function emulatedText(targets: readonly string[], columns: number): string {
  const text = (named: number) =>
    printable(
      say("summary.emulated", { targets: targets.slice(0, named), more: targets.length - named }),
    );
  let named = targets.length;
  while (named > 0 && clipped(text(named), columns) !== text(named)) named--;
  return text(named);
}
