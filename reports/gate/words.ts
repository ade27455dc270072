/** The sentences of a judgement. Every format of a gate takes them from here. */

import { highestOf, lowestOf } from "../../bench/stats/extent.ts";
import type {
  Against,
  CellVerdict,
  Comparison,
  Judgement,
  Margin,
  Side,
  Verdict,
} from "../../bench/stats/judgement.ts";
import { benjaminiHochberg } from "../../bench/stats/multiplicity.ts";
import {
  changeText,
  decimalsFor,
  percent,
  rangeText,
  shareThatCounts,
  sureText,
  timesText,
  typicalText,
} from "../../bench/stats/words.ts";
import type { Said } from "../../bench/types.ts";
import { confidenceText, printable, quantity } from "../format.ts";
import { textOf } from "../text/message.ts";

/** The verdict in a sentence. */
export function verdictSentence({ verdict, cells }: Judgement): string {
  const typical = typicalText(gated(cells));
  switch (verdict) {
    case "regressed":
      return "something got worse by more than is allowed";
    case "inconclusive":
      return "it is neither shown nor ruled out that something got worse by more than is allowed";
    case "improved":
      return `something got better by more than the margin, and ${typical} nowhere worse by more than is allowed`;
    case "pass":
      return `${typical} did not get worse by more than is allowed`;
  }
}

/** Verdicts in the order in which readers should see them. */
const ORDER: readonly Verdict[] = ["regressed", "inconclusive", "improved", "pass"];

const EMULATED = "(TCG, emulated)";
/** Stands between base and head wherever both are named. */
const ARROW = "->";

/**
 * Text from tools on one line, harmless in a CI log. GitHub's runner obeys a line that begins with
 * `::`, and `##[` anywhere.
 */
export function plain(text: Said): string {
  return printable(textOf(text).replaceAll(/\s+/g, " ").trim())
    .replace(/^::/, ": :")
    .replaceAll("##[", "## [");
}

/** `crun -> runc`, or just `crun` where two runs are compared. */
export function targetText({ base, head, against, emulated }: CellVerdict): string {
  const said = against === undefined ? pair(base, head) : `${plain(head)}, ${againstText(against)}`;
  return [said, ...(emulated ? [EMULATED] : [])].join(" ");
}

export function cellText(cell: CellVerdict): string {
  return `${plain(cell.workload)}/${plain(cell.metric)} on ${targetText(cell)}`;
}

/** What was compared, for headings; the sides of an interleaved comparison are targets. */
export function sidesText({ base, head, cells }: Judgement): string {
  const emulated = cells.some((cell) => cell.emulated && cell.base === base && cell.head === head);
  return [pair(base, head), ...(emulated ? [EMULATED] : [])].join(" ");
}

function pair(base: string, head: string): string {
  return base === head ? plain(base) : `${plain(base)} ${ARROW} ${plain(head)}`;
}

function againstText(against: Against): string {
  return against.what === "earlier-runs"
    ? "against earlier runs"
    : `against ${plain(against.runId)}`;
}

export function sideText(side: Side | undefined, { unit }: CellVerdict): string {
  return side === undefined ? "not measured" : quantity(side.median, unit);
}

/** `15.2 ms -> 17.1 ms (medians of 20 rounds; 5.31 -> 5.97 times as slow as native)`. */
export function mediansText(cell: CellVerdict): string {
  const { baseSide, headSide } = cell;
  const medians = `${sideText(baseSide, cell)} ${ARROW} ${sideText(headSide, cell)}`;
  const counts = countsText([baseSide, headSide].filter((side) => side !== undefined));
  const [was, is] = [baseSide?.timesNative, headSide?.timesNative];
  const native =
    was === undefined || is === undefined
      ? ""
      : `${was.toFixed(2)} ${ARROW} ${timesText(is, cell)} as native`;
  const said = [counts, native].filter((text) => text !== "").join("; ");
  return said === "" ? medians : `${medians} (${said})`;
}

/** `15.2 ms`, and below it `p90 19.1 ms`: for tables. */
export function sideLines(side: Side | undefined, cell: CellVerdict): readonly string[] {
  const median = sideText(side, cell);
  return side?.p90 === undefined ? [median] : [median, `p90 ${quantity(side.p90, cell.unit)}`];
}

/**
 * `p90 19.1 ms -> 152 ms; failed in 0 -> 2 of 20 rounds`: what the verdict does not judge. Empty if
 * it is unknown.
 */
export function besidesText(cell: CellVerdict): string {
  const [tails, failed] = [tailsText(cell), failedText(cell)];
  const said = [tails && `p90 ${tails}`, failed && `failed in ${failed} rounds`];
  return said.filter((text) => text !== "").join("; ");
}

/** `19.1 ms -> 152 ms`: the p90 of both sides. */
export function tailsText({ baseSide, headSide, unit }: CellVerdict): string {
  if (baseSide?.p90 === undefined && headSide?.p90 === undefined) return "";
  return [baseSide, headSide]
    .map((side) => (side?.p90 === undefined ? "unknown" : quantity(side.p90, unit)))
    .join(` ${ARROW} `);
}

/** `0 -> 2 of 20`: the rounds that failed on each side. */
export function failedText({ baseTries, headTries }: CellVerdict): string {
  if (baseTries === undefined || headTries === undefined) return "";
  const ofBase = baseTries.rounds === headTries.rounds ? "" : ` of ${baseTries.rounds}`;
  return `${baseTries.failed}${ofBase} ${ARROW} ${headTries.failed} of ${headTries.rounds}`;
}

function countsText(sides: readonly Side[]): string {
  const counts = [...new Set(sides.map(countText))];
  if (counts.length === 0) return "";
  return counts.length === 1 && counts[0] === "1 round"
    ? "1 round"
    : `medians of ${counts.join(" and ")}`;
}

function countText({ n, of = "round" }: Side): string {
  return `${n} ${of}${n === 1 ? "" : "s"}`;
}

export function effectText(cell: CellVerdict): string {
  return cell.effect === undefined ? "" : changeText(cell.effect.slowdown, cell, decimalsFor(cell));
}

export function intervalText(cell: CellVerdict): string {
  const interval = cell.effect?.interval;
  return interval === undefined
    ? ""
    : `${rangeText(interval, cell, decimalsFor(cell))}, ${confidenceText(interval.confidence)} interval`;
}

/** `-3.0% to +9.4%`, for tables. + is worse, whatever the unit. */
export function signedInterval(cell: CellVerdict): string {
  const { interval } = cell.effect ?? {};
  if (interval === undefined) return "";
  return `${signed(interval.low, cell)} to ${signed(interval.high, cell)}`;
}

/** `<= +4.1% (99.7%)`: the bound that the verdict comes from, for tables. */
export function signedBound(cell: CellVerdict): string {
  const { bound } = cell;
  if (bound === undefined) return "";
  const sign = bound.is === "at-least" ? ">=" : "<=";
  return `${sign} ${signed(bound.slowdown, cell)} (${sureText(bound.confidence)})`;
}

function signed(slowdown: number, cell: CellVerdict): string {
  const share = slowdown - 1;
  const text = percent(share, decimalsFor(cell));
  if (/^[0.]+%$/.test(text)) return text;
  return `${share < 0 ? "-" : "+"}${text}`;
}

/** The confidence of the intervals; the least and the greatest where they differ. */
export function confidencesText(cells: readonly CellVerdict[]): string {
  const all = cells.flatMap(({ effect }) => effect?.interval?.confidence ?? []);
  if (all.length === 0) return "interval";
  const [least, most] = [lowestOf(all), highestOf(all)].map(confidenceText);
  return least === most ? `${least} interval` : `${least} to ${most} interval`;
}

/** `5.0%`. If the absolute margin allows more than the share, its amount is named too. */
export function marginText({ relative, absolute, effective }: Margin, cell: CellVerdict): string {
  const decimals = decimalsFor(cell);
  if (!(effective > relative)) return percent(relative, decimals);
  const amount = quantity(absolute, cell.unit);
  return Number.isFinite(effective) ? `${percent(effective, decimals)} (${amount})` : amount;
}

/** `12.3% slower (9.8% to 14.9% slower, 95% interval), more than the 5.0% allowed`. */
export function changeSentence(cell: CellVerdict): string {
  const effect = effectText(cell);
  if (effect === "") return "";
  const interval = intervalText(cell);
  const margin = marginText(cell.margin, cell);
  const against: Readonly<Record<Verdict, string>> = {
    regressed: `more than the ${margin} allowed`,
    inconclusive: `${margin} allowed`,
    improved: `more than the ${percent(shareThatCounts(cell.margin), decimalsFor(cell))} that counts`,
    pass: `${margin} allowed`,
  };
  return `${effect}${interval === "" ? "" : ` (${interval})`}, ${against[cell.verdict]}`;
}

/** What was found, and why it is judged so. A reason that begins with the change says both. */
export function findings(cell: CellVerdict): readonly string[] {
  const [change, reason] = [changeSentence(cell), plain(cell.reason)];
  const told = change !== "" && reason.startsWith(effectText(cell));
  return [told ? "" : change, reason].filter((line) => line !== "");
}

/** What to do about a cell; empty where there is nothing to do. */
export function remedyText({ remedy, moreRounds }: CellVerdict): string {
  const rounds = moreRounds === undefined ? "" : `about ${moreRounds} more rounds would help`;
  const text = plain(remedy);
  if (rounds === "" || /\bmore rounds\b/.test(text)) return text;
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

export function verdictText({ verdict, gated: counts }: CellVerdict): string {
  return counts ? verdict : `${verdict} (info)`;
}

const COMPARED: Readonly<Record<Comparison, string>> = {
  interleaved: "measured in the same rounds of one run",
  baseline: "two runs, compared by their ratios to native",
  history: "one run against many earlier ones, compared by their ratios to native",
};

/** What a change is. It may differ from what the medians beside it suggest. */
const CHANGES: Readonly<Record<Comparison, string>> = {
  interleaved:
    "A change is the centre of the ratios of head to base in each round, not the ratio of the two medians.",
  baseline:
    "A change is the change of the ratio to native, not of the medians: the host may have become faster or slower.",
  history:
    "A change is the change of the ratio to native, not of the medians: the host may have become faster or slower.",
};

/** What a verdict says, and what it does not. */
function meaning({ cells }: Judgement): readonly string[] {
  const judged = gated(cells).filter(({ effect }) => effect !== undefined);
  if (judged.length === 0) return [];
  return [
    `A verdict is about ${typicalText(judged)}: single values that are slow, or fail, need not change it. The p90 and the failed rounds stand beside it. Nine of ten single values are no worse than the p90.`,
    "A verdict comes from its bound, which is one-sided and has the confidence that stands beside it. The interval is two-sided: it may include the margin although the verdict is a pass.",
  ];
}

/** The slowdown that the gate would have seen. If that is large, a pass says little. */
function sensitivity(cells: readonly CellVerdict[]): readonly string[] {
  const judged = gated(cells).filter(({ effect }) => effect !== undefined);
  const found = judged.flatMap((cell) => cell.detectable ?? []);
  if (found.length === 0 || found.length < judged.length) return [];
  const text = changeText(1 + highestOf(found), { unit: "ns", better: "lower" });
  const what = judged.length === 1 ? "the gated cell" : "any gated cell";
  return [
    `If ${what} had become ${text} or more, the gate would have said "regressed" with a chance of 80%.`,
  ];
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
  return [
    `Regardless of the margins, ${count} of ${chances.length} changes are more than chance (at most ${percent(FALSE_SHARE)} of these are expected to be chance after all, by Benjamini and Hochberg's method).`,
  ];
}

/** How to read the figures, for the foot of a report. */
export function readingNotes(judgement: Judgement): readonly string[] {
  const { comparison, rounds, looks, alpha, wallMs, cells, runId, createdAt } = judgement;
  const [base, head] = [plain(judgement.base), plain(judgement.head)];
  const looked = looks.length > 1 ? `, judged after ${looks.join(", ")} of them` : "";
  const took = wallMs === undefined ? "" : `, in ${quantity(wallMs * 1e6, "ns")}`;
  const rates = cells.some(({ unit }) => unit.endsWith("/s"));
  return [
    `Base is ${base}, head is ${head}: ${COMPARED[comparison]}, ${rounds} round(s)${looked}${took}; run ${plain(runId)} of ${createdAt}.`,
    CHANGES[comparison],
    ...meaning(judgement),
    ...(judgement.verdict === "regressed"
      ? []
      : [
          `If nothing got worse by more than is allowed, the gate says "regressed" in at most ${percent(alpha)} of such comparisons${comparison === "baseline" ? ", provided that runs of this machine differ no more than isotax assumes" : ""}.`,
        ]),
    ...sensitivity(cells),
    ...differences(judgement),
    ...(rates
      ? [
          "For rates, a change is the change of the time for one operation or byte: half the rate is 2.00 times as slow, 25% more is 20.0% faster.",
        ]
      : []),
    ...(cells.some(({ emulated }) => emulated)
      ? [`Figures marked ${EMULATED} say nothing about hardware virtualization.`]
      : []),
    ...(cells.some((cell) => !cell.gated)
      ? ["Cells marked (info) do not count for the verdict."]
      : []),
  ];
}
