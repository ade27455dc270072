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
    `${of.withWork ? "1.05x: the same work takes 5% longer than native, without isolation on the same host. " : ""}` +
    `In brackets: the confidence interval of the median (${of.confidence} or more).`,
  "answers.not-virtualized": () => "Not a usual VM: no hardware virtualization",
  "answers.no-work": () => "How much it slows work down was not measured.",
  "answers.no-container": () =>
    "No container was measured: npm run bench -- --targets native,crun measures one.",
  "answers.other-run": () => "This run measured neither its start nor its work.",
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
    `a typical figure is uncertain by ±${of.spread}; a few percent need ±${of.narrow} or less`,
  /** A sentence without its period. */
  "answers.evidence": (of: Evidence) =>
    listed([
      ...(of.rounds === 0 ? [] : [counted(of.rounds, "round")]),
      ...(of.spread === ""
        ? []
        : [`${of.rounds === 0 ? "A" : "a"} typical figure is uncertain by ±${of.spread}`]),
      `${of.warned} of ${counted(of.cells, "measurement")} with a warning`,
      `${of.failed === 0 ? "none" : of.failed} failed`,
      ...(of.unreached === 0 ? [] : [`${counted(of.unreached, "measurement")} not reached`]),
    ]) + (of.host.length === 0 ? "" : `. Meanwhile, ${listed(of.host)}`),
  "answers.host-busy-machine": () => "the host was busy",
  "answers.host-steal": () => "other machines took CPU time from the host",
  "answers.host-throttling": () => "the host's CPU was throttled",
  "answers.host-swap": () => "the host swapped",
  "answers.host-drift": () => "the host's own speed changed",
  "answers.host-shared-cpu": () => "isotax and targets shared a CPU",
  "answers.host-shared-core": () => "isotax and targets shared a core",
  "answers.host-uneven-cpus": () => "CPUs were of different kinds",
  "answers.host-unlimited-memory": () => "memory had no limit",
  "answers.host-host-changed": () => "the host was changed between parts of the run",
  "answers.doubts": () => "Warnings",
};

interface Evidence {
  readonly rounds: number;
  /** Empty where no figure has an interval. */
  readonly spread: string;
  /** Pairs of a target and a workload; of them, those with warnings of their own. */
  readonly cells: number;
  readonly warned: number;
  /** What was wrong with the host. */
  readonly host: readonly string[];
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
