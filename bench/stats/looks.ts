/**
 * Looking more than once. A run that may end early is judged after certain rounds, fixed before it
 * begins, and each look has its share of the error allowed to all of them: by Bonferroni's
 * inequality the whole keeps its level, whatever the looks show and however they depend.
 * Sources: Pocock, Biometrika 64 (1977), on why peeking inflates errors; Lan & DeMets, Biometrika 70
 * (1983), on dividing an error by the information that there is; Jennison & Turnbull, Group Sequential
 * Methods (2000), for sharper bounds, which need a joint distribution that a rank test does not have.
 */

/** Fewer rounds show too little to be worth a look. */
const FIRST = 10;
/** Each look comes half as many rounds again after the one before. */
const GROWTH = 1.5;

/**
 * Rounds after which to look, ascending; the last is `most`. `fewest`: rounds that a verdict takes
 * at the least, by the share of the error that a look has.
 */
export function looksUpTo(most: number, fewest: (share: number) => number): readonly number[] {
  for (let first = FIRST; ; first++) {
    const looks = spread(most, first);
    // Where even the last look could not decide, there is no use in one before it.
    if (looks.length === 1 || fewest(shareOf(first, looks)) <= first) return looks;
  }
}

function spread(most: number, first: number): readonly number[] {
  const rounds: number[] = [];
  for (let round = first; round * Math.sqrt(GROWTH) < most; round = Math.ceil(round * GROWTH)) {
    rounds.push(round);
  }
  return [...rounds, most];
}

/**
 * The fewest rounds, from `from` on, after which a verdict can be reached: whenever time is up, a
 * look has its share of the error. `fewest`: rounds that it takes with such a share.
 */
export function firstReach(
  planned: readonly number[],
  fewest: (share: number) => number,
  from = 1,
): number {
  let rounds = from;
  while (fewest(shareOf(rounds, planned)) > rounds) rounds++;
  return rounds;
}

/**
 * The share of an error that a look after `rounds` has, of those planned: in proportion to its
 * rounds. What is large is seen at an early look all the same, and what is small, and takes long,
 * has most of the error left. A look between two of them, when time is up, has that of the next.
 */
export function shareOf(rounds: number, planned: readonly number[]): number {
  const look = planned.find((one) => one >= rounds) ?? planned.at(-1) ?? rounds;
  return look / planned.reduce((sum, one) => sum + one, 0);
}
