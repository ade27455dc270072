/**
 * Tests that may be looked at after every round, by betting. Somebody who does not believe that
 * head got worse offers even odds on each round; whoever bets against him multiplies his stake by
 * `1 + bet * score` of that round. If he is right, the stake does not grow on average, and the
 * chance that it ever reaches 100 times what it was is 1% at most, however often one looks and
 * whenever one stops (Ville's inequality). So one divided by the stake is a chance of error.
 * Nobody knows the best size of a bet beforehand. The stake is divided over some sizes, and what
 * counts is their mean.
 * Sources: Ramdas, Gruenwald, Vovk & Shafer, Game-theoretic statistics and safe anytime-valid
 * inference, Statistical Science 38 (2023); Waudby-Smith & Ramdas, Estimating means of bounded
 * random variables by betting, JRSS B 86 (2024); Ville, Etude critique de la notion de collectif
 * (1939).
 */

/** A stake after some rounds, as the natural logarithms of its parts, one for each size of bet. */
export type Stake = readonly number[];

/**
 * The stake after a row of scores. No size times a score may be -1 or less: all would be lost.
 */
export function staked(scores: readonly number[], sizes: readonly number[]): Stake {
  const parts = new Array<number>(sizes.length).fill(0);
  for (const score of scores) play(parts, score, sizes);
  return parts;
}

/** The stakes after none of the scores, after the first, and so on up to all of them. */
export function stakesOf(scores: readonly number[], sizes: readonly number[]): readonly Stake[] {
  const parts = new Array<number>(sizes.length).fill(0);
  const stakes: Stake[] = [[...parts]];
  for (const score of scores) {
    play(parts, score, sizes);
    stakes.push([...parts]);
  }
  return stakes;
}

/** One round, in place: this is done some million times. */
function play(parts: number[], score: number, sizes: readonly number[]): void {
  for (let i = 0; i < parts.length; i++) {
    parts[i] = (parts[i] as number) + Math.log1p((sizes[i] as number) * score);
  }
}

/**
 * The chance of evidence like this, or stronger, at any look, if there is nothing to find.
 * `inflation` is how many rounds are worth one that is independent of the others.
 */
export function chanceOf(stake: Stake, inflation = 1): number {
  const parts = stake.map((part) => part / inflation);
  const most = Math.max(...parts);
  const sum = parts.reduce((total, part) => total + Math.exp(part - most), 0);
  return Math.min(1, (stake.length / sum) * Math.exp(-most));
}

/** A chance above this decides nothing. */
const UNDECIDED = 0.1;

/** The same. How far rounds depend on each other is asked only where it could change a verdict. */
export function chanceIn(stake: Stake, inflation: () => number): number {
  const chance = chanceOf(stake);
  return chance > UNDECIDED ? chance : chanceOf(stake, inflation());
}

/** After fewer rounds than this no scores at all reach this chance. */
export function fewestBets(chance: number, sizes: readonly number[]): number {
  let rounds = 0;
  while (chanceOf(sizes.map((size) => rounds * Math.log1p(size))) > chance) rounds++;
  return rounds;
}

/**
 * How many rounds in all would reach this chance, if they go on like these. Undefined if they never
 * would.
 */
export function betsNeeded(
  stake: Stake,
  rounds: number,
  chance: number,
  inflation = 1,
): number | undefined {
  const growth = Math.max(...stake) / inflation / rounds;
  // All parts but the best are lost.
  const aim = Math.log(stake.length / chance);
  return growth > 0 ? Math.ceil(aim / growth) : undefined;
}
