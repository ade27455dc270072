/** What all reports say of a run, and the words of summary.md and of the terminal's tables. */
import type { Brackets } from "../../format.ts";
import { confidenceText } from "../../numbers.ts";
import { listed } from "./parts.ts";
import { counted } from "./words/counts.ts";

export const report = {
  // Marks of targets and of cells.
  "report.emulated": () => "TCG, emulated",
  "report.emulated-target": ({ target }: { target: string }) => `${target} (TCG, emulated)`,
  "report.fewer-rounds": ({ n }: { n: number }) => `n = ${n}`,
  "report.not-applicable": () => "n/a",
  "report.not-planned": () => "not planned",
  "report.not-measured": () => "not measured",
  "report.failed": () => "failed",
  "report.missing": () => "missing",
  "report.unavailable": () => "unavailable",
  "report.unavailable-because": ({ reason }: { reason: string }) => `unavailable: ${reason}`,
  "report.status-in-rounds": ({ status, rounds }: { status: string; rounds: number[] }) =>
    `${status} in round ${rounds.join(", ")}`,
  "report.reason-in-rounds": ({ rounds, reason }: { rounds: number[]; reason: string }) =>
    `round ${rounds.join(", ")}: ${reason}`,
  "report.checked": ({ answer, evidence }: { answer: string; evidence: string }) =>
    `${answer}: ${evidence}`,
  "report.over-with": ({ below, skipped }: { below: string; skipped: string[] }) =>
    `${below} (with ${listed(skipped)})`,

  // Notes.
  "report.legend": ({ rounds, ...of }: { rounds: number } & Brackets) =>
    `Medians of ${counted(rounds, "round")}${inBrackets(of)}. Overheads are paired with native in the same round: ` +
    "starts as the difference (+), all else as slowdown (1.00x is native's speed, 2.00x twice as slow).",
  "report.not-complete": ({ status }: { status: string }) =>
    `This run is not complete: ${status}. The report shows what there is.`,
  "report.made-up": ({ targets }: { targets: string[] }) =>
    `fake: made-up times. Nothing was measured of ${listed(targets)}: the figures are what a script says.`,
  "report.emulated-note": ({ targets, reason }: { targets: string[]; reason: string }) => {
    const [were, their] = targets.length === 1 ? ["was", "Its"] : ["were", "Their"];
    return (
      `${listed(targets)} ${were} emulated (TCG), not virtualized: ${reason}. ` +
      `${their} figures say nothing about hardware virtualization.`
    );
  },
  "report.no-reason": () => "no reason recorded",

  // Tables of starts.
  "report.head-rung": () => "rung",
  "report.head-warm-start": () => "warm start",
  "report.head-ready": () => "ready",
  "report.head-adds": () => "adds",
  "report.head-to": () => "to",
  "report.head-interval": () => "interval",
  "report.head-prework": () => "prework",

  // summary.md.
  "report.title": ({ run }: { run: string }) => `isotax: ${run}`,
  // What the host itself runs in. A line has it without a name before it.
  "report.host-in": ({ vm, container }: { vm: string; container: string }) => {
    const machine = vm === "" ? "" : `a virtual machine under ${vm}`;
    if (container === "") return `this host is itself ${machine}`;
    return `this host is itself a container (${container})${machine === "" ? "" : ` in ${machine}`}`;
  },
  "report.host-virtual": ({ virtualization }: { virtualization: string }) =>
    `this host is itself virtual (${virtualization})`,
  "report.made-with": (of: {
    profile: string;
    rounds: number;
    seed: number;
    cpus: number[];
    memoryMiB: number;
    cpu: string;
    os: string;
    kernel: string;
    /** What the host itself runs in. */
    isIn: string;
  }) =>
    `${of.profile} profile, ${counted(of.rounds, "round")}, seed ${of.seed}, CPUs ${of.cpus.join(",")}, ` +
    `${of.memoryMiB} MiB; ${of.cpu}, ${of.os}, Linux ${of.kernel}${of.isIn === "" ? "" : `; ${of.isIn}`}.`,
  "report.cell-not-measured": (of: {
    workload: string;
    target: string;
    status: string;
    reason: string;
    remedy: string;
  }) => `${of.workload} on ${of.target}: ${of.status}: ${of.reason}. Remedy: ${of.remedy}`,
  "report.counted-warning": (of: {
    warning: string;
    count: number;
    where: string;
    message: string;
    remedy: string;
  }) => `${of.warning} (${of.count}, first: ${of.where}): ${of.message}. ${of.remedy}`,

  // The end of all reports, and the terminal's.
  "report.not-measured-heading": () => "Not measured",
  "report.warnings-heading": () => "Warnings",
  "report.target-status": (of: { target: string; status: string; reason: string }) =>
    `${of.target}: ${of.status}: ${of.reason}`,
  "report.workload-in-rounds": ({ workload, rounds }: { workload: string; rounds: number[] }) =>
    `${workload} (round ${rounds.join(", ")})`,
  "report.times": ({ count, where }: { count: number; where: string }) =>
    count === 1 ? where : `${count} times, first: ${where}`,
  "report.warning": (of: { warning: string; message: string; times: string }) =>
    `${of.warning}: ${of.message} (${of.times})`,
};

/** Explains the intervals in brackets, as the end of a sentence about medians. */
export function inBrackets({ intervals, confidence }: Brackets): string {
  if (intervals === "none") return "";
  const least = intervals === "at-least" ? "at least " : "";
  return `; in brackets the exact interval of the median, with ${least}${confidenceText(confidence)} confidence`;
}
