/** Many gates on a made-up host: how often they come out how. */
import { overall } from "../../bench/stats/decide.ts";
import type { Verdict } from "../../bench/stats/judgement.ts";
import { covers, playGate } from "./gate.ts";
import { type Host, Simulation } from "./simulator.ts";

export interface Trials {
  readonly gates: number;
  readonly cells: number;
  /** True slowdown of every cell, and the one allowed; as shares. */
  readonly effect: number;
  readonly margin: number;
  /** Rounds at most. */
  readonly most: number;
  readonly seed: number;
}

export interface SimulatedOutcome {
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Intervals that hold the truth, and all that were told. */
  readonly covered: number;
  /** The same of intervals computed at 95% as if there had been one look. */
  readonly coveredAtNominal: number;
  readonly intervals: number;
  /** Mean over the gates. */
  readonly rounds: number;
}

export function simulate(host: Host, trials: Trials): SimulatedOutcome {
  const { gates, cells, effect, margin, most, seed } = trials;
  const simulation = new Simulation(seed);
  const verdicts = { regressed: 0, improved: 0, pass: 0, inconclusive: 0 };
  let [covered, coveredAtNominal, intervals, rounds] = [0, 0, 0, 0];
  for (let i = 0; i < gates; i++) {
    const logs = Array.from({ length: cells }, () =>
      simulation.logs(host, Math.log1p(effect), most),
    );
    const gate = playGate(logs, margin, most);
    if (gate === undefined) throw new Error("a simulation is as long as its longest gate");
    verdicts[overall(gate.decisions.map(({ verdict }) => verdict))]++;
    intervals += gate.intervals.length;
    covered += gate.intervals.filter((interval) => covers(interval, 1 + effect)).length;
    coveredAtNominal += gate.nominal.filter((interval) => covers(interval, 1 + effect)).length;
    rounds += gate.rounds;
  }
  return { verdicts, covered, coveredAtNominal, intervals, rounds: rounds / gates };
}
