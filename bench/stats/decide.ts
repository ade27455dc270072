/**
 * Turns evidence into verdicts: which cells have become worse, given the number of cells that are
 * tested.
 */
import type { Evidence } from "./evidence.ts";
import type { Verdict } from "./judgement.ts";
import { shareOf } from "./looks.ts";
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

/** A cell's evidence after a number of rounds; undefined while there is none. */
export interface Decidable {
  /**
   * The largest slowdown that is allowed, as a logarithm, given what is known after a number of
   * rounds.
   */
  margin(rounds: number): number;
  after(rounds: number): Evidence | undefined;
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
 * its look. `planned` are all the looks that were intended: errors are divided over them.
 */
export function decide(
  questions: readonly Decidable[],
  looks: readonly number[],
  planned: readonly number[],
  errors: Errors = ERRORS,
): Decision[] {
  const decided = new Map<number, Decision>();
  const seen = questions.map((): Seen[] => []);
  let last: readonly Levels[] = [];
  for (const rounds of looks) {
    const open = questions.map((question, index) =>
      decided.has(index) ? undefined : question.after(rounds),
    );
    const share = shareOf(rounds, planned);
    const [alpha, beta] = [errors.alpha * share, errors.beta * share];
    // Cells that are decided, or about which nothing is known, still count as tested.
    const chance = (of: (evidence: Evidence, margin: number) => number) =>
      questions.map((question, index) => {
        const evidence = open[index];
        return evidence === undefined ? 1 : of(evidence, question.margin(rounds));
      });
    const worse = chance((evidence, margin) => evidence.pAbove(margin));
    const better = chance((evidence, margin) => evidence.pBelow(-margin));
    const harmless = chance((evidence, margin) => evidence.pBelow(margin));
    const [worseLevels, betterLevels] = [holmLevels(worse, alpha), holmLevels(better, alpha)];
    last = questions.map((_, index) => ({
      worse: worseLevels[index] as number,
      better: betterLevels[index] as number,
      harmless: beta,
    }));
    for (const [index, levels] of last.entries()) {
      if (open[index] === undefined) continue;
      const ofCell = seen[index] as Seen[];
      ofCell.push({ rounds, levels });
      const verdict = verdictOf(
        (worse[index] as number) <= levels.worse,
        (better[index] as number) <= levels.better,
        (harmless[index] as number) <= levels.harmless,
      );
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

function verdictOf(worse: boolean, better: boolean, harmless: boolean): Verdict {
  if (worse) return "regressed";
  if (better) return "improved";
  return harmless ? "pass" : "inconclusive";
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
