/** What a gate refuses, and the trials of its self-test. */
import { quantity } from "../../format.ts";
import { percent } from "../figures.ts";
import { didYouMean } from "./parts.ts";
import { counted } from "./words/counts.ts";

/** The runs that are compared by their ratios to native. */
type Compared = "baseline" | "planned";

const NAMES: Readonly<Record<Compared, string>> = {
  baseline: "the baseline",
  planned: "the run to be measured",
};

export const gatePlan = {
  "gate-plan.not-a-gate": ({ runId }: { runId: string }) =>
    `the run ${runId} was not made by a gate: it does not say which side is which`,
  "gate-plan.name-two": ({ targets }: { targets: readonly string[] }) =>
    `name the two targets: isotax compare DIR BASE HEAD (of ${targets.join(", ")})`,
  "gate-plan.unknown-target": ({ runId, target, near }: UnknownTarget) =>
    `the run ${runId} has no target "${target}"${didYouMean(near)}`,
  "gate-plan.its-targets": ({ targets }: { targets: readonly string[] }) =>
    `its targets: ${targets.join(", ")}`,
  "gate-plan.no-history": ({ folder }: { folder: string }) => `${folder} holds no complete run`,
  "gate-plan.name-history": () =>
    "name the folder in which the folders of earlier runs lie, such as results",

  // A gate that could never go red.
  "gate-plan.nothing-gated": ({ workloads }: { workloads: readonly string[] }) =>
    `nothing of ${workloads.join(", ")} counts for a verdict, so the gate could not say anything`,
  "gate-plan.give-a-margin": () =>
    "give it a margin of its own: gate.margins in the configuration; or choose other workloads: --workloads",
  "gate-plan.too-few-rounds": ({ rounds, workloads, fewest }: TooFewRounds) =>
    `in ${counted(rounds, "round")} of ${workloads.join(", ")} no slowdown, however large, could be called a regression: it takes ${fewest}`,
  "gate-plan.other-profile": ({ profile }: { profile: string }) =>
    `it has no more rounds in the profile ${profile}: choose another profile, or compare two runs: isotax gate --baseline DIR`,
  "gate-plan.more-rounds": ({ rounds }: { rounds: number }) =>
    `give it more: --rounds ${rounds} at the least; without --rounds it takes what it needs`,
  "gate-plan.too-little-time": ({ budgetMs, rounds, roundMs }: TooLittleTime) =>
    `too few rounds fit into ${budgetMs / 1000} s to call anything a regression: it takes ${rounds} at the least, and each takes ${(roundMs / 1000).toFixed(1)} s or more`,
  "gate-plan.more-time": ({ seconds }: { seconds: number }) =>
    `give it more time: --budget ${seconds}s, for instance`,
  "gate-plan.no-native": ({ run, native }: { run: Compared; native: string }) =>
    `${NAMES[run]} has no ${native}, and runs are compared by their ratios to it: nothing could be called a regression`,
  "gate-plan.measure-with-native": ({ native }: { native: string }) =>
    `measure that run again, with ${native} among its targets; or compare in turns: isotax gate BASE HEAD`,
  "gate-plan.too-few-for-ratios": ({ run, rounds, fewest }: TooFewForRatios) =>
    `${NAMES[run]} has ${counted(rounds, "round")}, of which nothing could be called a regression: it takes ${fewest}`,
  "gate-plan.measure-more": ({ rounds }: { rounds: number }) =>
    `measure it with more: --rounds ${rounds} at the least`,
  "gate-plan.cannot-compare": ({ lacks }: { lacks: readonly string[] }) =>
    `not everything that is to be compared can be measured here: ${lacks.join("; ")}`,
  "gate-plan.lack": ({ id, reason }: { id: string; reason: string }) => `${id}: ${reason}`,
  "gate-plan.unknown": () => "unknown",
  "gate-plan.ask-doctor": () => "isotax doctor says more",
  /** They stand below each other, after an arrow. */
  "gate-plan.remedies": ({ remedies }: { remedies: readonly string[] }) => remedies.join("\n     "),

  // What a gate will take, after a pilot.
  "gate-plan.nothing-piloted": () =>
    "nothing that counts for a verdict was measured on both sides, so nothing can be foretold",
  "gate-plan.piloted": ({ base, head, rounds, roundMs, budgetMs, most }: Piloted) =>
    `${base} -> ${head}: ${counted(rounds, "round")} were measured, ${timeText(roundMs)} each. In ${timeText(budgetMs)} the gate can take ${most}.`,
  "gate-plan.column-scatter": () => "scatter",
  "gate-plan.column-pass": () => "the same: passes",
  "gate-plan.column-regressed": () => "slower by twice\nthe margin: red",
  "gate-plan.column-sees": () => "sees, in the\ntime it has",
  "gate-plan.rounds-and-time": ({ rounds, ms }: { rounds: number; ms: number }) =>
    `${counted(rounds, "round")}, ${timeText(ms)}`,
  "gate-plan.never": () => "never",
  "gate-plan.nothing-seen": () => "nothing",
  "gate-plan.columns": () =>
    "Scatter is the standard deviation of the change of single rounds. Rounds and times are means; a gate may well take half or twice as many.",
  "gate-plan.fits": ({ rounds, ms, budgetMs }: Fitting) =>
    `If nothing has changed, the gate passes after about ${counted(rounds, "round")}: ${timeText(ms)} of the ${timeText(budgetMs)} that it may take.`,
  "gate-plan.does-not-fit": ({ rounds, most, budgetMs, suggestedS }: NotFitting) =>
    `If nothing has changed, it takes about ${counted(rounds, "round")} to pass, and ${most} fit into ${timeText(budgetMs)}. Give it more time (--budget ${suggestedS}s), a larger --margin, or a quieter machine.`,
  "gate-plan.never-passes": () =>
    "With so much scatter it would never pass. Give it a larger --margin, or a quieter machine.",

  // The self-test's trials: what is done to one of two equal sides.
  "gate-plan.trial-same": () => "the same twice",
  "gate-plan.trial-spin": ({ share }: { share: number }) => `CPU spin at start, ${percent(share)}`,
  "gate-plan.trial-delay": ({ share }: { share: number }) => `delayed spawn, ${percent(share)}`,
  "gate-plan.trial-fsync": () => "an extra fsync",
  /** `share`: what is left of a CPU. */
  "gate-plan.trial-throttle": ({ share }: { share: number }) => `throttled CPU, ${percent(share)}`,
  "gate-plan.not-played": ({ trial, reason }: { trial: string; reason: string }) =>
    `the self-test cannot be played: ${trial}: ${reason}`,
  "gate-plan.see-report": ({ remedy, folder }: { remedy: string; folder: string }) =>
    `${remedy}; all that there is: isotax report ${folder}`,
  "gate-plan.not-in-run": ({ workload }: { workload: string }) =>
    `there is no ${workload} in the run`,
  "gate-plan.measure-anew": () => "measure it anew",
};

function timeText(ms: number): string {
  return quantity(ms * 1e6, "ns");
}

interface Piloted {
  readonly base: string;
  readonly head: string;
  readonly rounds: number;
  readonly roundMs: number;
  readonly budgetMs: number;
  /** Rounds that there is time for. */
  readonly most: number;
}

interface Fitting {
  readonly rounds: number;
  readonly ms: number;
  readonly budgetMs: number;
}

interface NotFitting {
  readonly rounds: number;
  readonly most: number;
  readonly budgetMs: number;
  /** A budget that would do, in seconds. */
  readonly suggestedS: number;
}

interface UnknownTarget {
  readonly runId: string;
  readonly target: string;
  readonly near: readonly string[];
}

interface TooFewRounds {
  readonly rounds: number;
  readonly workloads: readonly string[];
  readonly fewest: number;
}

interface TooLittleTime {
  readonly budgetMs: number;
  readonly rounds: number;
  /** The least that a round takes. */
  readonly roundMs: number;
}

interface TooFewForRatios {
  readonly run: Compared;
  readonly rounds: number;
  readonly fewest: number;
}
