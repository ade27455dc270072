/** How many rounds a gate will take, judged by the scatter that a few rounds have shown. */
import { betsNeeded, staked } from "./betting.ts";
import { ERRORS } from "./decide.ts";
import { normalQuantile } from "./distributions.ts";
import { partOf, type Question } from "./questions.ts";
import { fewestPassingSlow } from "./slow-rounds.ts";
import { fewestTurns, SIZES } from "./turns.ts";

/** What is known of a gated cell after a pilot. */
export interface PilotCell {
  readonly workload: string;
  readonly metric: string;
  /** The largest slowdown that is allowed, as a share. */
  readonly margin: number;
  /** Standard deviation of a round's logarithm. */
  readonly scatter: number;
  readonly asked: readonly Question[];
}

export interface Forecast extends PilotCell {
  /** Rounds after which it passes if nothing has changed. */
  readonly pass: number;
  /** Rounds after which it is regressed if head is slower by twice the margin. */
  readonly regressed: number;
  /**
   * The smallest slowdown, as a share, that would be called regressed within the rounds that there
   * is time for. Undefined if not even a large one would.
   */
  readonly sees: number | undefined;
}

/** `cells` are all gated ones. `rounds`: how many there may be, by number and by time. */
export function forecast(cells: readonly PilotCell[], rounds: number): readonly Forecast[] {
  return cells.map((cell) => {
    const { margin, scatter, asked } = cell;
    const alpha = (ERRORS.alpha * partOf("typical", asked)) / cells.length;
    const bound = Math.log1p(margin);
    const typical = roundsFor(bound / scatter, ERRORS.beta);
    const slow = asked.includes("slow") ? fewestPassingSlow(margin, ERRORS.beta) : 0;
    const shown = (slowdown: number) => roundsFor((Math.log1p(slowdown) - bound) / scatter, alpha);
    return {
      ...cell,
      pass: Math.max(typical, slow),
      regressed: shown(2 * margin),
      sees: STEPS.map((step) => margin + step).find((slowdown) => shown(slowdown) <= rounds),
    };
  });
}

/** Slowdowns beyond the margin that are tried: each a twentieth more than the one before. */
const STEPS = Array.from({ length: 150 }, (_, index) => 0.005 * 1.05 ** index);

/** Rounds as a normal distribution has them: its quantiles, evenly spread. */
const NORMALS = Array.from({ length: 99 }, (_, index) => normalQuantile((index + 1) / 100));

/**
 * The rounds that it takes, on average, until bets on normal rounds reach this error. `distance` is
 * how far their centre lies beyond the bound, in standard deviations.
 */
export function roundsFor(distance: number, error: number): number {
  const scores = NORMALS.map((normal) => Math.tanh(distance + normal));
  const stake = staked(scores, SIZES);
  const needed = betsNeeded(stake, scores.length, error);
  return Math.max(needed ?? Number.POSITIVE_INFINITY, fewestTurns(error));
}
