/** What a victim beside neighbours is measured by: metrics and a check, and their values. */
import { say } from "../messages.ts";
import { latencyMetric, rateMetric } from "../metrics.ts";
import { quantile } from "../stats/quantile.ts";
import type { Check, Metric, Observation } from "../types.ts";
import type { Look, Victim } from "./victims.ts";

const ALONG = { how: "curve", along: "beside" } as const;
const DETAIL = { role: "detail", against: "none", gated: false } as const;

export const METRICS: readonly Metric[] = [
  { id: "worst", unit: "ratio", better: "lower", role: "headline", against: "none", gated: false },
  latencyMetric("late", { ...DETAIL, fold: ALONG }),
  latencyMetric("late.p99", { ...DETAIL, role: "tail", of: "late", fold: ALONG }),
  { id: "times-alone", unit: "ratio", better: "lower", ...DETAIL, fold: ALONG, neighbours: "harm" },
  { id: "lost", unit: "ratio", better: "lower", ...DETAIL, fold: ALONG, neighbours: "loss" },
  rateMetric("work", { ...DETAIL, fold: ALONG, neighbours: "gain" }),
  latencyMetric("recovery", { ...DETAIL, fold: ALONG }),
  { id: "cpus-outside", unit: "ratio", better: "lower", ...DETAIL, fold: ALONG },
  rateMetric("rate", { ...DETAIL, better: "neither" }),
];

/** The victim beside one neighbour. */
export interface Beside {
  readonly look: Look;
  /** Turns a second. Undefined if the neighbour did not survive its own work. */
  readonly work: number | undefined;
  /**
   * CPUs that were used neither by the victim nor by its neighbour nor by the harness. Undefined where
   * that cannot be told.
   */
  readonly cpusOutside: number | undefined;
  /** A look in which the neighbour was stopped, and when. */
  readonly later: Look;
  readonly stoppedNs: bigint;
}

/** Operations in a row that are in time when all is well again. */
const IN_A_ROW = 10;
/** An operation is in time if it is late by no more than this, against the p99 when alone. */
const MOST_TIMES_ALONE = 2;

/**
 * From the end of the neighbour until the first of ten operations in a row that were in time.
 * `undefined`: the victim began only after the neighbour's end, as it may in an emulated guest.
 * `never`: not within the look. `mostLateNs`: how late an operation in time may be.
 */
export function recoveryNs(
  { late, intervalNs, endedNs }: Look,
  stoppedNs: bigint,
  mostLateNs: number,
): number | "never" | undefined {
  const lastLateNs = late.at(-1) ?? 0;
  // The guest's clock is another one. What the program needs for its end makes it a little late.
  const lastDueNs = Number(endedNs - stoppedNs) - lastLateNs;
  const dueNs = (index: number) => lastDueNs - (late.length - 1 - index) * intervalNs;
  if (dueNs(0) > 0) return undefined;
  const inTime = late.map((ns) => ns !== undefined && ns <= mostLateNs);
  const found = late.findIndex((_, index) => {
    const row = inTime.slice(index, index + IN_A_ROW);
    return dueNs(index) >= 0 && row.length === IN_A_ROW && row.every(Boolean);
  });
  return found === -1 ? "never" : dueNs(found);
}

/** Collects what was seen of a victim. `operations`: how many each look should have. */
export class NeighbourFigures {
  readonly #found: Observation[] = [];
  readonly #aloneP99Ns: number;
  readonly #waits: { readonly beside: string; readonly recovery: number | "never" }[] = [];
  #worst = 0;

  constructor(
    private readonly clock: Victim["clock"],
    private readonly operations: number,
    alone: Look,
  ) {
    this.#aloneP99Ns = Math.max(1, quantile(done(alone), 0.99));
    this.#found.push({ metric: "rate", values: [1e9 / alone.intervalNs], clock });
    this.tell("alone", alone);
  }

  /** Returns how many times as late as alone the victim was. */
  tell(beside: string, look: Look): number {
    const late = done(look);
    this.#one("lost", beside, 1 - late.length / this.operations);
    // One that got nothing done was as late as nothing can tell.
    if (late.length === 0) return Number.POSITIVE_INFINITY;
    const p99 = quantile(late, 0.99);
    const timesAlone = p99 / this.#aloneP99Ns;
    this.#found.push({ metric: "late", at: { beside }, values: late, clock: this.clock });
    this.#one("late.p99", beside, p99);
    this.#one("times-alone", beside, timesAlone);
    return timesAlone;
  }

  tellBusy(beside: string, { look, work, cpusOutside, later, stoppedNs }: Beside): void {
    const timesAlone = this.tell(beside, look);
    if (Number.isFinite(timesAlone)) this.#worst = Math.max(this.#worst, timesAlone);
    if (work !== undefined) this.#one("work", beside, work);
    if (cpusOutside !== undefined) this.#one("cpus-outside", beside, cpusOutside);
    const recovery = recoveryNs(later, stoppedNs, MOST_TIMES_ALONE * this.#aloneP99Ns);
    if (recovery === undefined) return;
    this.#waits.push({ beside, recovery });
    if (recovery !== "never") this.#one("recovery", beside, recovery);
  }

  observations(): readonly Observation[] {
    const worst: Observation = { metric: "worst", values: [this.#worst], clock: this.clock };
    return [worst, ...this.#found, this.#recovered()];
  }

  #one(metric: string, beside: string, value: number): void {
    const clock = ["work", "cpus-outside", "recovery"].includes(metric) ? "host" : this.clock;
    this.#found.push({ metric, at: { beside }, values: [value], clock });
  }

  #recovered(): Check {
    const never = this.#waits.filter(({ recovery }) => recovery === "never");
    const names = never.map(({ beside }) => beside);
    const check = "neighbour.recovered";
    if (this.#waits.length === 0) {
      return { check, holds: "unknown", evidence: say("evidence.recovery-unseen") };
    }
    return never.length === 0
      ? { check, holds: "yes", evidence: say("evidence.recovered", { seen: this.#waits.length }) }
      : { check, holds: "no", evidence: say("evidence.not-recovered", { beside: names }) };
  }
}

function done({ late }: Look): readonly number[] {
  return late.filter((ns) => ns !== undefined);
}
