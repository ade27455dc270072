/** The sentence of each claim, for every report. */
import width from "string-width";
import type { Verdict } from "../bench/claims/claim.ts";
import type { ClaimResult, ClaimResults, PartResult } from "../bench/claims/result.ts";
import { type Code, say } from "../bench/messages.ts";
import type { Message } from "../bench/types.ts";
import {
  extents,
  gapTexts,
  type MarkFigure,
  partTexts,
  ruleText,
  sureOf,
} from "./claims-figures.ts";
import { confidenceText } from "./numbers.ts";
import { t } from "./text/message.ts";

const VERDICTS = {
  holds: "claims.holds",
  "does-not-hold": "claims.does-not-hold",
  depends: "claims.depends",
  "not-for-all": "claims.not-for-all",
  "not-shown": "claims.not-shown",
  emulated: "claims.emulated",
  "not-measured": "claims.not-measured",
} as const satisfies Record<Verdict, Code>;

/** Claims that nothing in the run is about stand below the others. */
export function isMeasured({ verdict }: ClaimResult): boolean {
  return verdict !== "not-measured";
}

export function verdictWord(result: ClaimResult): string {
  return t(verdictCode(result));
}

/** The same where nothing else is known of the run, as in a site's tables. */
export function wordOfVerdict(verdict: Verdict): string {
  return t(VERDICTS[verdict]);
}

type VerdictCode = (typeof VERDICTS)[Verdict] | "claims.so-far";

function verdictCode(result: ClaimResult): VerdictCode {
  return isTrueSoFar(result) ? "claims.so-far" : VERDICTS[result.verdict];
}

/** Whether all figures agree with the claim, and nothing but rounds is missing. */
function isTrueSoFar(result: ClaimResult): boolean {
  const { verdict, moreRounds, gaps, parts } = result;
  return (
    verdict === "not-shown" &&
    moreRounds !== undefined &&
    gaps.length === 0 &&
    parts.every((part) => agrees(part, result))
  );
}

/**
 * One paragraph: the claim, the verdict, the figures, and what would say more. A page may put a
 * place where the verdict stands, and one where each figure does.
 */
export function claimSentence(
  result: ClaimResult,
  verdict = verdictWord(result),
  mark?: MarkFigure,
): string {
  return t("claims.sentence", { says: result.says, verdict, details: detailsOf(result, mark) });
}

/** What follows the verdict. */
function detailsOf(result: ClaimResult, mark?: MarkFigure): readonly Message[] {
  const { parts, gaps, emulated, moreRounds, rules } = result;
  const sure = sureOf(parts);
  const isKnown = parts.length > 0;
  return [
    ...figuresOf(result, mark),
    ...(sure === undefined ? [] : [sure]),
    ...(isKnown && gaps.length > 0 ? [say("claims.missing", { gaps: gapTexts(gaps) })] : []),
    ...(emulated.length > 0 ? [say("claims.left-out", { targets: emulated })] : []),
    ...(rules.length > 0 && isMeasured(result)
      ? [say("claims.rule", { rules: rules.map(ruleText) })]
      : []),
    ...(moreRounds === undefined ? [] : [say("claims.more-rounds", { rounds: moreRounds })]),
    ...remedyOf(result),
  ];
}

/** Why a claim is open: the rounds or the measurements that are missing. */
export function openReason(result: ClaimResult): Message | undefined {
  const { verdict, gaps, moreRounds } = result;
  if (verdict !== "not-shown") return undefined;
  if (moreRounds !== undefined) {
    return isTrueSoFar(result)
      ? say("claims.make-sure", { rounds: moreRounds })
      : say("claims.more-rounds", { rounds: moreRounds });
  }
  return gaps.length > 0 ? say("claims.missing", { gaps: gapTexts(gaps) }) : undefined;
}

function agrees({ kind, figure, answer }: PartResult, { rules }: ClaimResult): boolean {
  const rule = rules.find((one) => one.kind === kind);
  if (rule === undefined) return answer === "yes";
  return rule.is === "above" ? figure > rule.bound : figure < rule.bound;
}

/** What is needed beside what was measured; else the command that would measure it. */
function remedyOf({ verdict, parts, gaps, needs, command }: ClaimResult): readonly Message[] {
  if (needs !== undefined && parts.length > 0) return [needs];
  const isOpen = verdict === "not-measured" || (verdict === "not-shown" && gaps.length > 0);
  return isOpen ? [say("claims.command", { command })] : [];
}

function figuresOf({ verdict, parts }: ClaimResult, mark?: MarkFigure): readonly Message[] {
  if (parts.length === 0) return [];
  if (verdict !== "depends" && verdict !== "not-for-all") {
    return [say("claims.figures", { parts: partTexts(parts, mark) })];
  }
  const of = (answer: "yes" | "no" | "open") =>
    partTexts(
      parts.filter((part) => part.answer === answer),
      mark,
    );
  const [yes, open] = [of("yes"), of("open")];
  return [
    ...(yes.length === 0 ? [] : [say("claims.as-it-says", { parts: yes })]),
    say("claims.otherwise", { parts: of("no") }),
    ...(open.length === 0 ? [] : [say("claims.open", { parts: open })]),
  ];
}

const WIDTH = 80;

/** The claim in one line of 80 columns, with as many figures as there is room for. */
export function claimLine(result: ClaimResult): string {
  const { id, says, parts } = result;
  const line = (figures: readonly Message[]) =>
    t("claims.line", { id, says, verdict: say(verdictCode(result)), figures });
  const figures = extents(parts);
  let count = figures.length;
  while (count > 0 && width(line(figures.slice(0, count))) > WIDTH) count--;
  return line(figures.slice(0, count));
}

/** What holds for all verdicts together. Undefined if none rests on rounds. */
export function claimsNote({ tested, error }: ClaimResults): string | undefined {
  if (tested === 0) return undefined;
  return t("claims.all-at-once", { tested, error: confidenceText(error) });
}
