/** Turns the verdicts of cells into one statement about the whole. */
import { keyOf, say } from "../messages.ts";
import type { Run } from "../schema.ts";
import type { Message } from "../types.ts";
import { isMadeUp } from "./cells.ts";
import { ERRORS, overall } from "./decide.ts";
import { imageNote } from "./image-note.ts";
import type { Looks } from "./judge.ts";
import type { CellVerdict, Comparison, Judgement } from "./judgement.ts";
import { type MarginRule, matches } from "./margins.ts";
import { areStarts } from "./starts.ts";

export interface Conclusion {
  readonly comparison: Comparison;
  readonly base: string | Message;
  readonly head: string;
  /** The run of head, or the run that holds both sides. */
  readonly run: Run;
  readonly cells: readonly CellVerdict[];
  readonly looks: Looks;
  readonly rules: readonly MarginRule[];
  /** Doubts about what head was compared with. */
  readonly notes?: readonly Message[];
}

export function conclude(from: Conclusion): Judgement {
  const { comparison, base, head, run, cells, looks, rules } = from;
  const gated = cells.filter((cell) => cell.gated);
  const verdict = gated.length === 0 ? "inconclusive" : overall(gated.map((cell) => cell.verdict));
  const summary = summaryOf(from, gated, verdict);
  return {
    schema: 2,
    comparison,
    base,
    head,
    verdict,
    runId: run.runId,
    createdAt: run.createdAt,
    summary: run.targets.some(isMadeUp)
      ? // So that nobody takes it for a verdict on measured times.
        say("verdicts-summary.made-up", { summary })
      : summary,
    alpha: ERRORS.alpha,
    rounds: run.rounds,
    looks: looks.taken,
    ...(run.harness.wallMs === undefined ? {} : { wallMs: run.harness.wallMs }),
    host: run.host,
    cells,
    notes: [...unused(rules, cells), ...(from.notes ?? []), ...notesOf(run)],
  };
}

function summaryOf(
  { base, head, comparison }: Conclusion,
  gated: readonly CellVerdict[],
  verdict: CellVerdict["verdict"],
): Message {
  const count = (wanted: CellVerdict["verdict"]) =>
    gated.filter((cell) => cell.verdict === wanted).length;
  const sides = { base, head, comparison };
  const of = { ...sides, measurements: gated.length };
  const starts = areStarts(gated);
  switch (verdict) {
    case "regressed": {
      const { alpha } = ERRORS;
      return say("verdicts-summary.regressed", { ...of, regressed: count("regressed"), alpha });
    }
    case "inconclusive":
      return gated.length === 0
        ? say("verdicts-summary.nothing-judged", sides)
        : say("verdicts-summary.inconclusive", { ...of, undecided: count("inconclusive") });
    case "improved":
      return say("verdicts-summary.improved", { ...of, improved: count("improved"), starts });
    case "pass":
      return say("verdicts-summary.pass", { ...of, starts });
  }
}

/**
 * Margins that fit no cell. Perhaps they are a slip, and then something is not protected as
 * intended.
 */
function unused(rules: readonly MarginRule[], cells: readonly CellVerdict[]): Message[] {
  return rules
    .filter((rule) => !cells.some((cell) => matches(rule.cells, `${cell.workload}/${cell.metric}`)))
    .map((rule) => say("verdicts-summary.unused-margin", { cells: rule.cells }));
}

/**
 * Warnings of the run that cast doubt on all of it, each kind once; and that native means something
 * else, if it does.
 */
function notesOf(run: Run): Message[] {
  const { warnings, status } = run;
  const image = imageNote(run);
  const told = warnings.map(({ message, remedy }) =>
    say("verdicts-summary.warning", { message, remedy }),
  );
  return [
    ...(image === undefined ? [] : [image]),
    ...(status === "complete" ? [] : [say("verdicts-summary.not-complete", { status })]),
    ...new Map(told.map((note) => [keyOf(note), note])).values(),
  ];
}
