/** What to measure for some claims, and how many rounds it takes before they can be decided. */
import { NATIVE } from "../stats/analyze.ts";
import { fewestRounds } from "../stats/power.ts";
import type { Claim, Plan, Question } from "./claim.ts";
import { ERROR } from "./decide.ts";
import { WAYS } from "./ways.ts";

export interface ClaimPlan extends Plan {
  readonly rounds: number;
  /** Of each workload, the targets on which some claim needs it. */
  readonly measuredOn: Readonly<Record<string, readonly string[]>>;
  /** Workloads of which no claim reads the figures of an emulated machine. */
  readonly notEmulated: readonly string[];
}

/** What all of these take together. All of them must be ones that isotax can measure. */
export function planOf(claims: readonly Claim[]): ClaimPlan {
  const plans = claims.flatMap(({ measure }) => measure ?? []);
  const workloads = [...new Set(plans.flatMap((plan) => plan.workloads))];
  const on = (workload: string) =>
    plans.filter((plan) => plan.workloads.includes(workload)).flatMap(allTargets);
  return {
    workloads,
    targets: [...new Set([NATIVE, ...plans.flatMap(allTargets)])],
    rounds: roundsFor(claims),
    measuredOn: Object.fromEntries(workloads.map((id) => [id, [...new Set([NATIVE, ...on(id)])]])),
    notEmulated: readOnlyIfVirtualized(claims),
  };
}

/**
 * Emulation decides no claim about virtualization, and takes the longest by far. The first workload
 * of such a claim stays: by it, the verdict says that the machine was emulated.
 */
function readOnlyIfVirtualized(claims: readonly Claim[]): readonly string[] {
  const ofMachines = claims.filter(isOfVirtualizationAlone);
  const machines = ofMachines.flatMap(({ measure }) => measure.targets);
  const kept = ofMachines.flatMap(({ measure }) => measure.workloads.slice(0, 1));
  const others = claims
    .filter((claim) => !ofMachines.includes(claim))
    .filter(({ measure }) => allTargets(measure).some((id) => machines.includes(id)))
    .flatMap(({ measure }) => measure.workloads);
  const read = new Set([...kept, ...others]);
  const workloads = ofMachines.flatMap(({ measure }) => measure.workloads);
  return [...new Set(workloads)].filter((id) => !read.has(id));
}

function isOfVirtualizationAlone({ questions }: Claim): boolean {
  return questions.every(
    (question) =>
      question.kind !== "elsewhere" && question.of.every(({ virtualized }) => virtualized === true),
  );
}

function allTargets({ targets, beside = [] }: Plan): readonly string[] {
  return [...targets, ...beside];
}

/**
 * As many as show what is far from its margin, also that it depends, even if no other claim is
 * decided. Once one is, Holm's method asks less of the others.
 */
function roundsFor(claims: readonly Claim[]): number {
  const tested = claims.filter(({ questions }) => questions.some(isOfRounds));
  const level = ERROR / (WAYS.length * tested.length);
  const rounds = tested.map(({ questions, measure }) => {
    const parts = questions.length * measure.targets.length;
    return fewestRounds(level / (2 * parts));
  });
  return rounds.reduce((most, one) => Math.max(most, one), 1);
}

function isOfRounds({ kind }: Question): boolean {
  return (["slowdown", "start", "start-added", "times"] as readonly string[]).includes(kind);
}
