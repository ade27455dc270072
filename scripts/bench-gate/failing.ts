/** Gates of which a share of rounds fails on either side: how they end. Nothing has changed otherwise. */
import { openWorkloads, type Question } from "../../bench/stats/interleaved.ts";
import type { Verdict } from "../../bench/stats/judgement.ts";
import { judgeSides } from "../../bench/stats/sides.ts";
import { looksOf } from "./gate.ts";
import { made } from "./made.ts";
import { markdownTable, percent } from "./markdown.ts";
import { Simulation } from "./simulator.ts";

export interface Failing {
  readonly gates: number;
  /** Chance that a round fails, of each side. */
  readonly base: number;
  readonly head: number;
  /** Rounds at most. */
  readonly most: number;
  readonly seed: number;
}

export interface FailingOutcome {
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Gates that ended at the first look without a verdict. */
  readonly atFirstLook: number;
  /** Mean over the gates. */
  readonly rounds: number;
}

const QUESTION: Question = { base: "base", head: "head", margin: 0.05, rules: [] };
const SCATTER = 0.03;

export function playFailing({ gates, base, head, most, seed }: Failing): FailingOutcome {
  const simulation = new Simulation(seed);
  const planned = looksOf(most, 2);
  const verdicts = { regressed: 0, improved: 0, pass: 0, inconclusive: 0 };
  let [atFirstLook, rounds] = [0, 0];
  for (let i = 0; i < gates; i++) {
    const fails = { base, head };
    const { run, records } = made({
      runId: `gate-${i}`,
      targets: ["base", "head"],
      rounds: most,
      value: (target) => {
        const value = 15e6 * Math.exp(SCATTER * simulation.normal());
        return simulation.uniform() < fails[target as "base" | "head"] ? undefined : value;
      },
    });
    const upTo = (last: number) => records.filter(({ round }) => round <= last);
    const taken: number[] = [];
    for (const look of planned) {
      taken.push(look);
      if (openWorkloads(run, upTo(look), QUESTION, { taken, planned }).size === 0) break;
    }
    const last = taken.at(-1) as number;
    const ended = { ...run, rounds: last, adaptive: { looks: [...planned], taken } };
    const { verdict } = judgeSides(ended, upTo(last), QUESTION);
    verdicts[verdict]++;
    if (verdict === "inconclusive" && taken.length === 1) atFirstLook++;
    rounds += last;
  }
  return { verdicts, atFirstLook, rounds: rounds / gates };
}

const GATES = 150;
const MOST = 120;
/** Of base and head. */
const RATES = [
  [0, 0],
  [0.05, 0.05],
  [0, 0.1],
  [0, 0.15],
  [0, 0.3],
  [0, 1],
] as const;

export function failingTable(): string {
  const head = [
    ...["base fails", "head fails", "pass", "regressed", "inconclusive"],
    ...["of these, at the first look", "rounds, mean"],
  ];
  const lines = RATES.map(([ofBase, ofHead], index) => {
    const all = { gates: GATES, base: ofBase, head: ofHead, most: MOST, seed: 3000 + index };
    const { verdicts, atFirstLook, rounds } = playFailing(all);
    const share = (count: number) => percent(count / GATES);
    return [
      ...[percent(ofBase), percent(ofHead), share(verdicts.pass + verdicts.improved)],
      ...[share(verdicts.regressed), share(verdicts.inconclusive), share(atFirstLook)],
      rounds.toFixed(0),
    ];
  });
  return `${markdownTable(head, lines).join("\n")}\n`;
}
