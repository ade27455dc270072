/**
 * Looking more than once. A run that may end early is judged after certain rounds, fixed before it
 * begins, and each look has its share of the error allowed to all of them: by Bonferroni's
 * inequality the whole keeps its level, whatever the looks show and however they depend.
 * Sources: Pocock, Biometrika 64 (1977), on why peeking inflates errors; Jennison & Turnbull, Group
 * Sequential Methods (2000), section 2, for sharper splits, which need what a rank test cannot give.
 */

/** Fewer rounds show too little to be worth a look. */
const FIRST = 10;
/** Each look comes half as many rounds again after the one before. */
const GROWTH = 1.5;

/**
 * Rounds after which to look, ascending; the last is `most`. `fewest`: rounds that a verdict takes
 * at the least, given how many looks there are.
 */
export function looksUpTo(most: number, fewest: (looks: number) => number): readonly number[] {
  for (let looks = 1; ; looks++) {
    const rounds = spread(most, Math.max(FIRST, fewest(looks)));
    // More looks make each one's share smaller, and the first of them later.
    if (rounds.length <= looks) return rounds;
  }
}

function spread(most: number, first: number): readonly number[] {
  const rounds: number[] = [];
  for (let round = first; round * Math.sqrt(GROWTH) < most; round = Math.ceil(round * GROWTH)) {
    rounds.push(round);
  }
  return [...rounds, most];
}

/** Each look's share of an error. */
export function shareOf(error: number, looks: number): number {
  return error / looks;
}
