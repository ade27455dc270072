/** The sections of the page and their charts. */
import type { Brackets } from "../../format.ts";
import { inBrackets } from "./report.ts";
import { counted } from "./words/counts.ts";

export const reportSections = {
  "report-sections.not-measured": () => "Not measured.",
  "report-sections.workload": ({ workload, title }: { workload: string; title: string }) =>
    `${workload}: ${title}`,

  "report-sections.ladder": () => "How long a start takes",
  "report-sections.first-bytes": ({ times }: { times: string[] }) =>
    `Time to the first byte: ${times.join(", ")}`,
  "report-sections.first-byte": ({ target, time }: { target: string; time: string }) =>
    `${target} ${time}`,

  "report-sections.steps": () => "What each rung adds",
  "report-sections.steps-explained": ({ rounds, ...of }: { rounds: number } & Brackets) =>
    "The tables begin at the bottom rung. They show how much later the first byte comes than on " +
    `the rung below, in the same round. Figures are medians of ${counted(rounds, "round")}${inBrackets(of)}. ` +
    "A difference is bold where its interval leaves out zero; elsewhere no difference was shown. " +
    "Where the rung below was not measured, the next lower one stands in, and the difference " +
    "includes both steps.",
  "report-sections.cold-starts": ({ workload }: { workload: string }) => `${workload}: cold starts`,
  "report-sections.warm-starts": ({ workload }: { workload: string }) => `${workload}: warm starts`,
  "report-sections.warm-explained": () =>
    "A warm start begins from something that was made beforehand. Prework is the time spent on " +
    "that for each start. The target's facts say what is made once in a run.",
  "report-sections.head-first-byte": () => "to the first byte",
  "report-sections.head-what-it-adds": () => "what it adds",
  "report-sections.once-a-run": () => "once a run",

  "report-sections.slowdowns": () => "What the isolation slows down",

  "report-sections.overhead": () => "Overhead",
  "report-sections.overhead-explained": ({ rounds, ...of }: { rounds: number } & Brackets) =>
    "A cell says how many times worse a target is than native in the same round: 1.00 is native's " +
    `own speed. ${coloured(rounds, of)}`,
  "report-sections.overhead-caption": () => "Slowdown against native",
  "report-sections.cost": () => "What it costs the host",
  "report-sections.cost-explained": ({ rounds, ...of }: { rounds: number } & Brackets) =>
    "A cell says how many times as much of the host's CPU time a unit of work takes as it takes " +
    "natively, in the same round. The CPU time is that of everything that an instance is made of, " +
    "with the VMM, runtimes, clients and daemons. A target that is as fast for twice the CPU time " +
    `is not equal. ${coloured(rounds, of)}`,
  "report-sections.cost-caption": () => "Host CPU time against native",
  "report-sections.same": () => "not shown to differ",

  "report-sections.footprint": () => "Memory and disk of one more instance",
  "report-sections.footprint-not-asked": () =>
    "Not asked for in this run (--workloads footprint measures it).",
  "report-sections.footprint-explained": () =>
    "A figure is the slope over several instances at once: what they share is not in it. pss: " +
    "pages of the processes, shared pages in part. cgroup: memory that is charged to the " +
    "instance, with the kernel's own and the page cache. available: how much less memory the host " +
    "has for others; other programs on the host blur it. disk: blocks used.",

  "report-sections.distributions": () => "Distributions",
  "report-sections.nothing": () => "Nothing was measured.",
  "report-sections.metric": () => "Metric:",
  "report-sections.box-plot": () => "Box plot of the chosen metric",
  "report-sections.box-explained": () =>
    "A dot is the value of a round: the median of its samples, unless the metric says otherwise. " +
    "The line in a box is the median of the rounds, as in every card and table. Box: quartiles; " +
    "whiskers: 1.5 times the box. Five rounds or fewer have no box.",
  "report-sections.box-needs-script": () =>
    "The page's script draws other metrics here. Medians and intervals of all are in All results.",
  "report-sections.box-plot-title": ({ metric }: { metric: string }) => `Distribution of ${metric}`,
  "report-sections.box-emulated": () => "Emulated (TCG), on an axis of their own",
  "report-sections.box-plot-of": (of: {
    metric: string;
    better: "lower" | "higher" | "neither";
    samples: string[];
  }) => `Box plot of ${of.metric}, ${of.better} is better; ${of.samples.join(", ")}`,
  "report-sections.samples": (of: { target: string; rounds: number; samples: number }) =>
    of.samples === of.rounds
      ? `${of.target}: ${of.rounds} rounds`
      : `${of.target}: ${of.rounds} rounds, ${of.samples} samples`,
  "report-sections.samples-of-each": ({ count }: { count: number }) => `each of ${count}`,
  "report-sections.box-axis": (of: {
    unit: string;
    better: "lower" | "higher" | "neither";
    logarithmic: boolean;
  }) =>
    `${of.unit === "" ? "" : `${of.unit}, `}${of.better} is better${of.logarithmic ? " (logarithmic)" : ""}`,
  "report-sections.quartiles": (of: {
    min: string;
    q1: string;
    median: string;
    mean: string;
    q3: string;
    max: string;
  }) =>
    `min: ${of.min}, 25% quantile: ${of.q1}, median: ${of.median}, mean: ${of.mean}, ` +
    `75% quantile: ${of.q3}, max: ${of.max}`,
  "report-sections.outlier": ({ value }: { value: string }) => `outlier: ${value}`,
  "report-sections.sample": ({ value }: { value: string }) => `round: ${value}`,

  "report-sections.image": () => "Image size",
  "report-sections.image-explained": () =>
    "Native ships nothing: 0 by definition. Containers ship the root filesystem as compressed " +
    "layers; a VM ships a disk, a kernel and an initramfs. Computed from the files and layers of " +
    "the image; the tools that run it (runtimes, engines, QEMU) are not counted.",
  "report-sections.shipped": () => "To ship (gzip -6)",
  "report-sections.on-disk": () => "On disk",
  "report-sections.sizes": ({ title, sizes }: { title: string; sizes: string[] }) =>
    `${title}: ${sizes.join(", ")}`,
  "report-sections.size": ({ target, size }: { target: string; size: string }) =>
    `${target} ${size}`,

  "report-sections.calls": () => "A start and a removal, call by call",
  "report-sections.calls-explained": () =>
    "Where the time of a start goes, from the spawn to the first byte: what comes before the first call of the kernel, each call, and then the execution of the workload until its first byte. Each piece is a median over the starts, so the bar is a typical start, and not one start. " +
    "Calls are timed by the program that makes them. p90 and p99 of each stand with all results.",
  "report-sections.one-start": () => "One start",
  "report-sections.one-removal": () => "One removal: what is waited for",
  "report-sections.small-parts": ({ count }: { count: number }) => `${count} smaller ones`,
  "report-sections.freed": () => "After the removal: when the kernel has freed it",
  "report-sections.freed-explained": () =>
    "From the last call of the process until the kernel allows another one in its place. Workers of the kernel do most of it, after the removal has returned: one start does not wait for it, but hundreds of them do. The count of control groups is that of the whole machine where they are of version 1.",
  "report-sections.with-p90": ({ typical, p90 }: { typical: string; p90: string }) =>
    `${typical} (p90 ${p90})`.replaceAll(" ", "\u00a0").replace("\u00a0(", " ("),

  "report-sections.results": () => "All results",

  "report-sections.missing": () => "Not measured, and warnings",
  "report-sections.all-measured": () => "Every planned cell was measured.",
  "report-sections.no-warnings": () => "None.",
  "report-sections.head-metric": () => "metric",
  "report-sections.head-target": () => "target",
  "report-sections.head-workload": () => "workload",
  "report-sections.head-status": () => "status",
  "report-sections.head-why": () => "why",
  "report-sections.head-remedy": () => "what to do",
  "report-sections.head-warning": () => "warning",
  "report-sections.head-what": () => "what",
  "report-sections.head-how-often": () => "how often",
  "report-sections.last-words": () => "its last words",

  "report-sections.environment": () => "Environment",
  "report-sections.host": () => "Host",
  "report-sections.head-fact": () => "fact",
  "report-sections.head-value": () => "value",
  "report-sections.harness": () => "What the harness costs",
  "report-sections.head-start": () => "at the start",
  "report-sections.head-end": () => "at the end",
  "report-sections.round-trip": () => "round trip that spawns nothing",
  "report-sections.floor": () => "spawn to first byte, no isolation, back to back",
  "report-sections.single": () =>
    "the same as a single start after a pause, as starts are measured",
  "report-sections.targets": () => "Targets",
  "report-sections.head-round-trip": () => "round trip to its agent",
  "report-sections.head-facts": () => "facts",
  "report-sections.same-bytes": () => "The same bytes everywhere",
  "report-sections.programs": () => "Programs outside of instances",
  "report-sections.head-program": () => "program",
  "report-sections.head-file": () => "file",
  "report-sections.head-version": () => "version",
  "report-sections.head-sha256": () => "sha256",
  "report-sections.head-same-in": () => "same in",
  "report-sections.other-bytes": ({ target }: { target: string }) => `NOT ${target}`,
};

function coloured(rounds: number, of: Brackets): string {
  return (
    `Cells are medians of ${counted(rounds, "round")}${inBrackets(of)}. A cell has no colour where no ` +
    "difference was shown: its interval includes 1, or there are too few rounds, or so many cells " +
    "are compared that some look like it by chance."
  );
}
