/** Turns the verdicts of cells into one statement about the whole. */
import { keyOf, say } from "../messages.ts";
import type { Run } from "../schema.ts";
import type { Message } from "../types.ts";
import { isMadeUp } from "./cells.ts";
import { ERRORS, overall } from "./decide.ts";
import { imageNote } from "./image-note.ts";
import type { Looks } from "./judge.ts";
import type { CellVerdict, Comparison, Effect, Judgement } from "./judgement.ts";
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
    notes: [...unused(rules, cells), ...(from.notes ?? []), ...doubtsOf(gated), ...notesOf(run)],
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
      if (gated.length === 0) return say("verdicts-summary.nothing-judged", sides);
      return inconclusiveText({ ...of, undecided: count("inconclusive") }, gated);
    case "improved":
      return say("verdicts-summary.improved", { ...of, improved: count("improved"), starts });
    case "pass":
      return say("verdicts-summary.pass", { ...of, starts });
  }
}

/**
 * A large change that is not decided must not read as if there were none: it is told, with what a
 * verdict lacks.
 */
function inconclusiveText(
  of: Parameters<typeof say<"verdicts-summary.inconclusive">>[1],
  gated: readonly CellVerdict[],
): Message {
  const [largest] = gated
    .flatMap((cell) => (isOpenBeyond(cell) ? [{ cell, slowdown: cell.effect.slowdown }] : []))
    .sort((a, b) => b.slowdown - a.slowdown);
  if (largest === undefined) return say("verdicts-summary.inconclusive", of);
  const { cell, slowdown } = largest;
  const { workload, metric, unit, better, margin, bounds = [], moreRounds } = cell;
  const figures = { workload, metric, unit, better, slowdown, allowed: margin.effective };
  const isKnown = bounds.some(({ is }) => is === "at-least");
  const told =
    moreRounds === undefined
      ? say("verdicts-summary.largest", figures)
      : say("verdicts-summary.largest-needs", { ...figures, rounds: moreRounds, isKnown });
  return say("verdicts-summary.inconclusive-beyond", { ...of, largest: told });
}

/** Whether a cell came out worse than is allowed, and that is not sure. */
function isOpenBeyond(cell: CellVerdict): cell is CellVerdict & { readonly effect: Effect } {
  const { verdict, effect, margin } = cell;
  return verdict === "inconclusive" && (effect?.slowdown ?? 0) > 1 + margin.effective;
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

/** If rounds are worth less than this many times their number, that is told. */
const TOLD_INFLATION = 2;

/** What makes the evidence of cells weaker than their number of rounds: by workload and metric. */
function doubtsOf(cells: readonly CellVerdict[]): Message[] {
  return cells.flatMap(({ workload, metric, dependence, resolution }) => [
    ...(dependence === undefined || dependence.inflation < TOLD_INFLATION
      ? []
      : [
          say("verdicts-summary.dependent", {
            workload,
            metric,
            ...dependence,
          }),
        ]),
    ...(resolution === undefined
      ? []
      : [say("verdicts-summary.coarse", { workload, metric, stepNs: resolution })]),
  ]);
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
