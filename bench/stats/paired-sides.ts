/** Two sides that were measured in the same rounds, and what their first rounds say together. */
import type { Row } from "./analyze.ts";
import { type Analyzed, triedRounds } from "./cells.ts";
import { type Evidence, pairedEvidence } from "./evidence.ts";
import { type Happened, type Shares, sharesOf } from "./shares.ts";
import { SlowestStarts, type SlowRounds } from "./slow-rounds.ts";
import { Turns, type TurnsEvidence } from "./turns.ts";

/** The part of a row that counts here. */
export type SideRow = Pick<Row, "better" | "rounds" | "samples">;

/**
 * With fewer starts in a round, leaving out two leaves too little. With five, the mean of the middle
 * three scatters less than their median: on the reference rounds of crun by a tenth, which saves a
 * sixth of the rounds (docs/gate.md).
 */
const FEWEST_TRIMMED = 5;

/** The typical start of a round: the mean without the fastest and the slowest. */
function trimmedMean(starts: readonly number[]): number {
  const middle = [...starts].sort((a, b) => a - b).slice(1, -1);
  return middle.reduce((sum, start) => sum + start, 0) / middle.length;
}

/** The same row, with the typical start of each round as its value. */
export function ofTypicalStarts(row: SideRow): SideRow {
  const rounds = [...row.rounds].map(([round, value]): [number, number] => {
    const starts = row.samples.get(round) ?? [];
    return [round, starts.length < FEWEST_TRIMMED ? value : trimmedMean(starts)];
  });
  return { ...row, rounds: new Map(rounds) };
}

/** A round that both sides tried, and whether it failed there. */
export interface Tried {
  readonly round: number;
  readonly failed: Happened;
}

/** Rounds that both sides tried, ascending. */
export function bothTried(
  of: Analyzed,
  workload: string,
  base: string,
  head: string,
): readonly Tried[] {
  const ofBase = triedRounds(of, base, workload);
  const ofHead = triedRounds(of, head, workload);
  return [...ofBase]
    .flatMap(([round, baseFailed]): Tried[] => {
      const headFailed = ofHead.get(round);
      return headFailed === undefined ? [] : [{ round, failed: [baseFailed, headFailed] }];
    })
    .sort((a, b) => a.round - b.round);
}

/** All methods use the rounds up to `last`. */
export class PairedSides {
  readonly #base: SideRow | undefined;
  readonly #head: SideRow | undefined;
  readonly #tries: readonly Tried[];
  /** Made when they are first asked for: by rounds, ascending. */
  #turns: { readonly at: readonly number[]; readonly turns: Turns } | undefined;
  #starts: { readonly at: readonly number[]; readonly starts: SlowestStarts } | undefined;

  /** `tries` are ascending. A side without a row has no values at all. */
  constructor(base: SideRow | undefined, head: SideRow | undefined, tries: readonly Tried[]) {
    this.#base = base;
    this.#head = head;
    this.#tries = tries;
  }

  /** For those who look once. Rounds that failed on a side are left out. */
  once(last: number): Evidence | undefined {
    if (this.#base === undefined || this.#head === undefined) return undefined;
    const logs = logRatios(this.#head, this.#base, last);
    return logs.length === 0 ? undefined : pairedEvidence(logs);
  }

  /**
   * For those who look often. A round that failed on one side is the worst it can be there: else a
   * side would look better for having failed when it was slow.
   */
  often(last: number): TurnsEvidence | undefined {
    this.#turns ??= this.#allTurns();
    const { at, turns } = this.#turns;
    return turns.first(countUpTo(at, last));
  }

  #allTurns() {
    const [base, head] = [this.#base, this.#head];
    if (base === undefined || head === undefined) return { at: [], turns: new Turns([]) };
    const ratios = logRatiosByRound(head, base);
    const rounds = this.#tries.flatMap(({ round, failed: [baseFailed, headFailed] }) => {
      const log = ratios.get(round);
      if (log !== undefined) return [{ round, log }];
      if (headFailed && base.rounds.has(round)) return [{ round, log: Number.POSITIVE_INFINITY }];
      if (baseFailed && head.rounds.has(round)) return [{ round, log: Number.NEGATIVE_INFINITY }];
      return [];
    });
    return {
      at: rounds.map(({ round }) => round),
      turns: new Turns(rounds.map(({ log }) => log)),
    };
  }

  /** Rounds with a slow start, where the samples are starts. `margin` is a share. */
  slow(last: number, margin: number): SlowRounds | undefined {
    this.#starts ??= this.#allStarts();
    const { at, starts } = this.#starts;
    return starts.first(countUpTo(at, last), margin);
  }

  /** Of each round that both sides tried, and that did not fail on both. */
  #allStarts() {
    const rounds = this.#tries.flatMap(({ round, failed: [baseFailed, headFailed] }) => {
      if (baseFailed && headFailed) return [];
      const base = slowestOf(this.#base, round, baseFailed);
      const head = slowestOf(this.#head, round, headFailed);
      return base === undefined || head === undefined ? [] : [{ round, base, head }];
    });
    return { at: rounds.map(({ round }) => round), starts: new SlowestStarts(rounds) };
  }

  failures(last: number): Shares {
    return sharesOf(this.#tries.flatMap(({ round, failed }) => (round <= last ? [failed] : [])));
  }
}

function countUpTo(rounds: readonly number[], last: number): number {
  return rounds.filter((round) => round <= last).length;
}

function slowestOf(row: SideRow | undefined, round: number, failed: boolean): number | undefined {
  const starts = row?.samples.get(round);
  if (starts !== undefined && starts.length > 0) return Math.max(...starts);
  return failed ? Number.POSITIVE_INFINITY : undefined;
}

/**
 * Logarithm of how much worse `row` is than `than`, for each round up to `last` that has both.
 */
export function logRatios(
  row: SideRow,
  than: SideRow,
  last = Number.POSITIVE_INFINITY,
): readonly number[] {
  return [...logRatiosByRound(row, than)].flatMap(([round, log]) => (round <= last ? [log] : []));
}

function logRatiosByRound(row: SideRow, than: SideRow): ReadonlyMap<number, number> {
  return new Map(
    [...row.rounds].flatMap(([round, value]): [number, number][] => {
      const other = than.rounds.get(round);
      if (other === undefined || !(other > 0) || !(value > 0)) return [];
      return [[round, row.better === "lower" ? Math.log(value / other) : Math.log(other / value)]];
    }),
  );
}
