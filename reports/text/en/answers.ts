/** The first lines of a report: what a container costs, what a VM costs, and how sure it is. */
import { listed } from "./parts.ts";
import { counted } from "./words/counts.ts";

export const answers = {
  "answers.heading": () => "In short",
  "answers.container": () => "A container",
  "answers.machine": () => "A virtual machine",
  "answers.trust": () => "Can it be trusted?",
  "answers.trust-line": ({ verdict }: { verdict: string }) => `Can it be trusted? ${verdict}`,

  /** `added`: to native's start; empty where native was not measured. */
  "answers.cost": (of: { target: string; start: string; work: readonly string[] }) =>
    [
      `${of.target}${of.start === "" ? "" : ` ${of.start}`}.`,
      of.work.length === 0 ? "Work inside: not measured." : `Work inside: ${listed(of.work)}.`,
    ].join(" "),
  "answers.start": (of: { time: string; interval: string; added: string }) =>
    `starts in ${spaced(of.time, of.interval)}${of.added === "" ? "" : ` (${of.added} over native)`}`,
  "answers.family": (of: { family: string; times: string; interval: string }) =>
    `${of.family} ${spaced(of.times, of.interval)}`,
  "answers.brackets": (of: { confidence: string; withWork: boolean }) =>
    `${of.withWork ? "1.05x: 5% slower than native. " : ""}` +
    `In brackets: the interval of the median, ${of.confidence} confidence or more.`,
  "answers.not-virtualized": () => "It has no hardware virtualization: this is no usual VM.",
  "answers.no-container": () =>
    "No container was measured: npm run bench -- --targets native,crun measures one.",
  "answers.no-machine": () => "No virtual machine was measured.",
  "answers.emulated": ({ targets }: { targets: readonly string[] }) =>
    `Not known. ${listed(targets)} ran without hardware support, emulated (TCG). ` +
    "That says nothing about the cost of a VM under KVM.",

  // How far the figures can be trusted. `limit`: what keeps them from more; empty if nothing does.
  "answers.level": (of: { level: string; limit: string }) =>
    of.limit === "" ? `${of.level}.` : `${of.level}: ${of.limit}.`,
  "answers.level-none": () => "No",
  "answers.level-works": () => "Only that everything ran",
  "answers.level-magnitude": () => "For the order of magnitude, not for a few percent",
  "answers.level-quote": () => "Yes, each figure with its interval",
  /** All of these get the same values: what there was, and what is enough. */
  "answers.limit-made-up": (_: Limits) => "times are made up",
  "answers.limit-other-bytes": (_: Limits) => "targets ran different bytes",
  "answers.limit-other-size": (_: Limits) => "targets had different sizes",
  "answers.limit-nothing": (_: Limits) => "nothing was measured",
  "answers.limit-incomplete": (_: Limits) => "the run is not complete",
  "answers.limit-rounds": (of: Limits) =>
    `${counted(of.rounds, "round")}; ${of.needed} are needed for ` +
    `${of.needed < 5 ? "an interval" : "intervals of 95%"}`,
  "answers.limit-spread": (of: Limits) =>
    `only half of all intervals are within ±${of.spread}; ±${of.narrow} is needed`,
  /** A sentence without its period. */
  "answers.evidence": (of: Evidence) =>
    listed([
      ...(of.rounds === 0 ? [] : [counted(of.rounds, "round")]),
      ...(of.spread === ""
        ? []
        : [`${of.rounds === 0 ? "Half" : "half"} of all intervals are within ±${of.spread}`]),
      counted(of.warnings, "warning"),
      `${of.failed === 0 ? "nothing" : counted(of.failed, "cell")} failed`,
      ...(of.unreached === 0 ? [] : [`${counted(of.unreached, "cell")} not reached`]),
    ]),
  "answers.doubts": () => "Warnings",
};

interface Evidence {
  readonly rounds: number;
  /** Empty where no figure has an interval. */
  readonly spread: string;
  readonly warnings: number;
  readonly failed: number;
  /** Cells that a run which ended early did not come to. */
  readonly unreached: number;
}

interface Limits {
  readonly rounds: number;
  readonly needed: number;
  /** Half of the intervals reach at most so far. */
  readonly spread: string;
  /** A share, as it is written. */
  readonly narrow: string;
}

function spaced(figure: string, interval: string): string {
  return interval === "" ? figure : `${figure} ${interval}`;
}
