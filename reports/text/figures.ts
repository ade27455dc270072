/**
 * Figures of changes, as every language writes them: `12.3%`, `+4.1%`, `99.97%`. How many decimals
 * they need does not depend on the words around them.
 */
import { ON_THE_BOUND } from "../../bench/stats/evidence.ts";
import type { Bound, Effect, Margin } from "../../bench/stats/judgement.ts";
import { shareThatCounts } from "../../bench/stats/share.ts";

/**
 * `12.3%`, `5%`, `0.24%`: one decimal unless it is 0, and two below 1%. `more` adds that many
 * decimals.
 */
export function percent(share: number, more = 0): string {
  const value = Math.abs(share) * 100;
  const decimals = (value < 0.995 && value > 0 ? 2 : 1) + more;
  return `${value.toFixed(decimals).replace(/\.0$/, "")}%`;
}

/** `+4.1%`, `-3%`, `0%`: how much slower, in tables. + is worse, whatever the unit. */
export function signed(slowdown: number, more: number): string {
  const share = slowdown - 1;
  const text = percent(share, more);
  if (/^[0.]+%$/.test(text)) return text;
  return `${share < 0 ? "-" : "+"}${text}`;
}

/** From here on a change is told as a multiple. */
export const TWICE = 2;

/** `2.31`, for a change that is told as a multiple. */
export function multiple(slowdown: number, more: number): string {
  return slowdown.toFixed(2 + more);
}

/** A change that reads as 0 with this many decimals. */
export function isNoChange(slowdown: number, more: number): boolean {
  return Math.abs(slowdown - 1) < 0.00005 / 10 ** more;
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

/** Nobody compares more decimals by eye, and a change that small is none: see `ON_THE_BOUND`. */
const MOST_DECIMALS = 8;

/**
 * How many more decimals than usual a cell's figures need, so that each reads on its own side of
 * the margin. 5.02% must not read as 5% in "more than the 5% allowed".
 */
export function decimalsFor({
  effect,
  bound,
  bounds = [],
  margin,
}: {
  readonly effect?: Pick<Effect, "slowdown"> | undefined;
  readonly bound?: Pick<Bound, "slowdown"> | undefined;
  readonly bounds?: readonly Pick<Bound, "slowdown">[] | undefined;
  readonly margin: Pick<Margin, "effective">;
}): number {
  const figures = [effect, bound, ...bounds].flatMap((one) => one?.slowdown ?? []);
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
  const asTimes = Number(multiple(figure, more)) - (1 + readShare(limit, more));
  return [asShare, ...(inTimes ? [asTimes] : [])].every(
    (apart) => Math.abs(apart) > ON_THE_BOUND / 10 && Math.sign(apart) === side,
  );
}

/** The share that a reader sees where this slowdown is told. */
function readShare(slowdown: number, more: number): number {
  const share = slowdown - 1;
  return (Math.sign(share) * Number.parseFloat(percent(share, more))) / 100;
}
