/** Turns the verdicts of cells into one statement about the whole. */
import type { Run } from "../schema.ts";
import type { Said } from "../types.ts";
import { isMadeUp } from "./cells.ts";
import { ERRORS, overall } from "./decide.ts";
import type { Looks } from "./judge.ts";
import type { CellVerdict, Comparison, Judgement } from "./judgement.ts";
import { type MarginRule, matches } from "./margins.ts";
import { typicalText } from "./words.ts";

export interface Conclusion {
  readonly comparison: Comparison;
  readonly base: string;
  readonly head: string;
  /** The run of head, or the run that holds both sides. */
  readonly run: Run;
  readonly cells: readonly CellVerdict[];
  readonly looks: Looks;
  readonly rules: readonly MarginRule[];
  /** Doubts about what head was compared with. */
  readonly notes?: readonly Said[];
}

export function conclude(from: Conclusion): Judgement {
  const { comparison, base, head, run, cells, looks, rules } = from;
  const gated = cells.filter((cell) => cell.gated);
  const verdict = gated.length === 0 ? "inconclusive" : overall(gated.map((cell) => cell.verdict));
  return {
    schema: 2,
    comparison,
    base,
    head,
    verdict,
    runId: run.runId,
    createdAt: run.createdAt,
    summary: [...madeUpText(run), summaryOf(from, gated, verdict)].join(" "),
    alpha: ERRORS.alpha,
    rounds: run.rounds,
    looks: looks.taken,
    ...(run.harness.wallMs === undefined ? {} : { wallMs: run.harness.wallMs }),
    host: run.host,
    cells,
    notes: [...unused(rules, cells), ...(from.notes ?? []), ...notesOf(run)],
  };
}

/** Marks a verdict on made-up times, so that nobody takes it for a measured one. */
function madeUpText({ targets }: Run): string[] {
  return targets.some(isMadeUp)
    ? ["fake: made-up times, so this says nothing of anything that runs."]
    : [];
}

function summaryOf(
  { base, head, comparison }: Conclusion,
  gated: readonly CellVerdict[],
  verdict: CellVerdict["verdict"],
): string {
  const count = (wanted: CellVerdict["verdict"]) =>
    gated.filter((cell) => cell.verdict === wanted).length;
  const of = `of ${gated.length} measurement${gated.length === 1 ? "" : "s"}`;
  const against = `${head} against ${base}${HOW[comparison]}`;
  const typical = typicalText(gated);
  switch (verdict) {
    case "regressed":
      return (
        `${against}: ${count("regressed")} ${of} got worse by more than is allowed. ` +
        FALSE_ALARMS[comparison]
      );
    case "inconclusive":
      return gated.length === 0
        ? `${against}: nothing was measured that a gate judges, so nothing can be said.`
        : `${against}: nothing is surely worse than is allowed, but ${count("inconclusive")} ${of} could not be decided.`;
    case "improved":
      return `${against}: ${typical} got worse by more than is allowed in none ${of}, and better by more than counts in ${count("improved")}.`;
    case "pass":
      return `${against}: ${typical} got worse by more than is allowed in none ${of}.`;
  }
}

/**
 * For a baseline, the promise rests on how much runs are assumed to differ. Nobody has measured
 * that there.
 */
const FALSE_ALARMS: Readonly<Record<Comparison, string>> = {
  interleaved: `False alarms: at most ${ERRORS.alpha * 100}% of gates.`,
  baseline: `False alarms: at most ${ERRORS.alpha * 100}% of gates, if runs of this machine differ no more than those that isotax reckons with.`,
  history: `False alarms: at most ${ERRORS.alpha * 100}% of gates.`,
};

const HOW: Readonly<Record<Comparison, string>> = {
  interleaved: ", measured in turns on the same host",
  baseline: ", a run of another time, by the ratio to native in each",
  history: ", by the ratio to native in each run",
};

/**
 * Margins that fit no cell. Perhaps they are a slip, and then something is not protected as
 * intended.
 */
function unused(rules: readonly MarginRule[], cells: readonly CellVerdict[]): string[] {
  return rules
    .filter((rule) => !cells.some((cell) => matches(rule.cells, `${cell.workload}/${cell.metric}`)))
    .map((rule) => `the margin for "${rule.cells}" fits nothing that was measured here`);
}

/** Warnings of the run that cast doubt on all of it. Each kind is listed once. */
function notesOf({ warnings, status }: Run): string[] {
  const told = warnings.map(({ message, remedy }) => `${message}; ${remedy}`);
  return [
    ...(status === "complete" ? [] : [`the run is not complete: ${status}`]),
    ...new Set(told),
  ];
}
