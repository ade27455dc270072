/** The words of a gate's reports: its terminal text, Markdown, JUnit and annotations. */
import type { Verdict } from "../../../bench/stats/judgement.ts";
import { type CellKind, changeText, timesText, typicalText } from "./words/change.ts";
import { counted } from "./words/counts.ts";

export const gate = {
  "gate.verdict": ({ verdict }: { verdict: Verdict }) => verdict,
  /** Of a cell that does not count for the gate. */
  "gate.verdict-info": ({ verdict }: { verdict: Verdict }) => `${verdict} (info)`,
  /** After the verdict, and before a full stop or a bracket. */
  "gate.meaning": ({ verdict, starts }: { verdict: Verdict; starts: boolean }) =>
    meaningOf(verdict, typicalText(starts)),

  "gate.emulated": () => "(TCG, emulated)",
  "gate.cell": ({ workload, metric, target }: Cell) => `${workload}/${metric} on ${target}`,
  /** A cell among those of one workload. */
  "gate.metric-on": ({ metric, target }: Omit<Cell, "workload">) => `${metric} on ${target}`,
  "gate.against-earlier-runs": ({ target }: { target: string }) =>
    `${target}, against earlier runs`,
  "gate.against-run": ({ target, runId }: { target: string; runId: string }) =>
    `${target}, against ${runId}`,
  "gate.target-number": ({ number }: { number: number }) => `target ${number}`,

  "gate.not-measured": () => "not measured",
  /** In place of a metric. */
  "gate.nothing-measured": () => "(nothing measured)",
  "gate.unknown": () => "unknown",
  "gate.none": () => "none",
  "gate.count": ({ n, of }: { n: number; of: "round" | "run" }) => counted(n, of),
  "gate.medians-of": ({ counts }: { counts: readonly string[] }) =>
    `medians of ${counts.join(" and ")}`,
  "gate.times-native": ({ base, head, ...kind }: CellKind & { base: number; head: number }) =>
    `${base.toFixed(2)} -> ${timesText(head, kind)} as native`,
  "gate.p90": ({ p90 }: { p90: string }) => `p90 ${p90}`,
  "gate.slow": ({ base, head, rounds }: SlowRounds) => `${base} -> ${head} of ${rounds}`,
  /** `slow`: what `gate.slow` says. */
  "gate.slow-in": ({ slow }: { slow: string }) => `slow starts in ${slow} rounds`,
  /** The same below the failed rounds, in a table. */
  "gate.slow-line": ({ slow }: { slow: string }) => `slow ${slow}`,
  "gate.rounds-slow": () => "rounds slow",
  "gate.failed": ({ baseFailed, baseRounds, headFailed, headRounds }: Failures) => {
    const ofBase = baseRounds === headRounds ? "" : ` of ${baseRounds}`;
    return `${baseFailed}${ofBase} -> ${headFailed} of ${headRounds}`;
  },
  /** `failed`: what `gate.failed` says. */
  "gate.failed-in": ({ failed }: { failed: string }) => `failed in ${failed} rounds`,

  "gate.change": ({ slowdown, decimals, ...kind }: Change) => changeText(slowdown, kind, decimals),
  "gate.change-regressed": ({ change, allowed }: { change: string; allowed: string }) =>
    `${change}, more than the ${allowed} allowed`,
  "gate.change-allowed": ({ change, allowed }: { change: string; allowed: string }) =>
    `${change}, ${allowed} allowed`,
  "gate.change-improved": ({ change, counting }: { change: string; counting: string }) =>
    `${change}, more than the ${counting} that counts`,
  "gate.more-rounds": ({ rounds }: { rounds: number }) => `about ${rounds} more rounds would help`,

  // Headings of columns, and names of figures.
  "gate.workload": () => "workload",
  "gate.metric": () => "metric",
  "gate.target": () => "target",
  "gate.base": () => "base",
  "gate.head": () => "head",
  "gate.changed": () => "change",
  "gate.effect": () => "effect",
  "gate.bounds": () => "bounds",
  /** Below or behind that heading. */
  "gate.bounds-signs": () => "(+ is worse, * decides)",
  "gate.p90s": () => "p90",
  "gate.margin": () => "margin",
  "gate.rounds-failed": () => "rounds failed",
  "gate.verdicts": () => "verdict",

  // What is not shown.
  "gate.more-of-verdict": ({ count, verdict }: { count: number; verdict: Verdict }) =>
    `${count} more ${verdict}`,
  "gate.summary-has-all": () => "The job's summary has all of them.",
  "gate.no-verdict": () => "no verdict",
  "gate.names-and-more": ({ names, more }: { names: readonly string[]; more: number }) =>
    `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
  "gate.one-cell": () => "The one cell",
  "gate.all-cells": ({ count }: { count: number }) => `All ${count} cells`,
  "gate.more-cells": ({ count }: { count: number }) => `${count} more cells`,
  "gate.how-to-read": () => "How to read this",
  "gate.count-of-verdict": ({ count, verdict }: { count: number; verdict: string }) =>
    `${count} ${verdict}`,
  "gate.left-cells": ({ count, counts }: { count: number; counts: readonly string[] }) =>
    `${count} cells: ${counts.join(", ")}`,
  "gate.left-findings": ({ count }: { count: number }) => `${count} findings`,
  "gate.left-notes": ({ count }: { count: number }) => `${count} notes`,
  "gate.left-out": ({ parts }: { parts: readonly string[] }) =>
    `Left out, since the length of a comment is limited: ${parts.join("; ")}. gate.json has everything; it lies beside the samples, and in the artifact of a job on GitHub.`,
};

function meaningOf(verdict: Verdict, typical: string): string {
  switch (verdict) {
    case "regressed":
      return "something got worse by more than is allowed";
    case "inconclusive":
      return "it is neither shown nor ruled out that something got worse by more than is allowed";
    case "improved":
      return `something got better by more than the margin, and ${typical} nowhere worse by more than is allowed`;
    case "pass":
      return `${typical} did not get worse by more than is allowed`;
  }
}

interface Cell {
  readonly workload: string;
  readonly metric: string;
  readonly target: string;
}

/** Rounds of each side with a slow start, of so many. */
interface SlowRounds {
  readonly base: number;
  readonly head: number;
  readonly rounds: number;
}

interface Failures {
  readonly baseFailed: number;
  readonly baseRounds: number;
  readonly headFailed: number;
  readonly headRounds: number;
}

interface Change extends CellKind {
  readonly slowdown: number;
  /** More decimals than usual. */
  readonly decimals: number;
}
