/** Defaults of the commands. The module loads nothing, so that `--help` is fast. */
import type { ProfileName } from "../bench/types.ts";

interface Profile {
  /** For a run of the main workloads alone. */
  readonly rounds: number;
  /** For any other run: a round of the whole catalogue takes seven times as long. */
  readonly catalogueRounds: number;
  readonly about: string;
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  smoke: { rounds: 1, catalogueRounds: 1, about: "does everything work? (under a minute)" },
  quick: { rounds: 5, catalogueRounds: 3, about: "a first answer (a few minutes)" },
  standard: { rounds: 15, catalogueRounds: 6, about: "an answer to quote" },
  thorough: { rounds: 30, catalogueRounds: 12, about: "an answer to publish" },
};

/** They are no defaults of commander's, so that --resume can tell which flags were given. */
export const DEFAULTS = { profile: "quick", cpus: 1, memoryMiB: 512 } as const;

export const GATE_DEFAULTS = {
  workloads: "start.exec",
  rounds: 1000,
  budgetMs: 600_000,
} as const;
