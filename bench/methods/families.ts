/**
 * What experiments of a family have in common. A family of one's own is an object like these, in the
 * experiment's file: nothing else knows families by name.
 */
import type { BetweenRuns, Metric } from "../types.ts";

export interface Family {
  readonly id: string;
  /** Where its experiments stand in lists and reports. */
  readonly order: number;
  /** What its metrics are, where they do not say otherwise themselves. */
  readonly traits: Partial<Pick<Metric, "betweenRuns" | "plausible" | "leastThatCounts">>;
}

/** How well a constant is known that nobody can be sure of: as what it is taken for, being a cautious one. */
const TAKEN = 1e6;

function taken(deviation: number): BetweenRuns {
  return { deviation, degrees: TAKEN };
}

/*
 * `betweenRuns`: that of starts is what seven runs showed on the reference machine. Those of CPU and
 * disk are such that the metric which differed most between the two reference runs, a day apart,
 * would not alarm wrongly more often than promised. The others are guessed, on the cautious side
 * (docs/gate.md).
 */
export const START: Family = {
  id: "start",
  order: 10,
  traits: {
    // A native start of a millisecond is what varies, and everything is divided by it.
    betweenRuns: { deviation: 0.12, degrees: 6 },
    // What a timer, a scheduler or a cache line may do to a start, in ns.
    leastThatCounts: 20_000,
  },
};

export const CPU: Family = {
  id: "cpu",
  order: 20,
  // A CPU that beats native has another size, other bytes, or native a handicap.
  traits: { betweenRuns: taken(0.04), plausible: { least: 0.98, suspect: "size" } },
};

export const MEMORY: Family = { id: "memory", order: 30, traits: { betweenRuns: taken(0.05) } };

export const SYSCALL: Family = { id: "syscall", order: 40, traits: { betweenRuns: taken(0.05) } };

export const DISK: Family = {
  id: "disk",
  order: 50,
  // A disk that beats the one below it has skipped work: a cache, or a flush that is not one.
  traits: { betweenRuns: taken(0.1), plausible: { least: 0.9, suspect: "cache" } },
};

export const NETWORK: Family = { id: "network", order: 60, traits: { betweenRuns: taken(0.1) } };

export const APP: Family = { id: "app", order: 70, traits: { betweenRuns: taken(0.1) } };

/** A page, in bytes: sizes come in whole ones. */
const PAGE = 4096;

export const FOOTPRINT: Family = {
  id: "footprint",
  order: 80,
  traits: { betweenRuns: taken(0.1), leastThatCounts: PAGE },
};

export const IMAGE: Family = {
  id: "image",
  order: 90,
  traits: { betweenRuns: taken(0), leastThatCounts: PAGE },
};
