/**
 * What is asked of a cell. Is the typical value worse by more than the margin? Of a gate that may
 * look often: are more rounds slow, and do more of them fail? The questions share the error that a
 * false alarm may have.
 */
import { type Chances, ERRORS } from "./decide.ts";
import type { Evidence } from "./evidence.ts";
import type { Margin } from "./judgement.ts";
import type { Shares } from "./shares.ts";
import { type SlowRounds, slowAllowed } from "./slow-rounds.ts";
import { fewestTurns } from "./turns.ts";

export type Question = "typical" | "slow" | "failures";

/** So much more often than base head may fail, where it passes: a share of its rounds. */
export const FAILURES_ALLOWED = 0.1;

/** Most of the error is for what is typical: it needs most rounds. */
const PART = 0.1;

/** Which share of a cell's error a question has, given all that are asked. */
export function partOf(question: Question, asked: readonly Question[]): number {
  if (!asked.includes(question)) return 0;
  return question === "typical" ? 1 - PART * (asked.length - 1) : PART;
}

/**
 * The fewest rounds after which one of so many cells could be called regressed, if all questions
 * are asked.
 */
export function fewestToRegress(cells: number): number {
  return fewestTurns((ERRORS.alpha * (1 - 2 * PART)) / cells);
}

/** What is known of a cell, for all its questions. */
export interface Answers {
  readonly margin: Margin;
  /** Undefined while no round has both sides, or where something forbids a judgement. */
  readonly evidence?: Evidence | undefined;
  /** Undefined while too few rounds say what is slow, or if it is not asked. */
  readonly slow?: SlowRounds | undefined;
  /** Undefined if it is not asked. */
  readonly failures?: Shares | undefined;
}

/** Undefined if nothing is known yet. */
export function chancesOf(known: Answers, asked: readonly Question[]): Chances | undefined {
  const { margin, evidence, failures } = known;
  if (evidence === undefined && failures === undefined) return undefined;
  const allowed = Math.log1p(margin.effective);
  return {
    worse: Math.min(...asked.map((question) => worseBy(question, known) / partOf(question, asked))),
    better: evidence?.pBelow(-allowed) ?? 1,
    harmless: evidence?.pBelow(allowed) ?? 1,
    othersHarmless: Math.max(0, ...asked.map((question) => harmlessBy(question, known))),
  };
}

/** Chance of what was seen if head is no worse than is allowed. */
export function worseBy(question: Question, known: Answers): number {
  const { margin, evidence, slow, failures } = known;
  switch (question) {
    case "typical":
      return evidence?.pAbove(Math.log1p(margin.effective)) ?? 1;
    case "slow":
      return slow?.shares.pAbove(slowAllowed(margin.effective)) ?? 1;
    case "failures":
      return failures?.pAbove(0) ?? 1;
  }
}

/** Chance of what was seen if head is worse. What is typical is judged by itself. */
export function harmlessBy(question: Question, { margin, slow, failures }: Answers): number {
  switch (question) {
    case "typical":
      return 0;
    case "slow":
      return slow?.shares.pBelow(slowAllowed(margin.effective)) ?? 1;
    case "failures":
      // Where head does not fail more often than base, there is nothing to rule out.
      return failures === undefined || failures.head <= failures.base
        ? 0
        : failures.pBelow(FAILURES_ALLOWED);
  }
}

/** The question that made a cell regressed, the typical value first; undefined if none did. */
export function worseQuestion(
  known: Answers,
  asked: readonly Question[],
  level: number,
): Question | undefined {
  return asked.find((question) => worseBy(question, known) / partOf(question, asked) <= level);
}

/** The question that keeps a cell from passing, the typical value first. */
export function openQuestion(known: Answers, asked: readonly Question[], level: number): Question {
  const { evidence, margin } = known;
  const typical = evidence?.pBelow(Math.log1p(margin.effective)) ?? 1;
  if (typical > level) return "typical";
  return asked.find((question) => harmlessBy(question, known) > level) ?? "typical";
}
