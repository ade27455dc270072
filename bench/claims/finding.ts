/** What the figures of one target say about one question. */
import type { Row } from "../stats/analyze.ts";
import type { Evidence } from "../stats/evidence.ts";
import type { Summary } from "../stats/summary.ts";
import type { Question } from "./claim.ts";

/**
 * `rounds`: evidence, whose bound decides at a level. `exact`: the answer is known, with the figure
 * that it comes from. `unknown` if nobody could tell.
 */
export type Finding =
  | {
      readonly kind: "rounds";
      readonly evidence: Evidence;
      /** Of the rounds, in the unit that is shown: what cards and tables have. */
      readonly summary: Summary;
      /** How many rounds it rests on. */
      readonly rounds: number;
      /** How many values a round gives, if more than one. */
      readonly perRound?: number;
      readonly bound: number;
      /** The figure that is shown for a value on the scale of the evidence. */
      readonly shown: (value: number) => number;
      /** How many metrics it is a mean of. */
      readonly metrics: number;
      /** Too many rounds were lost to decide anything. */
      readonly lossy: boolean;
    }
  | {
      readonly kind: "exact";
      readonly answer: "yes" | "no" | "unknown";
      readonly figure: number;
      /** Of how many. */
      readonly of?: number;
      /** What it is compared with: a target. */
      readonly against?: string;
    };

export type About<K extends Question["kind"]> = Extract<Question, { kind: K }>;

/** The metrics that experiments are about, as they were measured on a target. */
export function headlines(rows: readonly Row[], target: string): readonly Row[] {
  return rows.filter(
    ({ subject, is, metric }) => subject === target && is.role === "headline" && metric === is.id,
  );
}
