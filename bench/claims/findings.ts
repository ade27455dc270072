/** Finds what the figures of one target say about one question. */
import type { Run, TargetState } from "../schema.ts";
import type { Analysis } from "../stats/analyze.ts";
import type { Question } from "./claim.ts";
import type { Finding } from "./finding.ts";
import { reuse, times } from "./of-deliveries.ts";
import { bytes, check, count, size } from "./of-exact.ts";
import { slowdown, start } from "./of-rounds.ts";

/** Undefined if the run did not measure it. */
export function findingOf(
  question: Exclude<Question, { kind: "elsewhere" }>,
  target: TargetState,
  run: Run,
  analysis: Analysis,
): Finding | undefined {
  switch (question.kind) {
    case "slowdown":
      return slowdown(question, target, run, analysis);
    case "start":
    case "start-added":
      return start(question, target, run, analysis);
    case "size":
      return size(question, target, run, analysis);
    case "times":
      return times(question, target, run, analysis);
    case "reuse":
      return reuse(question, target, analysis);
    case "count":
      return count(question, target, run, analysis);
    case "promise":
      return check(question, target, run, analysis);
    case "bytes":
      return bytes(target, run);
  }
}
