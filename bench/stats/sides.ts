import type { Run, RunRecord } from "../schema.ts";
import { conclude } from "./conclude.ts";
import { judgeInterleaved, type Question } from "./interleaved.ts";
import type { Judgement } from "./judgement.ts";

/** What is to be said of two sides of a run: by the looks that it had if its gate asked for them. */
export function judgeSides(run: Run, records: readonly RunRecord[], question: Question): Judgement {
  // Whoever asks something else of a run than it was made for has looked once.
  const looks =
    question === run.gate && run.adaptive !== undefined
      ? { taken: run.adaptive.taken, planned: run.adaptive.looks }
      : { taken: [run.rounds], planned: [run.rounds] };
  const cells = judgeInterleaved(run, records, question, looks);
  const { base, head, rules } = question;
  return conclude({ comparison: "interleaved", base, head, run, cells, looks, rules });
}
