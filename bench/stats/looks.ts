/**
 * Looking more than once. A run that may end early is judged after certain rounds, which are fixed
 * before it begins. Each look has a share of the error that is allowed to all of them. By
 * Bonferroni's inequality the whole keeps its level, whatever the looks show and however they
 * depend on each other.
 * Sources: Pocock, Biometrika 64 (1977), on why peeking inflates errors; Lan & DeMets, Biometrika
 * 70 (1983), on dividing an error by the information that there is; Jennison & Turnbull, Group
 * Sequential Methods (2000), for sharper bounds, which need a joint distribution that a rank test
 * does not have.
 */

/** Fewer rounds show too little to be worth a look. */
const FIRST = 10;
/** Each look comes after half as many rounds again as the look before. */
const GROWTH = 1.5;

/**
 * Rounds after which to look, ascending. The last is `most`. `fewest` says how many rounds a
 * verdict needs at least, given the share of the error that a look has.
 */
export function looksUpTo(most: number, fewest: (share: number) => number): readonly number[] {
  for (let first = FIRST; ; first++) {
    const looks = spread(most, first);
    // If even the last look could not decide, an earlier look is useless.
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

/** Looks of evidence that may be looked at after any round come this close: a twentieth. */
const OFTEN = 1.05;

/**
 * Rounds after which to look where looks cost no error, only time: after each at first, and then
 * so often that no twentieth of the rounds is measured in vain. The last is `most`.
 */
export function looksAtWill(most: number, first: number): readonly number[] {
  const rounds: number[] = [];
  for (let round = first; round < most; round = Math.max(round + 1, Math.floor(round * OFTEN))) {
    rounds.push(round);
  }
  return [...rounds, most];
}

/**
 * The share of an error that a look after `rounds` has, in proportion to its rounds among all
 * planned looks. A large change is still seen at an early look. A small change takes long, and most
 * of the error is left for it. A look between two planned ones, when time is up, has the share of
 * the next.
 */
export function shareOf(rounds: number, planned: readonly number[]): number {
  const look = planned.find((one) => one >= rounds) ?? planned.at(-1) ?? rounds;
  return look / planned.reduce((sum, one) => sum + one, 0);
}
