/** Writes changes in plain words: `12.3% slower`, `between 0.5% faster and 2.0% slower`. */
import type { Metric } from "../types.ts";
import { ON_THE_BOUND } from "./evidence.ts";
import type { Bound, CellVerdict, Effect, Margin } from "./judgement.ts";
import type { Interval } from "./summary.ts";

/** The words for worse and for better. */
export function wordsFor({ unit, better }: Pick<Metric, "unit" | "better">): {
  readonly worse: string;
  readonly better: string;
} {
  if (unit === "bytes") {
    return better === "lower"
      ? { worse: "larger", better: "smaller" }
      : { worse: "smaller", better: "larger" };
  }
  if (unit === "count") {
    return better === "lower"
      ? { worse: "more", better: "fewer" }
      : { worse: "fewer", better: "more" };
  }
  return { worse: "slower", better: "faster" };
}

type Kind = Pick<Metric, "unit" | "better">;

/**
 * `12.3%`, `5%`, `0.24%`: one decimal unless it is 0, and two below 1%. `more` adds that many
 * decimals.
 */
export function percent(share: number, more = 0): string {
  const value = Math.abs(share) * 100;
  const decimals = (value < 0.995 && value > 0 ? 2 : 1) + more;
  return `${value.toFixed(decimals).replace(/\.0$/, "")}%`;
}

/**
 * `12.3% slower`, or `2.31 times as slow` from twice on. Faster is told as how much less time or
 * size.
 */
export function changeText(slowdown: number, kind: Kind, more = 0): string {
  const words = wordsFor(kind);
  if (slowdown >= TWICE) return timesText(slowdown, kind, more);
  const share = slowdown - 1;
  if (Math.abs(share) < 0.00005 / 10 ** more) return "the same";
  return `${percent(share, more)} ${share > 0 ? words.worse : words.better}`;
}

/** From here on a change is told as a multiple. */
const TWICE = 2;

const SINGLE: Readonly<Record<string, string>> = {
  slower: "slow",
  larger: "large",
  smaller: "small",
  more: "many",
  fewer: "few",
};

/** `5.31 times as slow`, also below 2. */
export function timesText(slowdown: number, kind: Kind, more = 0): string {
  const { worse } = wordsFor(kind);
  return `${timesOf(slowdown, more)} times as ${SINGLE[worse] ?? worse}`;
}

function timesOf(slowdown: number, more: number): string {
  return slowdown.toFixed(2 + more);
}

/** `9.8% to 14.9% slower`, or `between 0.5% faster and 2.0% slower`. */
export function rangeText(
  { low, high }: Pick<Interval, "low" | "high">,
  kind: Kind,
  more = 0,
): string {
  // Both ends use one scale: 1.99 to 2.01 times, not 99% to 2.01 times.
  if (high >= TWICE && low >= 1) return `${timesOf(low, more)} to ${timesText(high, kind, more)}`;
  const [from, to] = [changeText(low, kind, more), changeText(high, kind, more)];
  const sameSide = (low > 1 && high > 1) || (low < 1 && high < 1);
  if (from === to) return from;
  if (!sameSide || high >= TWICE) return `between ${from} and ${to}`;
  const nearest = low > 1 ? [low, high] : [high, low];
  const words = wordsFor(kind);
  const [least, most] = nearest.map((end) => percent(end - 1, more));
  return `${least} to ${most} ${low > 1 ? words.worse : words.better}`;
}

/**
 * `at least 9.1% slower (one-sided, with 99.5% confidence)`. On the other side of no change it uses
 * the opposite word. A bound of no change reads `not slower`. Where it decides nothing, because it
 * lies on a margin of 0, it reads `at most 0% slower`.
 */
export function boundText(
  { is, slowdown, confidence }: Bound,
  kind: Kind,
  more = 0,
  decides = true,
): string {
  const { worse, better } = wordsFor(kind);
  const change = changeText(slowdown, kind, more);
  const isLeast = (is === "at-least") === slowdown > 1;
  const unchanged =
    is === "at-least"
      ? `not ${better}`
      : decides
        ? `not ${worse}`
        : `at most ${percent(0)} ${worse}`;
  const said = change === "the same" ? unchanged : `${isLeast ? "at least" : "at most"} ${change}`;
  return `${said} (one-sided, with ${sureText(confidence)} confidence)`;
}

/**
 * `95%`, `99.5%`, `99.997%`: as many decimals as needed to show how far from certain it is. Never
 * rounded up.
 */
export function sureText(confidence: number): string {
  const error = 1 - confidence;
  const decimals = Math.max(0, Math.ceil(-Math.log10(error) - 1e-9) - 2);
  const scale = 10 ** decimals;
  return `${Math.floor((1 - error) * 100 * scale + 1e-6) / scale}%`;
}

/** What a cell's verdict is about. It does not cover every start: some starts may still hang. */
export function typicalText(cells: readonly Pick<CellVerdict, "each">[]): string {
  const starts = cells.length > 0 && cells.every(({ each }) => each === "start");
  return starts ? "the typical start" : "the typical value";
}

/** How much better counts, as a share of the former value: 4.8% less time is 5% more speed. */
export function shareThatCounts({ effective }: Pick<Margin, "effective">): number {
  return effective / (1 + effective);
}

/** Nobody compares more decimals by eye, and a change that small is none: see `ON_THE_BOUND`. */
const MOST_DECIMALS = 8;

/**
 * How many more decimals than usual a cell's figures need, so that each reads on its own side of
 * the margin. 5.02% must not read as 5% in "more than the 5% allowed".
 */
export function decimalsFor({
  effect,
  bound,
  margin,
}: {
  readonly effect?: Effect | undefined;
  readonly bound?: Bound | undefined;
  readonly margin: Margin;
}): number {
  const { interval } = effect ?? {};
  const figures = [effect?.slowdown, interval?.low, interval?.high, bound?.slowdown].filter(
    (figure) => figure !== undefined,
  );
  const limits = [1 + margin.effective, 1 - shareThatCounts(margin)].filter(Number.isFinite);
  // If one figure is told as a multiple, the others beside it are too.
  const inTimes = figures.some((figure) => figure >= TWICE);
  let more = 0;
  const shown = () =>
    figures.every((figure) => limits.every((limit) => isApart(figure, limit, more, inTimes)));
  while (more < MOST_DECIMALS && !shown()) more++;
  return more;
}

/** Whether a figure reads on its own side of a limit, both as a share and as a multiple. */
function isApart(figure: number, limit: number, more: number, inTimes: boolean): boolean {
  if (Math.abs(Math.log(figure / limit)) <= ON_THE_BOUND) return true;
  const side = Math.sign(figure - limit);
  const asShare = readShare(figure, more) - readShare(limit, more);
  const asTimes = Number(timesOf(figure, more)) - (1 + readShare(limit, more));
  return [asShare, ...(inTimes ? [asTimes] : [])].every(
    (apart) => Math.abs(apart) > ON_THE_BOUND / 10 && Math.sign(apart) === side,
  );
}

/** The share that a reader sees where this slowdown is told. */
function readShare(slowdown: number, more: number): number {
  const share = slowdown - 1;
  return (Math.sign(share) * Number.parseFloat(percent(share, more))) / 100;
}
