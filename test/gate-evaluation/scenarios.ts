/**
 * What has slipped past gates, as data with fixed seeds: `npm run bench:gate -- --scenarios`. Each
 * is a made-up pair of sides whose truth is known.
 */
import type { Chance } from "./chance.ts";
import type { SidesPlay, Starts } from "./sides.ts";

export interface Scenario {
  readonly name: string;
  /** What the gate should say; neither for a change of just the margin. */
  readonly truth: "pass" | "regressed" | "neither";
  readonly margin: number;
  /** Rounds at most. */
  readonly most: number;
  /** Cells of a gate. They are alike, and independent. */
  readonly cells: number;
  make(chance: Chance, rounds: number): SidesPlay;
}

const START_NS = 15e6;
const STARTS = 5;

/** Both sides. `level` is the logarithm of each round, `start` what happens to a single one. */
interface Maker {
  readonly base: (chance: Chance, rounds: number) => readonly number[];
  readonly head: (chance: Chance, rounds: number) => readonly number[];
  /** How much single starts scatter in their round. */
  readonly within?: number;
  /** What becomes of a start, of either side, given in ns. */
  readonly spoil?: (ns: number, chance: Chance, side: "base" | "head") => number;
  /** Whether a round fails, given its level beyond the usual one. */
  readonly fails?: (level: number, chance: Chance, side: "base" | "head") => boolean;
}

function made({ base, head, within = 0.01, spoil, fails }: Maker): Scenario["make"] {
  return (chance, rounds) => {
    const side = (which: "base" | "head", levels: readonly number[]): Starts[] =>
      levels.map((level) => {
        if (fails?.(level, chance, which) === true) return undefined;
        return Array.from({ length: STARTS }, () => {
          const ns = START_NS * Math.exp(level + within * chance.normal());
          return spoil?.(ns, chance, which) ?? ns;
        });
      });
    return { base: side("base", base(chance, rounds)), head: side("head", head(chance, rounds)) };
  };
}

type Levels = Maker["base"];

/** Rounds that do not depend on each other. */
const apart =
  (scatter: number, slower = 0, of: "normal" | "heavy" = "normal"): Levels =>
  (chance, rounds) =>
    Array.from({ length: rounds }, () => Math.log1p(slower) + scatter * chance[of]());

/** Rounds that each remember so much of the one before: AR(1). */
const remembering =
  (scatter: number, memory: number, slower = 0, noise = 0): Levels =>
  (chance, rounds) => {
    let last = chance.normal();
    return Array.from({ length: rounds }, () => {
      last = memory * last + Math.sqrt(1 - memory ** 2) * chance.normal();
      return Math.log1p(slower) + scatter * last + noise * chance.normal();
    });
  };

/** Two levels, so far apart; a side stays at one for so many rounds on average. */
const sticking =
  (jump: number, stays: number, slower = 0): Levels =>
  (chance, rounds) => {
    let high = chance.uniform() < 0.5;
    return Array.from({ length: rounds }, () => {
      if (chance.uniform() < 1 / stays) high = !high;
      return Math.log1p(slower) + (high ? jump : 0) + 0.015 * chance.normal();
    });
  };

const hanging =
  (share: number, times = 10): NonNullable<Maker["spoil"]> =>
  (ns, chance, side) =>
    side === "head" && chance.uniform() < share ? times * ns : ns;

const failing =
  (base: number, head: number): NonNullable<Maker["fails"]> =>
  (_, chance, side) =>
    chance.uniform() < (side === "base" ? base : head);

/** A clock that ticks every 10 ms, begun at any moment. */
const ticking: NonNullable<Maker["spoil"]> = (ns, chance) =>
  1e7 * Math.floor(ns / 1e7 + chance.uniform());

const COMMON = { margin: 0.05, most: 600, cells: 1 } as const;
/** Scatter of a round's ratio where both sides scatter by this. */
const BOTH = Math.SQRT1_2;

function pair(
  name: string,
  truth: Scenario["truth"],
  maker: Maker,
  terms: Partial<Pick<Scenario, "margin" | "most" | "cells">> = {},
): Scenario {
  return { ...COMMON, ...terms, name, truth, make: made(maker) };
}

const scattering = (scatter: number) => {
  const by = scatter * BOTH;
  return [
    pair(`scatter ${100 * scatter}%: the same`, "pass", { base: apart(by), head: apart(by) }),
    pair(`scatter ${100 * scatter}%: 10% slower`, "regressed", {
      base: apart(by),
      head: apart(by, 0.1),
    }),
    pair(`scatter ${100 * scatter}%: 5% slower, the margin`, "neither", {
      base: apart(by),
      head: apart(by, 0.05),
    }),
  ];
};

const atMargin = (name: string, levels: (slower: number) => Levels, margin = 0.05) =>
  pair(name, "neither", { base: levels(0), head: levels(margin) }, { margin });

export const SCENARIOS: readonly Scenario[] = [
  ...scattering(0.03),
  ...scattering(0.13),
  pair("heavy tails: the same", "pass", {
    base: apart(0.08, 0, "heavy"),
    head: apart(0.08, 0, "heavy"),
  }),
  pair("heavy tails: 10% slower", "regressed", {
    base: apart(0.08, 0, "heavy"),
    head: apart(0.08, 0.1, "heavy"),
  }),
  pair("no scatter: 5% slower, the margin", "neither", {
    within: 0,
    base: apart(0),
    head: apart(0, 0.05),
  }),
  atMargin("autocorrelation 0.3, at the margin", (slower) => remembering(0.05, 0.3, slower)),
  atMargin("autocorrelation 0.6, at the margin", (slower) => remembering(0.05, 0.6, slower)),
  atMargin("slow wander, at the margin", (slower) => remembering(0.02, 0.98, slower, 0.02)),
  atMargin("modes for 3 rounds, at the margin of 2%", (slower) => sticking(0.05, 3, slower), 0.02),
  atMargin(
    "modes for 20 rounds, at the margin of 2%",
    (slower) => sticking(0.05, 20, slower),
    0.02,
  ),
  pair(
    "modes for 3 rounds: the same, margin 2%",
    "pass",
    { base: sticking(0.05, 3), head: sticking(0.05, 3) },
    { margin: 0.02 },
  ),
  pair(
    "modes for 20 rounds: the same, margin 2%",
    "pass",
    { base: sticking(0.05, 20), head: sticking(0.05, 20) },
    { margin: 0.02 },
  ),
  ...[0.05, 0.1, 0.15].map((share) =>
    pair(`${100 * share}% of starts ten times as slow`, "regressed", {
      base: apart(0.03),
      head: apart(0.03),
      spoil: hanging(share),
    }),
  ),
  pair("10% of starts twice as slow, scatter 13%", "regressed", {
    base: apart(0.13 * BOTH),
    head: apart(0.13 * BOTH),
    spoil: hanging(0.1, 2),
  }),
  pair("head fails in 12% of rounds", "regressed", {
    base: apart(0.03),
    head: apart(0.03),
    fails: failing(0, 0.12),
  }),
  pair("each side fails in 5% of rounds", "pass", {
    base: apart(0.03),
    head: apart(0.03),
    fails: failing(0.05, 0.05),
  }),
  pair("7% slower, and the slowest 9% of rounds fail", "regressed", {
    base: apart(0.03),
    head: apart(0.03, 0.07),
    fails: (level, _, side) => side === "head" && level > Math.log1p(0.07) + 0.03 * 1.34,
  }),
  pair("clock of 10 ms: 10% slower", "regressed", {
    base: apart(0.01, 25 / 15 - 1),
    head: apart(0.01, (25 / 15) * 1.1 - 1),
    spoil: ticking,
  }),
  pair(
    "at most 11 rounds: ten times as slow",
    "regressed",
    { base: apart(0.03), head: apart(0.03, 9) },
    { most: 11 },
  ),
];
