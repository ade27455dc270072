/** The sentence of each claim, for every report. */
import type { Published, Verdict } from "../bench/claims/claim.ts";
import type { ClaimResult, ClaimResults, PartResult } from "../bench/claims/result.ts";
import { type Code, say } from "../bench/messages.ts";
import type { Message } from "../bench/types.ts";
import { confidenceText, quantity } from "./numbers.ts";
import { percent, sureText } from "./text/figures.ts";
import { t } from "./text/message.ts";

const VERDICTS = {
  holds: "claims.holds",
  "does-not-hold": "claims.does-not-hold",
  depends: "claims.depends",
  "not-shown": "claims.not-shown",
  emulated: "claims.emulated",
  "not-measured": "claims.not-measured",
} as const satisfies Record<Verdict, Code>;

/** Claims that nothing in the run is about stand below the others. */
export function isMeasured({ verdict }: ClaimResult): boolean {
  return verdict !== "not-measured";
}

export function verdictOf({ verdict }: Pick<ClaimResult, "verdict">): string {
  return t(VERDICTS[verdict]);
}

/** One paragraph: the claim, the verdict, the figures, and what would say more. */
export function claimSentence(result: ClaimResult): string {
  const { says, verdict, gaps, emulated, moreRounds, needs, command } = result;
  const details: Message[] = [...figuresOf(result)];
  if (verdict !== "not-measured" && gaps.length > 0 && verdict !== "emulated") {
    details.push(say("claims.missing", { gaps: gaps.map((gap) => say("claims.gap", gap)) }));
  }
  if (emulated.length > 0) details.push(say("claims.left-out", { targets: emulated }));
  if (moreRounds !== undefined) {
    details.push(say("claims.more-rounds", { rounds: moreRounds }));
  }
  if (needs !== undefined) details.push(say("claims.needs", { needs }));
  if (command !== undefined && isOpen(result)) details.push(say("claims.command", { command }));
  return t("claims.sentence", { says, verdict: say(VERDICTS[verdict]), details });
}

function isOpen({ verdict, gaps }: ClaimResult): boolean {
  return verdict === "not-measured" || (verdict === "not-shown" && gaps.length > 0);
}

function figuresOf({ verdict, parts }: ClaimResult): readonly Message[] {
  if (parts.length === 0) return [];
  if (verdict !== "depends") return [say("claims.figures", { parts: parts.map(partText) })];
  const of = (answer: PartResult["answer"]) =>
    parts.filter((part) => part.answer === answer).map(partText);
  const [yes, no, open] = [of("yes"), of("no"), of("open")];
  return [
    say("claims.as-it-says", { parts: yes }),
    say("claims.otherwise", { parts: no }),
    ...(open.length === 0 ? [] : [say("claims.open", { parts: open })]),
  ];
}

function partText(part: PartResult): Message {
  const { target, about, lossy } = part;
  const figure = figureOf(part, rangeOf(part));
  return say("claims.part", {
    target,
    about,
    figure: lossy === true ? say("claims.lossy", { figure }) : figure,
  });
}

function figureOf(part: PartResult, range: Message | string): Message {
  const { kind, figure, answer, against = "" } = part;
  switch (kind) {
    case "slowdown":
      return say("claims.slowdown", { times: shown(part, figure), range });
    case "start-added":
      return say("claims.added", { time: shown(part, figure), range });
    case "size":
      return say("claims.size", { times: shown(part, figure), against });
    case "bytes":
      return say("claims.same-files", { count: figure });
    case "check":
      if (answer === "open") return say("claims.nobody-knows");
      return answer === "yes" ? say("claims.not-on-host") : say("claims.on-host");
    default:
      return say("claims.start", { time: shown(part, figure), range });
  }
}

function rangeOf(part: PartResult): Message | string {
  const { low, high, confidence } = part;
  if (low === undefined || high === undefined || confidence === undefined) return "";
  const ends = { low: shown(part, low), high: shown(part, high) };
  return say("claims.range", { ...ends, confidence: sureText(confidence) });
}

function shown({ kind }: PartResult, value: number): string {
  if (kind === "slowdown" || kind === "size") return `${value.toFixed(2)}x`;
  return quantity(value, "ns");
}

const WIDTH = 80;

/** The claim in one line of 80 columns, with as many figures as there is room for. */
export function claimLine(result: ClaimResult): string {
  const { id, says, verdict, parts } = result;
  const line = (figures: readonly Message[]) =>
    t("claims.line", { id, says, verdict: say(VERDICTS[verdict]), figures });
  const figures = parts
    .filter(({ kind }) => kind !== "check" && kind !== "bytes")
    .map((part) =>
      say("claims.line-figure", { target: part.target, figure: shown(part, part.figure) }),
    );
  let count = figures.length;
  while (count > 0 && line(figures.slice(0, count)).length > WIDTH) count--;
  return line(figures.slice(0, count));
}

/** What holds for all verdicts together. Undefined if none rests on rounds. */
export function claimsNote({ tested, error }: ClaimResults): string | undefined {
  if (tested === 0) return undefined;
  return t("claims.all-at-once", { tested, error: confidenceText(error) });
}

export function publishedText({ what, value, unit, against, source }: Published): string {
  const [low, high] = typeof value === "number" ? [value, value] : value;
  const one = (figure: number) => publishedFigure(figure, unit);
  const figure =
    low === high ? one(low) : say("claims-published.range", { low: one(low), high: one(high) });
  return against === undefined
    ? t("claims-published.figure", { what, figure, source })
    : t("claims-published.figure-against", { what, figure, against, source });
}

function publishedFigure(value: number, unit: Published["unit"]): Message | string {
  if (unit === "share") return percent(value);
  if (unit !== "change") return quantity(value, unit);
  if (value === 0) return say("claims-published.no-change");
  return `${value < 0 ? "-" : "+"}${percent(value)}`;
}
