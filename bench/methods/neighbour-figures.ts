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
/** An operation is in time if it is late by no more than this, against the p99 when undisturbed. */
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

/** Looks in which nobody disturbs the victim. */
const QUIET = ["alone", "idle", "after"] as const;

/** Collects what was seen of a victim. `operations`: how many each look should have. */
export class NeighbourFigures {
  readonly #looks = new Map<string, Look>();
  readonly #busy: (Beside & { readonly beside: string })[] = [];

  constructor(
    private readonly clock: Victim["clock"],
    private readonly operations: number,
    private readonly alone: Look,
  ) {
    this.tell("alone", alone);
  }

  tell(beside: string, look: Look): void {
    this.#looks.set(beside, look);
  }

  tellBusy(beside: string, what: Beside): void {
    this.tell(beside, what.look);
    this.#busy.push({ beside, ...what });
  }

  /**
   * The p99 of all operations of the undisturbed looks together. A single look is too short: on a host
   * that others share, its p99 may be ten times that of the next.
   */
  get #quietNs(): number {
    const late = QUIET.flatMap((beside) => done(this.#looks.get(beside)));
    return late.length === 0 ? Number.POSITIVE_INFINITY : Math.max(1, quantile(late, 0.99));
  }

  observations(): readonly Observation[] {
    const quietNs = this.#quietNs;
    const { clock } = this;
    const one = (metric: string, beside: string, value: number, by: Victim["clock"] = clock) => {
      return { metric, at: { beside }, values: [value], clock: by };
    };
    const late = [...this.#looks].flatMap(([beside, look]): readonly Observation[] => {
      const values = done(look);
      const lost = one("lost", beside, 1 - values.length / this.operations);
      // One that got nothing done was as late as nothing can tell.
      if (values.length === 0) return [lost];
      const p99 = quantile(values, 0.99);
      return [
        lost,
        { metric: "late", at: { beside }, values, clock },
        one("late.p99", beside, p99),
        ...(Number.isFinite(quietNs) ? [one("times-alone", beside, p99 / quietNs)] : []),
      ];
    });
    const waits = this.#busy.flatMap(({ beside, later, stoppedNs }) => {
      const recovery = recoveryNs(later, stoppedNs, MOST_TIMES_ALONE * quietNs);
      return recovery === undefined ? [] : [{ beside, recovery }];
    });
    const work = this.#busy.flatMap(({ beside, work, cpusOutside }): readonly Observation[] => [
      ...(work === undefined ? [] : [one("work", beside, work, "host")]),
      ...(cpusOutside === undefined ? [] : [one("cpus-outside", beside, cpusOutside, "host")]),
    ]);
    return [
      { metric: "worst", values: [this.#worst(quietNs)], clock },
      { metric: "rate", values: [1e9 / this.alone.intervalNs], clock },
      ...late,
      ...work,
      ...waits.flatMap(({ beside, recovery }) =>
        recovery === "never" ? [] : [one("recovery", beside, recovery, "host")],
      ),
      recovered(waits),
    ];
  }

  #worst(quietNs: number): number {
    const times = this.#busy
      .map(({ look }) => done(look))
      .filter((late) => late.length > 0)
      .map((late) => quantile(late, 0.99) / quietNs);
    return Math.max(0, ...times);
  }
}

interface Waited {
  readonly beside: string;
  readonly recovery: number | "never";
}

function recovered(waits: readonly Waited[]): Check {
  const check = "neighbour.recovered";
  if (waits.length === 0) {
    return { check, holds: "unknown", evidence: say("evidence.recovery-unseen") };
  }
  const never = waits.filter(({ recovery }) => recovery === "never");
  const names = never.map(({ beside }) => beside);
  return never.length === 0
    ? { check, holds: "yes", evidence: say("evidence.recovered", { seen: waits.length }) }
    : { check, holds: "no", evidence: say("evidence.not-recovered", { beside: names }) };
}

function done(look: Look | undefined): readonly number[] {
  return look?.late.filter((ns) => ns !== undefined) ?? [];
}
