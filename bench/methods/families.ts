/**
 * What experiments of a family have in common. A new family is an object like these in the
 * experiment's file. No other code knows families by name.
 */
import type { BetweenRuns, Metric } from "../types.ts";

export interface Family {
  readonly id: string;
  /** Where its experiments stand in lists and reports. */
  readonly order: number;
  /** Traits of its metrics, where they do not say otherwise themselves. */
  readonly traits: Partial<Pick<Metric, "betweenRuns" | "plausible" | "leastThatCounts">>;
}

/**
 * Degrees of freedom for a deviation that nobody has measured. The value is cautious, so it is
 * taken as known.
 */
const TAKEN = 1e6;

function taken(deviation: number): BetweenRuns {
  return { deviation, degrees: TAKEN };
}

/*
 * Where `betweenRuns` comes from: runs that were repeated on the reference machine
 * (docs/gate-method.md, "A baseline"; `npm run bench:gate -- --repeat 7`). Nothing was
 * measured that exceeds what is assumed here by more than chance. Footprints, delivery and many
 * instances were not tried: theirs are cautious guesses.
 */
export const START: Family = {
  id: "start",
  order: 10,
  traits: {
    // A native start takes a millisecond and varies, and everything is divided by it.
    betweenRuns: { deviation: 0.12, degrees: 6 },
    // What a timer, a scheduler or a cache line may add to a start, in ns.
    leastThatCounts: 20_000,
  },
};

export const CPU: Family = {
  id: "cpu",
  order: 20,
  // A CPU that beats native has another size or other bytes, or native is handicapped.
  traits: { betweenRuns: taken(0.04), plausible: { least: 0.98, suspect: "size" } },
};

export const MEMORY: Family = { id: "memory", order: 30, traits: { betweenRuns: taken(0.05) } };

export const SYSCALL: Family = { id: "syscall", order: 40, traits: { betweenRuns: taken(0.05) } };

export const DISK: Family = {
  id: "disk",
  order: 50,
  // A disk that beats the disk below it has skipped work: a cache answered, or a flush did not
  // flush.
  traits: { betweenRuns: taken(0.1), plausible: { least: 0.9, suspect: "cache" } },
};

export const NETWORK: Family = { id: "network", order: 60, traits: { betweenRuns: taken(0.1) } };

export const APP: Family = { id: "app", order: 70, traits: { betweenRuns: taken(0.1) } };

export const NEIGHBOUR: Family = { id: "neighbour", order: 75, traits: {} };

/** The user's own workloads. */
export const OWN: Family = { id: "own", order: 75, traits: { betweenRuns: taken(0.1) } };

/** A page, in bytes. Sizes come in whole pages. */
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

/** Building images and bringing them to a host. */
export const DELIVERY: Family = { id: "delivery", order: 95, traits: { betweenRuns: taken(0.1) } };

/** Many instances at once. */
export const SCALE: Family = { id: "scale", order: 97, traits: { betweenRuns: taken(0.1) } };

/** What is promised of isolation, and holds or does not. */
export const CHECK: Family = { id: "check", order: 100, traits: {} };
