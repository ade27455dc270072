/** What a run has to say about each question of a claim: a part for each target, or a gap. */
import type { Run } from "../schema.ts";
import type { Analysis } from "../stats/analyze.ts";
import { mainTarget } from "../subjects.ts";
import type { Message } from "../types.ts";
import type { Claim, Question } from "./claim.ts";
import type { Finding } from "./finding.ts";
import { findingOf } from "./findings.ts";
import { emulatedOf, picked } from "./picks.ts";

/** What one target answers to one question. */
export interface Part {
  readonly question: Question;
  /** Empty where the question is about no target. */
  readonly target: string;
  readonly finding: Finding;
}

/** What would have to be measured too. */
export interface Gap {
  readonly about: Message;
  /** Empty where no target is missing it, but all. */
  readonly target: string;
  /** Whether no run of this machine could measure it. */
  readonly elsewhere: boolean;
}

export interface Parts {
  readonly parts: readonly Part[];
  readonly gaps: readonly Gap[];
  /** Ids of targets that were measured, and are left out because they are emulated. */
  readonly emulated: readonly string[];
}

export function partsOf(claim: Claim, run: Run, analysis: Analysis): Parts {
  const parts: Part[] = [];
  const gaps: Gap[] = [];
  const emulated = new Set<string>();
  for (const question of claim.questions) {
    const { about } = question;
    if (question.kind === "elsewhere") {
      gaps.push({ about, target: "", elsewhere: true });
      continue;
    }
    const targets = picked(question.of, run).filter(({ id }) => isAsked(question, id, run));
    if (targets.length === 0 && question.also !== true && question.ifPlanned !== true)
      gaps.push({ about, target: "", elsewhere: false });
    for (const target of targets) {
      const finding = findingOf(question, target, run, analysis);
      if (finding === undefined) gaps.push({ about, target: target.id, elsewhere: false });
      else parts.push({ question, target: target.id, finding });
    }
    for (const target of emulatedOf(question.of, run)) {
      if (findingOf(question, target, run, analysis) !== undefined) emulated.add(target.id);
    }
  }
  return { parts, gaps, emulated: [...emulated] };
}

/** Whether a question is asked of a target: not if its workload is not for that target. */
function isAsked(question: Question, target: string, { workloads }: Run): boolean {
  const named = "workload" in question ? question.workload : undefined;
  const plan = workloads.find(({ id }) => id === named);
  if (plan === undefined) return !("ifPlanned" in question && question.ifPlanned === true);
  return plan.subjects?.some((subject) => mainTarget(subject) === target) ?? true;
}
