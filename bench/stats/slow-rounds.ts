/**
 * Rounds with a slow start. The typical start is the middle of a round, which a start that hangs
 * now and then does not move. So the slowest start of each round is looked at as well: how often it
 * is beyond what base's slowest are usually.
 */
import type { SlowStarts } from "./judgement.ts";
import { placeOf } from "./scatter.ts";
import { type Happened, type Shares, sharesOf } from "./shares.ts";

/** Nine of ten of base's rounds have no slower start. */
const USUAL = 0.9;
/** Rounds of base that have to be known before a round can be called slow. */
const FEWEST = 5;

/** For each point of the margin, three more rounds of a hundred may be slow. */
const TIMES_MARGIN = 3;
const MOST_ALLOWED = 0.3;

/** How many more of head's rounds may be slow, as a share of all: 15% where the margin is 5%. */
export function slowAllowed(margin: number): number {
  return Math.min(MOST_ALLOWED, TIMES_MARGIN * margin);
}

/** The fewest rounds after which a cell without a single slow round passes. */
export function fewestPassingSlow(margin: number, error: number): number {
  let rounds = 1;
  const none = (count: number) => Array.from({ length: count }, (): Happened => [false, false]);
  while (sharesOf(none(rounds)).pBelow(slowAllowed(margin)) > error) rounds++;
  return FEWEST + rounds;
}

/** The slowest start of a round on each side, in ns; Infinity if the round failed there. */
export interface Slowest {
  readonly base: number;
  readonly head: number;
}

/** A round is slow if its slowest start is beyond this, in ns. Head may be slower by the margin. */
interface Limits {
  readonly base: number;
  readonly head: number;
}

export interface SlowRounds extends Limits {
  readonly shares: Shares;
}

/**
 * The slowest starts of rounds, in their order. What is slow is known from base's rounds before, so
 * that no round decides about itself: beyond their p90 by more than the margin. Head may be slower
 * by the margin once more.
 */
export class SlowestStarts {
  readonly #rounds: readonly Slowest[];
  /** Limits before each round, and after the last, for a margin of 0; undefined at first. */
  readonly #usual: readonly (number | undefined)[];

  constructor(rounds: readonly Slowest[]) {
    this.#rounds = rounds;
    const known: number[] = [];
    const usual: (number | undefined)[] = [undefined];
    for (const { base } of rounds) {
      if (Number.isFinite(base)) known.splice(placeOf(base, known), 0, base);
      usual.push(known.length < FEWEST ? undefined : usualOf(known));
    }
    this.#usual = usual;
  }

  /** Of the first `n` rounds. `margin` is a share. Undefined while too few rounds are known. */
  first(n: number, margin: number): SlowRounds | undefined {
    const limits = this.#limits(n, margin);
    const happened = this.#rounds.slice(0, n).flatMap(({ base, head }, index): Happened[] => {
      const limit = this.#limits(index, margin);
      return limit === undefined ? [] : [[base > limit.base, head > limit.head]];
    });
    if (limits === undefined || happened.length === 0) return undefined;
    return { shares: sharesOf(happened), ...limits };
  }

  #limits(round: number, margin: number): Limits | undefined {
    const usual = this.#usual[round];
    if (usual === undefined) return undefined;
    const base = usual * (1 + margin);
    return { base, head: base * (1 + margin) };
  }
}

/** The p90 of ascending values, as quantile.ts computes it. */
function usualOf(sorted: readonly number[]): number {
  const place = (sorted.length - 1) * USUAL;
  const [below, above] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
  return below + (place - Math.floor(place)) * (above - below);
}

/** What is told of slow rounds. `levels`: errors that a bound of either kind may have. */
export function toldSlow(
  { shares, base, head }: SlowRounds,
  margin: number,
  levels: { readonly worse: number; readonly harmless: number },
): SlowStarts {
  const { n } = shares;
  return {
    rounds: n,
    base: { slow: shares.base, limit: base },
    head: { slow: shares.head, limit: head },
    allowed: slowAllowed(margin),
    atLeast: shares.lower(levels.worse),
    atMost: shares.upper(levels.harmless),
  };
}
