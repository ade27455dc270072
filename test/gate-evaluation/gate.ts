/** A gate played on logarithms of slowdowns that are there already, by the rules of a real one. */
import { type Decidable, type Decision, decide, ERRORS } from "../../bench/stats/decide.ts";
import { type Evidence, pairedEvidence } from "../../bench/stats/evidence.ts";
import { effectOf } from "../../bench/stats/judge.ts";
import { looksUpTo } from "../../bench/stats/looks.ts";
import { fewestRounds } from "../../bench/stats/power.ts";
import type { Interval } from "../../bench/stats/summary.ts";

export interface PlayedGate {
  readonly decisions: readonly Decision[];
  /** Rounds that were taken: those of the look at which all was decided, or all that there may be. */
  readonly rounds: number;
  /** What would be told of each cell. */
  readonly intervals: readonly (Interval | undefined)[];
  /** The same, computed at 95% as if there had been one look. */
  readonly nominal: readonly (Interval | undefined)[];
}

export function looksOf(most: number, cells: number): readonly number[] {
  return looksUpTo(most, (share) => fewestRounds((ERRORS.alpha * share) / cells));
}

/** `cells`: of each, one logarithm a round. Undefined if the rounds end before the gate does. */
export function playGate(
  cells: readonly (readonly number[])[],
  margin: number,
  looks: readonly number[],
): PlayedGate | undefined {
  const known = cells.map(() => new Map<number, Evidence>());
  const questions = cells.map(
    (logs, index): Decidable => ({
      margin: () => Math.log1p(margin),
      after: (rounds) => {
        const found = known[index]?.get(rounds) ?? pairedEvidence(logs.slice(0, rounds));
        known[index]?.set(rounds, found);
        return found;
      },
    }),
  );
  const available = Math.min(...cells.map(({ length }) => length));
  for (const [index, rounds] of looks.entries()) {
    if (rounds > available) return undefined;
    const decisions = decide(questions, looks.slice(0, index + 1), looks);
    const open = decisions.some(({ verdict }) => verdict === "inconclusive");
    if (open && index < looks.length - 1) continue;
    const told = (several: boolean) =>
      questions.map(({ after }, cell) => {
        const evidence = after(decisions[cell]?.rounds ?? rounds);
        return evidence && effectOf(evidence, several).interval;
      });
    return { decisions, rounds, intervals: told(looks.length > 1), nominal: told(false) };
  }
  return undefined;
}

/** Whether an interval holds a slowdown. */
export function covers(interval: Interval | undefined, slowdown: number): boolean {
  return interval !== undefined && interval.low <= slowdown && slowdown <= interval.high;
}
