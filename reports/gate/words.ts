/** The parts of a judgement as text. Every format of a gate takes them from here. */

import { NOTHING } from "../../bench/stats/cells.ts";
import { highestOf } from "../../bench/stats/extent.ts";
import type {
  Bound,
  CellVerdict,
  Judgement,
  Margin,
  Side,
  Verdict,
} from "../../bench/stats/judgement.ts";
import { benjaminiHochberg } from "../../bench/stats/multiplicity.ts";
import { shareThatCounts } from "../../bench/stats/share.ts";
import { areStarts } from "../../bench/stats/starts.ts";
import type { Message } from "../../bench/types.ts";
import { quantity } from "../format.ts";
import { decimalsFor, percent, signed, sureText } from "../text/figures.ts";
import { t } from "../text/message.ts";
import { plain } from "./plain.ts";

/** The verdict in a sentence. */
export function verdictSentence({ verdict, cells }: Judgement): string {
  return t("gate.meaning", { verdict, starts: areStarts(gated(cells)) });
}

/** Verdicts in the order in which readers should see them. */
const ORDER: readonly Verdict[] = ["regressed", "inconclusive", "improved", "pass"];

/** Stands between base and head wherever both are named. */
const ARROW = "->";

/** Stands behind the bound that a verdict comes from. */
export const DECIDES = "*";

/** `crun -> runc`, or just `crun` where two runs are compared. */
export function targetText({ base, head, against, emulated }: CellVerdict): string {
  const target = plain(head);
  const said =
    against === undefined
      ? pair(base, head)
      : against.what === "earlier-runs"
        ? t("gate.against-earlier-runs", { target })
        : t("gate.against-run", { target, runId: plain(against.runId) });
  return marked(said, emulated);
}

export function cellText(cell: CellVerdict): string {
  return t("gate.cell", {
    workload: plain(cell.workload),
    metric: metricText(cell),
    target: targetText(cell),
  });
}

/** The metric's id, or words where nothing was measured that has one. */
export function metricText({ metric }: CellVerdict): string {
  return metric === NOTHING ? t("gate.nothing-measured") : plain(metric);
}

/** What was compared, for headings; the sides of an interleaved comparison are targets. */
export function sidesText({ base, head, cells }: Judgement): string {
  const emulated = cells.some((cell) => cell.emulated && cell.base === base && cell.head === head);
  return marked(pair(base, head), emulated);
}

function marked(said: string, emulated: boolean): string {
  return emulated ? `${said} ${t("gate.emulated")}` : said;
}

function pair(base: string | Message, head: string): string {
  return base === head ? plain(base) : `${plain(base)} ${ARROW} ${plain(head)}`;
}

export function sideText(side: Side | undefined, { unit }: CellVerdict): string {
  return side === undefined ? t("gate.not-measured") : quantity(side.median, unit);
}

/** `15.2 ms -> 17.1 ms (medians of 20 rounds; 5.31 -> 5.97 times as slow as native)`. */
export function mediansText(cell: CellVerdict): string {
  const { baseSide, headSide, unit, better } = cell;
  const medians = `${sideText(baseSide, cell)} ${ARROW} ${sideText(headSide, cell)}`;
  const counts = countsText([baseSide, headSide].filter((side) => side !== undefined));
  const [base, head] = [baseSide?.timesNative, headSide?.timesNative];
  const native =
    base === undefined || head === undefined
      ? ""
      : t("gate.times-native", { base, head, unit, better });
  const said = [counts, native].filter((text) => text !== "").join("; ");
  return said === "" ? medians : `${medians} (${said})`;
}

/** `15.2 ms`, and below it `p90 19.1 ms`: for tables. */
export function sideLines(side: Side | undefined, cell: CellVerdict): readonly string[] {
  const median = sideText(side, cell);
  return side?.p90 === undefined
    ? [median]
    : [median, t("gate.p90", { p90: quantity(side.p90, cell.unit) })];
}

/**
 * `p90 19.1 ms -> 152 ms; slow starts in 1 -> 9 of 15 rounds; failed in 0 -> 2 of 20 rounds`. Empty
 * if it is unknown.
 */
export function besidesText(cell: CellVerdict): string {
  const [tails, slow, failed] = [tailsText(cell), slowText(cell), failedText(cell)];
  return [
    ...(tails === "" ? [] : [t("gate.p90", { p90: tails })]),
    ...(slow === "" ? [] : [t("gate.slow-in", { slow })]),
    ...(failed === "" ? [] : [t("gate.failed-in", { failed })]),
  ].join("; ");
}

/** `19.1 ms -> 152 ms`: the p90 of both sides. */
export function tailsText({ baseSide, headSide, unit }: CellVerdict): string {
  if (baseSide?.p90 === undefined && headSide?.p90 === undefined) return "";
  return [baseSide, headSide]
    .map((side) => (side?.p90 === undefined ? t("gate.unknown") : quantity(side.p90, unit)))
    .join(` ${ARROW} `);
}

/** `1 -> 9 of 20`: the rounds of each side that have a slow start. Empty if nobody asked. */
export function slowText({ slow }: CellVerdict): string {
  if (slow === undefined) return "";
  return t("gate.slow", { base: slow.base.slow, head: slow.head.slow, rounds: slow.rounds });
}

/** `0 -> 2 of 20`: the rounds that failed on each side. */
export function failedText({ baseTries, headTries }: CellVerdict): string {
  if (baseTries === undefined || headTries === undefined) return "";
  return t("gate.failed", {
    baseFailed: baseTries.failed,
    baseRounds: baseTries.rounds,
    headFailed: headTries.failed,
    headRounds: headTries.rounds,
  });
}

/** `0 -> 2 of 20`, and below it `slow 1 -> 9 of 15`: for tables. */
export function lossLines(cell: CellVerdict): readonly string[] {
  const slow = slowText(cell);
  return [failedText(cell), slow === "" ? "" : t("gate.slow-line", { slow })].filter(
    (line) => line !== "",
  );
}

function countsText(sides: readonly Side[]): string {
  const counts = [...new Set(sides.map(countText))];
  const single = sides.every(({ n, of = "round" }) => n === 1 && of === "round");
  if (counts.length === 0 || single) return counts.join("");
  return t("gate.medians-of", { counts });
}

function countText({ n, of = "round" }: Side): string {
  return t("gate.count", { n, of });
}

export function effectText(cell: CellVerdict): string {
  const { effect, unit, better } = cell;
  if (effect === undefined) return "";
  const { slowdown } = effect;
  return t("gate.change", { slowdown, unit, better, decimals: decimalsFor(cell) });
}

/** `>= +0.5% (99.99%)` and `<= +4.1% (99.7%) *`, for tables. The mark is at the bound that decides. */
export function boundLines(cell: CellVerdict): readonly string[] {
  return boundsOfCell(cell).map((bound) => {
    const said = `${signedShare(cell, bound)} (${sureText(bound.confidence)})`;
    return isDeciding(cell, bound) ? `${said} ${DECIDES}` : said;
  });
}

/** `>= +9.1%`: a bound without its confidence, where that stands beside it. */
export function signedShare(cell: CellVerdict, { is, slowdown }: Bound): string {
  return `${is === "at-least" ? ">=" : "<="} ${signed(slowdown, decimalsFor(cell))}`;
}

/** Gates of earlier versions have only the bound that decides. */
export function boundsOfCell({ bound, bounds }: CellVerdict): readonly Bound[] {
  return bounds ?? (bound === undefined ? [] : [bound]);
}

/** Where there is no verdict, none has decided. */
export function isDeciding({ bound, verdict }: CellVerdict, one: Bound): boolean {
  return verdict !== "inconclusive" && bound?.is === one.is;
}

/** `5.0%`. If the absolute margin allows more than the share, its amount is named too. */
export function marginText({ relative, absolute, effective }: Margin, cell: CellVerdict): string {
  const decimals = decimalsFor(cell);
  if (!(effective > relative)) return percent(relative, decimals);
  const amount = quantity(absolute, cell.unit);
  return Number.isFinite(effective) ? `${percent(effective, decimals)} (${amount})` : amount;
}

/** `4.8%`: the least that is called better. */
export function countingText(cell: CellVerdict): string {
  return percent(shareThatCounts(cell.margin), decimalsFor(cell));
}

/** `12.3% slower, more than the 5.0% allowed`, where a reason does not say it. */
export function changeSentence(cell: CellVerdict): string {
  const change = effectText(cell);
  if (change === "") return "";
  const allowed = marginText(cell.margin, cell);
  switch (cell.verdict) {
    case "regressed":
      // Slow starts, failures or an earlier run decided: the change itself is not sure.
      return cell.question === undefined && cell.reason.code !== "verdicts-runs.still-worse"
        ? t("gate.change-regressed", { change, allowed })
        : t("gate.change-allowed", { change, allowed });
    case "improved": {
      return t("gate.change-improved", { change, counting: countingText(cell) });
    }
    case "inconclusive":
    case "pass":
      return t("gate.change-allowed", { change, allowed });
  }
}

/** What was found, and why it is judged so. A reason that has the change in it says both. */
export function findings(cell: CellVerdict): readonly string[] {
  const change = "slowdown" in cell.reason.values ? "" : changeSentence(cell);
  return [change, plain(cell.reason)].filter((line) => line !== "");
}

/** What to do about a cell; empty where there is nothing to do. */
export function remedyText({ remedy, moreRounds }: CellVerdict): string {
  const text = remedy === undefined ? "" : plain(remedy);
  // Some remedies name the rounds themselves.
  if (moreRounds === undefined || (remedy !== undefined && "rounds" in remedy.values)) return text;
  const rounds = t("gate.more-rounds", { rounds: moreRounds });
  return text === "" ? rounds : `${text} (${rounds})`;
}

/** Gated cells whose verdict is not `pass`, the worst first. */
export function notable(judgement: Judgement): readonly CellVerdict[] {
  return byVerdict(judgement).filter(({ verdict }) => verdict !== "pass");
}

/** Gated cells, the worst first. */
export function byVerdict({ cells }: Judgement): readonly CellVerdict[] {
  return gated(cells).sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}

export function gated(cells: readonly CellVerdict[]): CellVerdict[] {
  return cells.filter((cell) => cell.gated);
}

/** The verdict of a cell in a table. */
export function verdictText({ verdict, gated: counts }: CellVerdict): string {
  return counts ? t("gate.verdict", { verdict }) : t("gate.verdict-info", { verdict });
}

/** What a verdict says, and what it does not. */
function meaning({ cells, looks }: Judgement): readonly string[] {
  const judged = gated(cells).filter(({ effect }) => effect !== undefined);
  if (judged.length === 0) return [];
  const starts = areStarts(judged);
  const asksMore = looks.length > 1 || judged.some(({ slow }) => slow !== undefined);
  return [
    asksMore ? t("gate-notes.verdict-all", { starts }) : t("gate-notes.verdict", { starts }),
    t("gate-notes.bound"),
  ];
}

/** The slowdown that the gate would have seen. If that is large, a pass says little. */
function sensitivity(cells: readonly CellVerdict[]): readonly string[] {
  const judged = gated(cells).filter(({ effect }) => effect !== undefined);
  const found = judged.flatMap((cell) => cell.detectable ?? []);
  if (found.length === 0 || found.length < judged.length) return [];
  return [t("gate-notes.sensitivity", { cells: judged.length, share: highestOf(found) })];
}

/** With fewer changes, readers see at a glance which intervals leave out "no change". */
const MANY = 10;
const FALSE_SHARE = 0.05;

/**
 * With fewer pairs, ranks cannot tell a change from chance, however large it is: 2 in 2^5 is more
 * than 5%.
 */
const FEWEST_PAIRS = 6;

/** Among many changes, some are large by chance. */
function differences({ comparison, cells }: Judgement): readonly string[] {
  const enough = ({ baseSide, headSide }: CellVerdict) =>
    comparison !== "interleaved" || Math.min(baseSide?.n ?? 0, headSide?.n ?? 0) >= FEWEST_PAIRS;
  const chances = cells.filter(enough).flatMap(({ chance }) => chance ?? []);
  if (chances.length < MANY) return [];
  const count = benjaminiHochberg(chances).filter((p) => p <= FALSE_SHARE).length;
  const of = chances.length;
  return [t("gate-notes.more-than-chance", { count, of, falseShare: FALSE_SHARE })];
}

/** How to read the figures, for the foot of a report. */
export function readingNotes(judgement: Judgement): readonly string[] {
  const { comparison, rounds, looks, alpha, wallMs, cells, createdAt } = judgement;
  const rates = cells.some(({ unit }) => unit.endsWith("/s"));
  return [
    t("gate-notes.sides", {
      base: plain(judgement.base),
      head: plain(judgement.head),
      comparison,
      rounds,
      looks,
      ...(wallMs === undefined ? {} : { wallMs }),
      runId: plain(judgement.runId),
      createdAt,
    }),
    t("gate-notes.change", { comparison }),
    ...meaning(judgement),
    ...(judgement.verdict === "regressed"
      ? []
      : [t("gate-notes.false-alarms", { alpha, comparison })]),
    ...sensitivity(cells),
    ...differences(judgement),
    ...(rates ? [t("gate-notes.rates")] : []),
    ...(cells.some(({ emulated }) => emulated) ? [t("gate-notes.emulated")] : []),
    ...(cells.some((cell) => !cell.gated) ? [t("gate-notes.info")] : []),
  ];
}
