/**
 * Evidence from two sides that are measured in the same rounds and looked at after any of them.
 * The logarithm of a round's slowdown is as likely to be above the true one as it is to be below,
 * and by the same amounts: both sides scatter alike. So one can bet on the side on which it falls,
 * and stake more on a round that falls far away.
 * Sources: betting.ts; Efron, Student's t-test under symmetry conditions, JASA 64 (1969), and
 * Ramdas, Ruf, Larsson & Koolen, Admissible anytime-valid sequential inference must rely on
 * nonnegative martingales (2020), on betting against symmetry.
 */
import { betsNeeded, chanceIn, fewestBets, type Stake, staked, stakesOf } from "./betting.ts";
import { type Dependence, dependenceOf } from "./dependence.ts";
import { normalQuantile } from "./distributions.ts";
import { type Evidence, ON_THE_BOUND, twoSided } from "./evidence.ts";
import { lastRuledOut } from "./halving.ts";
import { lazily } from "./lazily.ts";
import { middleOf, scattersOf } from "./scatter.ts";
import { SignedRank } from "./signed-rank.ts";
import type { Interval } from "./summary.ts";

/** Sizes of bets. The small ones find small changes, the largest a large one in few rounds. */
export const SIZES: readonly number[] = [0.06, 0.15, 0.35, 0.65, 0.97];

/** How well the scores use normal rounds, against the mean of as many. */
const EFFICIENCY = 0.9;

/** With fewer rounds no data at all would reach this error. */
export function fewestTurns(error: number): number {
  return fewestBets(error, SIZES);
}

export interface TurnsEvidence extends Evidence {
  readonly dependence: Dependence;
  /** Standard deviation of single rounds, robust; as a logarithm. */
  readonly scatter: number;
}

/**
 * The rounds of two sides, as logarithms of head's slowdown, in their order. Infinite ones stand
 * for rounds that failed on one side: `Infinity` for head's, `-Infinity` for base's.
 */
export class Turns {
  readonly #logs: readonly number[];
  /** Before each round, and one more: that of all rounds. */
  readonly #scatters: readonly number[];
  /** Stakes on a bound, after each round, by the bound and the side of it. */
  readonly #stakes = new Map<string, readonly Stake[]>();

  constructor(logs: readonly number[]) {
    this.#logs = logs;
    this.#scatters = scattersOf(logs);
  }

  /** Evidence from the first `n` rounds. Undefined if none of them has both sides. */
  first(n: number): TurnsEvidence | undefined {
    const logs = this.#logs.slice(0, n);
    const finite = logs.filter(Number.isFinite);
    if (finite.length === 0) return undefined;
    return evidenceOf({
      logs,
      finite,
      scatter: this.#scatters[n] as number,
      widest: Math.max(...this.#scatters.slice(0, n + 1)),
      stake: (bound, side) => this.#staked(bound, side)[n] as Stake,
      onceStaked: (bound, side) => staked(this.#scores(bound, side).slice(0, n), SIZES),
    });
  }

  #scores(bound: number, side: Side): readonly number[] {
    return this.#logs.map((log, i) =>
      Math.tanh((side * (log - bound)) / (this.#scatters[i] as number)),
    );
  }

  /** A gate asks for the same few bounds after every round. */
  #staked(bound: number, side: Side): readonly Stake[] {
    const key = `${side} ${bound}`;
    const known = this.#stakes.get(key);
    if (known !== undefined) return known;
    const stakes = stakesOf(this.#scores(bound, side), SIZES);
    this.#stakes.set(key, stakes);
    return stakes;
  }
}

/** Which side of a bound is bet on: 1 above it, -1 below. */
type Side = 1 | -1;

interface FirstRounds {
  readonly logs: readonly number[];
  readonly finite: readonly number[];
  /** Of all these rounds, and the widest before any of them. */
  readonly scatter: number;
  readonly widest: number;
  stake(bound: number, side: Side): Stake;
  /** The same, of a bound that nobody will ask for again. */
  onceStaked(bound: number, side: Side): Stake;
}

function evidenceOf({
  logs,
  finite,
  scatter,
  widest,
  stake,
  onceStaked,
}: FirstRounds): TurnsEvidence {
  const n = logs.length;
  const ranks = lazily(() => new SignedRank(finite));
  const dependence = lazily(() => {
    const centre = middleOf([...finite].sort((a, b) => a - b));
    return dependenceOf(logs.map((log) => Math.tanh((log - centre) / scatter)));
  });
  const inflation = () => dependence().inflation;
  const [above, below] = [ON_THE_BOUND, -ON_THE_BOUND];
  const sureAbove = (error: number) => (bound: number) =>
    chanceIn(onceStaked(bound + above, 1), inflation) <= error;
  const sureBelow = (error: number) => (bound: number) =>
    chanceIn(onceStaked(bound + below, -1), inflation) <= error;
  const far = () => Math.max(...finite.map(Math.abs)) + 60 * widest;
  return {
    n,
    of: "round",
    inTurns: true,
    get estimate() {
      return ranks().estimate;
    },
    get dependence() {
      return dependence();
    },
    scatter,
    interval: (confidence) => widened(ranks().interval(confidence), ranks().estimate, dependence()),
    fewest: fewestTurns,
    // Both chances change steadily with the bound, so it can be found by halving.
    lower: (error) => lastRuledOut(sureAbove(error), -far(), far()),
    upper: (error) => lastRuledOut(sureBelow(error), far(), -far()),
    chance: () => twoSided(ranks().pAbove(ON_THE_BOUND), ranks().pBelow(-ON_THE_BOUND)),
    pAbove: (bound) => chanceIn(stake(bound + above, 1), inflation),
    pBelow: (bound) => chanceIn(stake(bound + below, -1), inflation),
    moreRounds: (bound, { alpha }) => {
      const leaning = onceStaked(bound, ranks().estimate > bound ? 1 : -1);
      const needed = betsNeeded(leaning, n, alpha, inflation());
      return needed === undefined ? undefined : Math.max(1, needed - n);
    },
    wouldShow: (bound, { alpha, power }) => {
      if (n < fewestTurns(alpha)) return Number.POSITIVE_INFINITY;
      const quantile = normalQuantile(power);
      const aim = Math.log(SIZES.length / alpha);
      const errors = quantile + Math.sqrt(quantile ** 2 + 2 * aim);
      return bound + errors * scatter * Math.sqrt(inflation() / (n * EFFICIENCY));
    },
  };
}

/** An interval that allows for dependence: its ends lie further from the estimate. */
function widened(
  interval: Interval | undefined,
  estimate: number,
  { inflation }: Dependence,
): Interval | undefined {
  if (interval === undefined || inflation === 1) return interval;
  const by = Math.sqrt(inflation);
  return {
    ...interval,
    low: estimate - by * (estimate - interval.low),
    high: estimate + by * (interval.high - estimate),
  };
}
