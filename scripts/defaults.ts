/** Defaults of the commands. The module loads nothing, so that `--help` is fast. */
import type { ProfileName } from "../bench/types.ts";

interface Profile {
  /** For a run of the main workloads alone. */
  readonly rounds: number;
  /** For any other run: a round of the whole catalogue takes seven times as long. */
  readonly catalogueRounds: number;
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  smoke: { rounds: 1, catalogueRounds: 1 },
  quick: { rounds: 5, catalogueRounds: 3 },
  standard: { rounds: 15, catalogueRounds: 6 },
  thorough: { rounds: 30, catalogueRounds: 12 },
};

/** They are no defaults of commander's, so that --resume can tell which flags were given. */
export const DEFAULTS = { profile: "quick", cpus: 1, memoryMiB: 512 } as const;

export const GATE_DEFAULTS = {
  workloads: "start.exec",
  rounds: 1000,
  budgetMs: 600_000,
} as const;

/** The most rounds of a run that ends when it is precise, or when its time is up. */
export const MOST_ROUNDS = 1000;

/** The most instances at once that a run may ask for. */
export const MOST_INSTANCES = 4000;
