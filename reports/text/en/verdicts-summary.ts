/** What a judgement says as a whole. */
import type { Cause } from "../../../bench/stats/dependence.ts";
import type { Comparison } from "../../../bench/stats/judgement.ts";
import { quantity } from "../../format.ts";
import { percent } from "../figures.ts";
import { type CellKind, changeText, typicalText } from "./words/change.ts";
import { counted } from "./words/counts.ts";

export const verdictsSummary = {
  "verdicts-summary.made-up": ({ summary }: { summary: string }) =>
    `fake: made-up times, so this says nothing of anything that runs. ${summary}`,
  "verdicts-summary.regressed": (of: Sides & { regressed: number; alpha: number }) =>
    `${againstText(of)}: ${of.regressed} ${amongText(of)} got worse by more than is allowed. ${falseAlarms(of)}`,
  "verdicts-summary.nothing-judged": (of: Compared) =>
    `${againstText(of)}: nothing was measured that a gate judges, so nothing can be said.`,
  "verdicts-summary.inconclusive": (of: Sides & { undecided: number }) =>
    `${againstText(of)}: ${of.undecided} ${amongText(of)} could not be decided. None of these is seen to be worse by more than is allowed, and for none is that ruled out.`,
  /** `largest`: the largest of the changes that came out beyond the margin, as a sentence. */
  "verdicts-summary.inconclusive-beyond": (of: Sides & { undecided: number; largest: string }) =>
    `${againstText(of)}: ${of.undecided} ${amongText(of)} could not be decided. That does not mean that nothing got worse. ${of.largest}`,
  "verdicts-summary.largest": (of: Largest) =>
    `The largest change is ${largestText(of)}. It is not sure enough that this is more than the ${percent(of.allowed)} allowed.`,
  /** `isKnown`: whether these rounds allow any statement about how much worse it is at the least. */
  "verdicts-summary.largest-needs": (of: Largest & { rounds: number; isKnown: boolean }) =>
    of.isKnown
      ? `The largest change is ${largestText(of)}. To be sure that this is more than the ${percent(of.allowed)} allowed, it takes about ${counted(of.rounds, "more round")}.`
      : `The largest change is ${largestText(of)}. So few rounds cannot show that this is more than the ${percent(of.allowed)} allowed, whatever came out: it takes ${counted(of.rounds, "more round")} at the least.`,
  "verdicts-summary.improved": (of: Sides & { improved: number; starts: boolean }) =>
    `${againstText(of)}: ${typicalText(of.starts)} got worse by more than is allowed in none ${amongText(of)}, and better by more than counts in ${of.improved}.`,
  "verdicts-summary.pass": (of: Sides & { starts: boolean }) =>
    `${againstText(of)}: ${typicalText(of.starts)} got worse by more than is allowed in none ${amongText(of)}.`,

  /** What a history stands for, where it is one of the two sides. */
  "verdicts-summary.earlier-runs": ({ runs }: { runs: number }) =>
    `${counted(runs, "earlier run")}`,
  "verdicts-summary.earlier-runs-and": ({ runs, anchor }: { runs: number; anchor: string }) =>
    `${counted(runs, "earlier run")} and ${anchor}`,

  /** `inflation`: how many rounds say as much as one independent round. */
  "verdicts-summary.dependent": ({ workload, metric, inflation, lag1, cause }: Dependent) =>
    `the rounds of ${workload}/${metric} depend on those before them (autocorrelation ${lag1.toFixed(2)}): ${inflation.toFixed(1)} of them count as one; ${causeText(cause)}`,
  "verdicts-summary.coarse": ({ workload, metric, stepNs }: Coarse) =>
    `${workload}/${metric} is measured in steps of ${quantity(stepNs, "ns")}, more than a quarter of its margin: changes of that size may be missed; use a longer workload, or a larger margin`,

  "verdicts-summary.unused-margin": ({ cells }: { cells: string }) =>
    `the margin for "${cells}" fits nothing that was measured here`,
  "verdicts-summary.not-complete": ({ status }: { status: string }) =>
    `the run is not complete: ${status}`,
  "verdicts-summary.warning": ({ message, remedy }: { message: string; remedy: string }) =>
    `${message}; ${remedy}`,
  "verdicts-summary.newer-runs": ({ runs }: { runs: number }) =>
    `${runs} run(s) of the history are newer than this one, and are left out`,
  "verdicts-summary.accepted-unknown": ({ runId }: { runId: string }) =>
    `${runId} is accepted, but is no run of the history`,
};

interface Compared {
  readonly base: string;
  readonly head: string;
  readonly comparison: Comparison;
}

interface Sides extends Compared {
  /** How many measurements count for the verdict. */
  readonly measurements: number;
}

interface Dependent {
  readonly workload: string;
  readonly metric: string;
  readonly inflation: number;
  readonly lag1: number;
  readonly cause: Cause;
}

function causeText(cause: Cause): string {
  switch (cause) {
    case "drift":
      return "one side drifted away from the other during the run";
    case "modes":
      return "they jump between two levels, and stay there for a while";
    default:
      return "something of the host changes slowly; a quieter machine would need fewer";
  }
}

interface Coarse {
  readonly workload: string;
  readonly metric: string;
  readonly stepNs: number;
}

interface Largest extends CellKind {
  readonly workload: string;
  readonly metric: string;
  readonly slowdown: number;
  /** The margin, as a share. */
  readonly allowed: number;
}

/** `12.20 times as slow (start.exec/exited)` */
function largestText({ workload, metric, slowdown, ...kind }: Largest): string {
  return `${changeText(slowdown, kind)} (${workload}/${metric})`;
}

function againstText({ base, head, comparison }: Compared): string {
  return `${head} against ${base}${HOW[comparison]}`;
}

const HOW: Readonly<Record<Comparison, string>> = {
  interleaved: ", measured in turns on the same host",
  baseline: ", a run of another time, by the ratio to native in each",
  history: ", by the ratio to native in each run",
};

function amongText({ measurements }: Sides): string {
  return `of ${counted(measurements, "measurement")}`;
}

/**
 * For a baseline, the promise rests on how much runs are assumed to differ. Nobody has measured
 * that there.
 */
function falseAlarms({ comparison, alpha }: Compared & { readonly alpha: number }): string {
  const provided =
    comparison === "baseline"
      ? ", if runs of this machine differ no more than those that isotax reckons with"
      : "";
  return `False alarms: at most ${percent(alpha)} of gates${provided}.`;
}
