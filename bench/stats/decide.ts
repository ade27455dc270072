/**
 * Turns evidence into verdicts: which cells have become worse, given the number of cells that are
 * tested.
 */
import type { Verdict } from "./judgement.ts";
import { holmLevels } from "./multiplicity.ts";

export interface Errors {
  /**
   * The chance, at most, that a gate calls anything regressed although nothing has become worse by
   * more than its margin. It covers all cells and all looks. The same holds for improved.
   */
  readonly alpha: number;
  /**
   * The chance, at most, that a cell passes although it has become worse by more than its margin.
   */
  readonly beta: number;
}

/**
 * At most one false alarm in a hundred gates, because a gate that cries wolf is switched off. A
 * cell may pass wrongly in one of twenty cases, at worst, when the change is as large as its
 * margin.
 */
export const ERRORS: Errors = { alpha: 0.01, beta: 0.05 };

/**
 * Chances of the evidence there is about a cell, each if the contrary of its question is true. A
 * small chance is an answer. By the largest chance that any question of its kind has.
 */
export interface Chances {
  /**
   * That the cell got worse by more than is allowed. Of several questions, each with a share of the
   * error, the smallest chance divided by its share.
   */
  readonly worse: number;
  readonly better: number;
  /** That it did not: what is typical, and what else is asked. */
  readonly harmless: number;
  readonly othersHarmless: number;
}

export interface Decidable {
  /** After a number of rounds. Undefined while there is no evidence. */
  after(rounds: number): Chances | undefined;
}

/** The one-sided errors for each question about a cell. A bound at this error decides. */
export interface Levels {
  readonly worse: number;
  readonly better: number;
  readonly harmless: number;
}

export interface Decision {
  readonly verdict: Verdict;
  /** Rounds after which it was decided, or all rounds that there are. */
  readonly rounds: number;
  /** The levels of that look. Undefined if there was no look. */
  readonly levels?: Levels | undefined;
  /** The looks up to that one which had evidence, with the levels of each. */
  readonly seen: readonly Seen[];
}

export interface Seen {
  readonly rounds: number;
  readonly levels: Levels;
}

/**
 * Goes through the looks that were taken. A verdict stands once it is reached, with the evidence of
 * its look. Looks need no share of the errors: there is one, or the evidence may be looked at after
 * any round (betting.ts).
 */
export function decide(
  questions: readonly Decidable[],
  looks: readonly number[],
  errors: Errors = ERRORS,
): Decision[] {
  const decided = new Map<number, Decision>();
  const seen = questions.map((): Seen[] => []);
  let last: readonly Levels[] = [];
  for (const rounds of looks) {
    // Cells that are decided, or about which nothing is known, still count as tested.
    const open = questions.map((question, index) =>
      decided.has(index) ? undefined : question.after(rounds),
    );
    const of = (chance: keyof Chances) => open.map((chances) => chances?.[chance] ?? 1);
    const worse = holmLevels(of("worse"), errors.alpha);
    const better = holmLevels(of("better"), errors.alpha);
    last = questions.map((_, index) => ({
      worse: worse[index] as number,
      better: better[index] as number,
      harmless: errors.beta,
    }));
    for (const [index, levels] of last.entries()) {
      const chances = open[index];
      if (chances === undefined) continue;
      const ofCell = seen[index] as Seen[];
      ofCell.push({ rounds, levels });
      const verdict = verdictOf(chances, levels);
      if (verdict !== "inconclusive") {
        decided.set(index, { verdict, rounds, levels, seen: ofCell });
      }
    }
  }
  const rounds = looks.at(-1) ?? 0;
  return questions.map(
    (_, index) =>
      decided.get(index) ?? {
        verdict: "inconclusive",
        rounds,
        levels: last[index],
        seen: seen[index] as Seen[],
      },
  );
}

function verdictOf(chances: Chances, levels: Levels): Verdict {
  if (chances.worse <= levels.worse) return "regressed";
  if (chances.othersHarmless > levels.harmless) return "inconclusive";
  if (chances.better <= levels.better) return "improved";
  return chances.harmless <= levels.harmless ? "pass" : "inconclusive";
}

/**
 * The verdict of a whole gate. Improvements do not compensate for a cell that is worse or
 * undecided.
 */
export function overall(verdicts: readonly Verdict[]): Verdict {
  for (const verdict of ["regressed", "inconclusive", "improved"] as const) {
    if (verdicts.includes(verdict)) return verdict;
  }
  return "pass";
}
