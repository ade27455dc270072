/**
 * Evidence about how much more often something happens to head than to base, from rounds that have
 * both: slow starts, failures. It may be looked at after any round. Of each round it knows whether
 * it happened to head alone (1), to base alone (-1), or to both or neither (0).
 * Source: betting.ts; Waudby-Smith & Ramdas (2024), section 4, for bets on a bounded mean.
 */
import { betsNeeded, chanceIn, fewestBets, staked } from "./betting.ts";
import { dependenceOf } from "./dependence.ts";
import { lastRuledOut } from "./halving.ts";
import { lazily } from "./lazily.ts";

/** There can be no more, on one side alone, than all rounds: nothing is bet there. */
const [LOWEST, HIGHEST] = [-1, 1] as const;
const SIZES = [0.06, 0.12, 0.25, 0.5, 0.75, 0.97] as const;

export interface Shares {
  /** Rounds that count. */
  readonly n: number;
  /** To how many of these it happened, on each side. */
  readonly base: number;
  readonly head: number;
  /** Chance of rounds like these if head's share is higher by no more than this; 0 to 1. */
  pAbove(more: number): number;
  /** Chance of rounds like these if head's share is higher by this or more. */
  pBelow(more: number): number;
  /** Head's share is higher by this at the least, except with that error; -1 if nothing is sure. */
  lower(error: number): number;
  /** Head's share is higher by this at the most; 1 if nothing is sure. */
  upper(error: number): number;
  /** How many more rounds would tell. Undefined if more of the same would not. */
  moreRounds(more: number, error: number): number | undefined;
}

/** Of a round: whether it happened to each side. */
export type Happened = readonly [base: boolean, head: boolean];

export function sharesOf(rounds: readonly Happened[]): Shares {
  const n = rounds.length;
  const differences = rounds.map(([base, head]) => Number(head) - Number(base));
  const count = (side: 0 | 1) => rounds.filter((round) => round[side]).length;
  const [base, head] = [count(0), count(1)];
  const inflation = lazily(() => dependenceOf(differences).inflation);
  // A size of a bet is below what could lose the stake at once.
  const stakeAbove = (more: number) =>
    staked(
      differences.map((difference) => (difference - more) / (1 + more)),
      SIZES,
    );
  const stakeBelow = (more: number) =>
    staked(
      differences.map((difference) => (more - difference) / (1 - more)),
      SIZES,
    );
  const pAbove = (more: number) => chanceIn(stakeAbove(more), inflation);
  const pBelow = (more: number) => chanceIn(stakeBelow(more), inflation);
  return {
    n,
    base,
    head,
    pAbove,
    pBelow,
    lower: (error) => lastRuledOut((more) => more <= LOWEST || pAbove(more) <= error, -1, 1) ?? -1,
    upper: (error) => lastRuledOut((more) => more >= HIGHEST || pBelow(more) <= error, 1, -1) ?? 1,
    moreRounds: (more, error) => {
      const stake = head - base > more * n ? stakeAbove(more) : stakeBelow(more);
      const needed = n === 0 ? undefined : betsNeeded(stake, n, error, inflation());
      return needed === undefined ? undefined : Math.max(1, needed - n);
    },
  };
}

/** The fewest rounds after which head's share could be sure to be higher. */
export function fewestShares(error: number): number {
  return fewestBets(error, SIZES);
}
