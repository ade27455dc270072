/** What the gate, and others, say of the scenarios. */

import { Chance } from "./chance.ts";
import { markdownTable, percent } from "./markdown.ts";
import { PEERS } from "./peers.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";
import { playSides, type SidesPlay } from "./sides.ts";

const GATES = 400;
const SEED = 21_000;

interface Told {
  readonly scenario: Scenario;
  readonly red: number;
  readonly pass: number;
  readonly open: number;
  /** Mean over the gates. */
  readonly rounds: number;
  /** By rival: shares of gates in which it raises the alarm, given as many rounds. */
  readonly rivals: readonly number[];
}

export function playScenario(scenario: Scenario, gates: number, seed: number): Told {
  const { make, most, cells, margin } = scenario;
  const played = Array.from({ length: gates }, (_, gate) => {
    const chance = new Chance(seed + gate);
    const sides = Array.from({ length: cells }, () => make(chance, most));
    const { verdict, rounds } = playSides(sides, margin);
    const values = sides.map((side) => valuesOf(side, rounds));
    return {
      verdict,
      rounds,
      rivals: PEERS.map(({ alarms }) => values.some((of) => alarms(of))),
    };
  });
  const share = (is: (one: (typeof played)[number]) => boolean) => played.filter(is).length / gates;
  return {
    scenario,
    red: share(({ verdict }) => verdict === "regressed"),
    pass: share(({ verdict }) => verdict === "pass" || verdict === "improved"),
    open: share(({ verdict }) => verdict === "inconclusive"),
    rounds: played.reduce((sum, { rounds }) => sum + rounds, 0) / gates,
    rivals: PEERS.map((_, index) => share(({ rivals }) => rivals[index] === true)),
  };
}

/** Single starts, as tools without rounds have them. */
function valuesOf({ base, head }: SidesPlay, rounds: number) {
  const of = (side: SidesPlay["base"]) => side.slice(0, rounds).flatMap((starts) => starts ?? []);
  return { base: of(base), head: of(head) };
}

export function scenarioTable(): string {
  const found = SCENARIOS.map((scenario, index) =>
    playScenario(scenario, GATES, SEED + 1000 * index),
  );
  const gate = found.map(({ scenario, red, pass, open, rounds }) => [
    scenario.name,
    scenario.truth,
    percent(red),
    percent(pass),
    percent(open),
    rounds.toFixed(0),
  ]);
  const rivals = found.map(({ scenario, red, rivals }) => [
    scenario.name,
    scenario.truth,
    percent(red),
    ...rivals.map(percent),
  ]);
  return [
    ...markdownTable(["scenario", "truth", "red", "pass", "open", "rounds"], gate),
    "",
    ...markdownTable(["scenario", "truth", "the gate", ...PEERS.map(({ name }) => name)], rivals),
    "",
  ].join("\n");
}
