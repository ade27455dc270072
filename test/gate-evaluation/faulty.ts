/** Gates of sides that now and then fail, or hang: how they end. Nothing has changed otherwise. */

import { gateLooks } from "../../bench/campaign/gate/plan.ts";
import { STARTS_IN_TURN } from "../../bench/methods/start.ts";
import { type GateQuestion, openWorkloads } from "../../bench/stats/interleaved.ts";
import type { Verdict } from "../../bench/stats/judgement.ts";
import { judgeSides } from "../../bench/stats/sides.ts";
import { medianOf } from "../../bench/stats/summary.ts";
import { made } from "./made.ts";
import { markdownTable, percent } from "./markdown.ts";
import { Simulation } from "./simulator.ts";

/** Chances: that a round fails; that a start takes ten times as long. */
export interface Fault {
  readonly fails?: number;
  readonly hangs?: number;
}

export interface Faulty {
  readonly gates: number;
  readonly base: Fault;
  readonly head: Fault;
  /** Rounds at most. */
  readonly most: number;
  readonly seed: number;
}

export interface FaultyOutcome {
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Mean over the gates. */
  readonly rounds: number;
  /** Head's p90 of `ready` as so many times base's: the median gate's, of those that have both. */
  readonly tail: number | undefined;
}

const QUESTION: GateQuestion = { base: "base", head: "head", margin: 0.05, rules: [] };
const SCATTER = 0.03;
const HANGING = 10;

export function playFaulty({ gates, base, head, most, seed }: Faulty): FaultyOutcome {
  const simulation = new Simulation(seed);
  const planned = gateLooks(most);
  const verdicts = { regressed: 0, improved: 0, pass: 0, inconclusive: 0 };
  const tails: number[] = [];
  let rounds = 0;
  const start = (hangs: number) =>
    15e6 * Math.exp(SCATTER * simulation.normal()) * (simulation.uniform() < hangs ? HANGING : 1);
  for (let i = 0; i < gates; i++) {
    const { run, records } = made({
      runId: `gate-${i}`,
      targets: ["base", "head"],
      rounds: most,
      starts: (target) => {
        const { fails = 0, hangs = 0 } = target === "base" ? base : head;
        const starts = Array.from({ length: STARTS_IN_TURN }, () => start(hangs));
        return simulation.uniform() < fails ? undefined : starts;
      },
    });
    const upTo = (last: number) => records.filter(({ round }) => round <= last);
    const isOpen = (count: number) => {
      const taken = planned.slice(0, count);
      return (
        openWorkloads(run, upTo(taken.at(-1) as number), QUESTION, { taken, planned }).size > 0
      );
    };
    const taken = planned.slice(0, firstClosed(planned.length, isOpen));
    const last = taken.at(-1) as number;
    const ended = { ...run, rounds: last, adaptive: { looks: [...planned], taken } };
    const { verdict, cells } = judgeSides(ended, upTo(last), QUESTION);
    verdicts[verdict]++;
    rounds += last;
    const [was, is] = [cells[0]?.baseSide?.p90, cells[0]?.headSide?.p90];
    if (was !== undefined && is !== undefined) tails.push(is / was);
  }
  const tail = tails.length === 0 ? undefined : medianOf(tails);
  return { verdicts, rounds: rounds / gates, tail };
}

/** How many looks a gate takes: what is decided stays decided, so half of them need not be tried. */
function firstClosed(most: number, isOpen: (count: number) => boolean): number {
  let [open, closed] = [0, most];
  while (closed - open > 1) {
    const middle = (open + closed) >> 1;
    if (isOpen(middle)) open = middle;
    else closed = middle;
  }
  return closed;
}

const GATES = 100;
const MOST = 120;
const SIDES: readonly (readonly [base: Fault, head: Fault])[] = [
  [{}, {}],
  [{ fails: 0.05 }, { fails: 0.05 }],
  [{}, { fails: 0.1 }],
  [{}, { fails: 0.15 }],
  [{}, { fails: 0.3 }],
  [{}, { fails: 1 }],
  [{}, { hangs: 0.05 }],
  [{}, { hangs: 0.15 }],
  [{}, { hangs: 0.3 }],
];

export function faultyTable(): string {
  const columns = [
    ...["base", "head", "pass", "regressed", "inconclusive"],
    ...["rounds, mean", "p90 of head to base"],
  ];
  const lines = SIDES.map(([base, head], index) => {
    const found = playFaulty({ gates: GATES, base, head, most: MOST, seed: 3000 + index });
    const { pass, improved, regressed, inconclusive } = found.verdicts;
    const share = (count: number) => percent(count / GATES);
    return [
      ...[faultText(base), faultText(head), share(pass + improved), share(regressed)],
      ...[share(inconclusive), found.rounds.toFixed(0)],
      found.tail === undefined ? "" : `${found.tail.toFixed(1)} x`,
    ];
  });
  return `${markdownTable(columns, lines).join("\n")}\n`;
}

function faultText({ fails, hangs }: Fault): string {
  if (fails !== undefined) return `fails in ${percent(fails)} of rounds`;
  return hangs === undefined ? "sound" : `hangs in ${percent(hangs)} of starts`;
}
