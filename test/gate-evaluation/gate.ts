/** A gate played on logarithms of slowdowns that are there already, by the rules of a real one. */
import { gateLooks } from "../../bench/campaign/gate/plan.ts";
import { type Decision, decide } from "../../bench/stats/decide.ts";
import type { Evidence } from "../../bench/stats/evidence.ts";
import { effectOf } from "../../bench/stats/judge.ts";
import { chancesOf, type Question } from "../../bench/stats/questions.ts";
import type { Interval } from "../../bench/stats/summary.ts";
import { Turns } from "../../bench/stats/turns.ts";

export interface PlayedGate {
  readonly decisions: readonly Decision[];
  /** Rounds that were taken: those of the look at which all was decided, or all that there may be. */
  readonly rounds: number;
  /** What would be told of each cell. */
  readonly intervals: readonly (Interval | undefined)[];
  /** The same, computed at 95% as if there had been one look. */
  readonly nominal: readonly (Interval | undefined)[];
}

/** Only the typical value: logarithms alone know nothing of single starts, or of failures. */
const ASKED: readonly Question[] = ["typical"];

/** `cells`: of each, one logarithm a round. Undefined if the rounds end before the gate does. */
export function playGate(
  cells: readonly (readonly number[])[],
  margin: number,
  most: number,
): PlayedGate | undefined {
  const evidence = cells.map((logs) => {
    const turns = new Turns(logs);
    const known = new Map<number, Evidence | undefined>();
    return (rounds: number) => {
      if (!known.has(rounds)) known.set(rounds, turns.first(rounds));
      return known.get(rounds);
    };
  });
  const allowed = { relative: margin, absolute: 0, effective: margin };
  const questions = evidence.map((after) => ({
    after: (rounds: number) => chancesOf({ margin: allowed, evidence: after(rounds) }, ASKED),
  }));
  const available = Math.min(...cells.map(({ length }) => length));
  const looks = gateLooks(most);
  for (const [index, rounds] of looks.entries()) {
    if (rounds > available) return undefined;
    const decisions = decide(questions, looks.slice(0, index + 1));
    const open = decisions.some(({ verdict }) => verdict === "inconclusive");
    if (open && index < looks.length - 1) continue;
    const told = (several: boolean) =>
      evidence.map((after, cell) => {
        const found = after(decisions[cell]?.rounds ?? rounds);
        return found && effectOf(found, several).interval;
      });
    return { decisions, rounds, intervals: told(true), nominal: told(false) };
  }
  return undefined;
}

/** Whether an interval holds a slowdown. */
export function covers(interval: Interval | undefined, slowdown: number): boolean {
  return interval !== undefined && interval.low <= slowdown && slowdown <= interval.high;
}
