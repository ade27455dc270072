/**
 * Runs that end early. After certain rounds, fixed before the first, it is looked which workloads
 * are still open; the others are dropped, and when none is open, or the time is up, the run ends.
 */
import type { Cell } from "../plan.ts";
import type { RunRecord } from "../schema.ts";
import type { Looks } from "../stats/judge.ts";

export interface AdaptivePlan {
  /** Rounds after which to look, ascending; the last is the last round of all. */
  readonly looks: readonly number[];
  /** Milliseconds after which no round begins that would not end in time. */
  readonly budgetMs?: number | undefined;
}

export type Ended = "decided" | "budget" | "rounds";

/** Which workloads are still open, by what there is so far. */
export type Judge = (records: readonly RunRecord[], looks: Looks) => ReadonlySet<string>;

export class Adaptive {
  readonly #records: RunRecord[];
  #taken: readonly number[] = [];
  #open: ReadonlySet<string> | undefined;
  #round = 0;
  #roundFromMs = 0;
  #longestMs = 0;
  #ended: Ended | undefined;

  /** `records`: those of an interrupted part. `sinceMs`: when the budget began, by `now`. */
  constructor(
    readonly plan: AdaptivePlan,
    readonly judge: Judge,
    records: readonly RunRecord[],
    readonly sinceMs: number,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#records = [...records];
    // Looks of an interrupted part: that a round after it was begun shows that there was one.
    const rounds = lastRound(this.#records);
    const had = plan.looks.filter((look) => look < rounds);
    if (had.length > 0) this.#look(had);
  }

  /** Looks that there have been; complete after `end`. */
  get taken(): readonly number[] {
    return this.#taken;
  }

  get leftMs(): number {
    const { budgetMs } = this.plan;
    return budgetMs === undefined ? Number.POSITIVE_INFINITY : this.sinceMs + budgetMs - this.now();
  }

  /** Rounds in which a workload has been measured. */
  roundsOf(workload: string): number {
    return lastRound(this.#records.filter((record) => record.workload === workload));
  }

  add(record: RunRecord): void {
    this.#records.push(record);
  }

  /** Whether a cell is to be measured. Asked for each, in order. */
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
    // A judgement by less than two rounds is none, however short the time.
    else if (round > 2 && this.leftMs < this.#longestMs) this.#ended = "budget";
  }

  #look(taken: readonly number[]): void {
    this.#taken = taken;
    const open = this.judge(this.#records, { taken, planned: this.plan.looks });
    // What was dropped lacks rounds since then, and is not taken up again.
    this.#open = new Set([...open].filter((workload) => this.#open?.has(workload) ?? true));
    if (this.#open.size === 0) this.#ended = "decided";
    else if (this.leftMs < this.#longestMs) this.#ended = "budget";
  }

  /** The last look, at the end of the last round that there was. */
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
