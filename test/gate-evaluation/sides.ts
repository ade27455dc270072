/** A gate of two sides whose starts are made up, by the rules of a real one, without a run around it. */
import { gateLooks } from "../../bench/campaign/gate/plan.ts";
import { decide, overall } from "../../bench/stats/decide.ts";
import type { Verdict } from "../../bench/stats/judgement.ts";
import { ofTypicalStarts, PairedSides, type SideRow } from "../../bench/stats/paired-sides.ts";
import { type Answers, chancesOf, type Question } from "../../bench/stats/questions.ts";
import { medianOf } from "../../bench/stats/summary.ts";

/** The starts of one side in one round, in ns; undefined where the round failed. */
export type Starts = readonly number[] | undefined;

export interface SidesPlay {
  readonly base: readonly Starts[];
  readonly head: readonly Starts[];
}

export interface PlayedSides {
  readonly verdict: Verdict;
  readonly rounds: number;
}

const ASKED: readonly Question[] = ["typical", "slow", "failures"];

/** Plays all rounds that there are, at most. `cells` of the same kind share the error. */
export function playSides(cells: readonly SidesPlay[], margin: number): PlayedSides {
  const most = Math.min(...cells.map(({ base }) => base.length));
  const questions = cells.map(({ base, head }) => {
    const tries = base.map((starts, index) => ({
      round: index + 1,
      failed: [starts === undefined, head[index] === undefined] as const,
    }));
    const paired = new PairedSides(rowOf(base), rowOf(head), tries);
    const known = new Map<number, Answers>();
    const after = (rounds: number): Answers => ({
      margin: { relative: margin, absolute: 0, effective: margin },
      evidence: paired.often(rounds),
      slow: paired.slow(rounds, margin),
      failures: paired.failures(rounds),
    });
    return {
      after: (rounds: number) => {
        const answers = known.get(rounds) ?? after(rounds);
        known.set(rounds, answers);
        return chancesOf(answers, ASKED);
      },
    };
  });
  const decisions = decide(questions, gateLooks(most));
  return {
    verdict: overall(decisions.map((one) => one.verdict)),
    rounds: Math.max(...decisions.map((one) => one.rounds)),
  };
}

function rowOf(side: readonly Starts[]): SideRow {
  const samples = new Map(
    side.flatMap((starts, index): [number, readonly number[]][] =>
      starts === undefined ? [] : [[index + 1, starts]],
    ),
  );
  const rounds = new Map([...samples].map(([round, starts]) => [round, medianOf(starts)]));
  return ofTypicalStarts({ better: "lower", rounds, samples });
}
