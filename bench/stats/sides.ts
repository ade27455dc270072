import type { Run, RunRecord } from "../schema.ts";
import { conclude } from "./conclude.ts";
import { type GateQuestion, judgeInterleaved } from "./interleaved.ts";
import type { Judgement } from "./judgement.ts";

/** The judgement of two sides of a run, by the looks that it had, if it had several. */
export function judgeSides(
  run: Run,
  records: readonly RunRecord[],
  question: GateQuestion,
): Judgement {
  // A run that could end early ended because of its figures, so its looks count for every question.
  const looks =
    run.adaptive !== undefined
      ? { taken: run.adaptive.taken, planned: run.adaptive.looks }
      : { taken: [run.rounds], planned: [run.rounds] };
  const cells = judgeInterleaved(run, records, question, { ...looks, told: true });
  const { base, head, rules } = question;
  return conclude({ comparison: "interleaved", base, head, run, cells, looks, rules });
}
