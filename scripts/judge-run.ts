import { IsotaxError } from "../bench/errors.ts";
import type { Run, RunRecord } from "../bench/schema.ts";
import { conclude } from "../bench/stats/conclude.ts";
import { judgeInterleaved, type Question } from "../bench/stats/interleaved.ts";
import type { Judgement } from "../bench/stats/judgement.ts";

/** Two sides of one run: what a gate asked of it, or what is asked now. Errors: `IsotaxError`. */
export function judgeRun(
  run: Run,
  records: readonly RunRecord[],
  question: Question | undefined = run.gate,
): Judgement {
  if (question === undefined) {
    throw new IsotaxError(
      "NOT_A_GATE",
      `the run ${run.runId} was not made by a gate: it does not say which side is which`,
      "name the two targets to compare",
    );
  }
  // Whoever asks something else of a run than it was made for has not looked before.
  const looks =
    run.adaptive === undefined
      ? { taken: [run.rounds], planned: 1 }
      : { taken: run.adaptive.taken, planned: run.adaptive.looks.length };
  const cells = judgeInterleaved(run, records, question, looks);
  const { base, head } = question;
  return conclude({ comparison: "interleaved", base, head, run, cells, looks, notes: [] });
}
