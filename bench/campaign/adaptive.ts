/**
 * Runs that end early. A look is taken after certain rounds, which are fixed before the first
 * round. It finds the workloads that are still open; the others are dropped. The run ends when none
 * is open, or when the time is up.
 */
import type { Cell } from "../plan.ts";
import type { RunRecord } from "../schema.ts";
import type { Looks } from "../stats/judge.ts";

export interface AdaptivePlan {
  /** Rounds after which to look, ascending. The last one is the last round of all. */
  readonly looks: readonly number[];
  /** Milliseconds after which no round begins that would not end in time. */
  readonly budgetMs?: number | undefined;
}

export type Ended = "decided" | "budget" | "rounds";

/** Which workloads are still open, given the records so far. */
export type Judge = (records: readonly RunRecord[], looks: Looks) => ReadonlySet<string>;

export class Adaptive {
  readonly #records: RunRecord[];
  #taken: readonly number[] = [];
  #open: ReadonlySet<string> | undefined;
  #round = 0;
  #roundFromMs = 0;
  #longestMs = 0;
  #ended: Ended | undefined;

  /** `records` are those of an interrupted part. `sinceMs` is when the budget began, by `now`. */
  constructor(
    readonly plan: AdaptivePlan,
    readonly judge: Judge,
    records: readonly RunRecord[],
    readonly sinceMs: number,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#records = [...records];
    // Looks of an interrupted part. If a round after a look was begun, that look was taken.
    const rounds = lastRound(this.#records);
    const had = plan.looks.filter((look) => look < rounds);
    if (had.length > 0) this.#look(had);
  }

  /** Looks that were taken. Complete after `end`. */
  get taken(): readonly number[] {
    return this.#taken;
  }

  get leftMs(): number {
    const { budgetMs } = this.plan;
    return budgetMs === undefined ? Number.POSITIVE_INFINITY : this.sinceMs + budgetMs - this.now();
  }

  /** Rounds in which a workload was measured. */
  roundsOf(workload: string): number {
    return lastRound(this.#records.filter((record) => record.workload === workload));
  }

  add(record: RunRecord): void {
    this.#records.push(record);
  }

  /** Whether a cell should be measured. Must be asked for each cell, in order. */
  wants({ round, workload }: Cell): boolean {
    if (round !== this.#round) this.#begin(round);
    return this.#ended === undefined && (this.#open?.has(workload) ?? true);
  }

  #begin(round: number): void {
    const nowMs = this.now();
    if (this.#round > 0) this.#longestMs = Math.max(this.#longestMs, nowMs - this.#roundFromMs);
    this.#round = round;
    this.#roundFromMs = nowMs;
    if (this.#ended !== undefined) return;
    const due = this.plan.looks.filter((look) => look < round);
    if (due.length > this.#taken.length) this.#look(due);
    // Fewer than two rounds allow no judgement, however short the time.
    else if (round > 2 && this.leftMs < this.#longestMs) this.#ended = "budget";
  }

  #look(taken: readonly number[]): void {
    this.#taken = taken;
    const open = this.judge(this.#records, { taken, planned: this.plan.looks });
    // A dropped workload lacks rounds since then, so it is not taken up again.
    this.#open = new Set([...open].filter((workload) => this.#open?.has(workload) ?? true));
    if (this.#open.size === 0) this.#ended = "decided";
    else if (this.leftMs < this.#longestMs) this.#ended = "budget";
  }

  /** Adds the last look, at the end of the last round. */
  end(): { readonly ended: Ended; readonly rounds: number } {
    const rounds = lastRound(this.#records);
    const last = this.#taken.at(-1) ?? 0;
    if (rounds > last) this.#taken = [...this.#taken, rounds];
    return { ended: this.#ended ?? "rounds", rounds };
  }
}

function lastRound(records: readonly RunRecord[]): number {
  return records.reduce((last, { round }) => Math.max(last, round), 0);
}
