/** The first lines of a report: what a container costs, what a VM costs, and how sure it is. */
import { listed } from "./parts.ts";
import { counted } from "./words/counts.ts";

export const answers = {
  "answers.heading": () => "In short",
  "answers.container": () => "A container",
  "answers.machine": () => "A virtual machine",
  "answers.trust": () => "Can it be trusted?",
  "answers.trust-line": ({ verdict }: { verdict: string }) => `Can it be trusted? ${verdict}`,

  // The columns. Those of the families follow.
  "answers.start": () => "Starts in",
  "answers.brackets": (of: { confidence: string; withWork: boolean }) =>
    `${of.withWork ? "1.05x: work inside takes 5% longer than native, which is directly on this host. " : ""}` +
    `In brackets: the interval of the median, ${of.confidence} confidence or more.`,
  "answers.not-virtualized": () => "Not a usual VM: no hardware virtualization",
  "answers.no-work": () => "How much it slows work down was not measured.",
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
  "answers.level-magnitude": () => "For big differences, not for a few percent",
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
    `half of all intervals are wider than ±${of.spread}; ±${of.narrow} is the aim`,
  /** A sentence without its period. */
  "answers.evidence": (of: Evidence) =>
    listed([
      ...(of.rounds === 0 ? [] : [counted(of.rounds, "round")]),
      ...(of.spread === ""
        ? []
        : [`${of.rounds === 0 ? "Half" : "half"} of all intervals are within ±${of.spread}`]),
      ...warnings(of),
      `${of.failed === 0 ? "nothing" : `${of.failed} of ${counted(of.cells, "measurement")}`} failed`,
      ...(of.unreached === 0 ? [] : [`${counted(of.unreached, "measurement")} not reached`]),
    ]),
  "answers.doubts": () => "Warnings",
};

function warnings({ cells, warned, ofHost }: Evidence): readonly string[] {
  if (warned + ofHost === 0) return ["no warnings"];
  return [
    ...(warned === 0 ? [] : [`warnings about ${warned} of ${counted(cells, "measurement")}`]),
    ...(ofHost === 0 ? [] : [`${counted(ofHost, "warning")} about the host`]),
  ];
}

interface Evidence {
  readonly rounds: number;
  /** Empty where no figure has an interval. */
  readonly spread: string;
  /** Pairs of a target and a workload; of them, those with warnings of their own. */
  readonly cells: number;
  readonly warned: number;
  /** Warnings about the host or about the whole run. */
  readonly ofHost: number;
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
