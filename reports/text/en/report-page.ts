/** The page: its head, the cards of the targets, the verdict, and its end. */
import { counted } from "./words/counts.ts";
export const reportPage = {
  "report-page.title": ({ run }: { run: string }) => `What isolation costs: ${run}`,
  "report-page.title-made-up": ({ run }: { run: string }) => `fake: made-up times: ${run}`,
  "report-page.heading": () => "What isolation costs on this host",
  "report-page.heading-made-up": () => "fake: made-up times",
  "report-page.skip": () => "Skip to the results",
  "report-page.theme": () => "Light / dark",
  "report-page.languages": () => "Languages",
  "report-page.bar": () => "This page",
  "report-page.sections": () => "Sections",
  // The bar has a word for each section, so that all fit in a line.
  "report-page.to-ladder": () => "Starts",
  "report-page.to-steps": () => "Rungs",
  "report-page.to-calls": () => "Calls",
  "report-page.to-slowdowns": () => "Slowdown",
  "report-page.to-overhead": () => "Overhead",
  "report-page.to-cost": () => "Host",
  "report-page.to-footprint": () => "Memory",
  "report-page.to-distributions": () => "Spread",
  "report-page.to-image": () => "Image",
  "report-page.to-delivery": () => "Delivery",
  "report-page.to-scale": () => "Many",
  "report-page.to-audit": () => "Reach",
  "report-page.to-results": () => "Results",
  "report-page.to-not-measured": () => "Warnings",
  "report-page.to-environment": () => "Environment",
  "report-page.to-reproduce": () => "Cite",
  "report-page.to-glossary": () => "Words",
  "report-page.why-emulated": () => "Why?",
  "report-page.host": (of: {
    cpu: string;
    os: string;
    kernel: string;
    /** What the host itself runs in. */
    isIn: string;
  }) =>
    [of.cpu, of.os, of.kernel === "" ? "" : `Linux ${of.kernel}`, of.isIn]
      .filter((part) => part !== "")
      .join(" · "),
  "report-page.run": (of: { run: string; date: string; rounds: number }) =>
    `${of.date} · ${counted(of.rounds, "round")} · run ${of.run}`,

  // What the script adds.
  "report-page.filter": () => "Filter lines",
  "report-page.csv": () => "CSV",
  "report-page.svg": () => "SVG",
  "report-page.png": () => "PNG",
  "report-page.by-cost": () => "Sort by cost",
  "report-page.by-ladder": () => "Order of the ladder",
  "report-page.json": () => "All figures as JSON",
  "report-page.link": () => "Copy the link to this",
  "report-page.targets": () => "Targets",

  "report-page.recomputed": () =>
    "Every figure here can be recomputed from records.ndjson in the run's folder: isotax report DIR.",

  // The cards.
  "report-page.cards": ({ starts }: { starts: string }) =>
    `${starts === "" ? "" : `A start is the time to the first byte in ${starts}. `}` +
    "A family, such as CPU, has its slowdown against native: the geometric mean over its " +
    "headline metrics in each round, and then the median over the rounds. Brackets " +
    "have the interval of the median. A median is always that of the rounds: the value of a round " +
    "is the median of its samples, unless the metric says otherwise.",
  "report-page.cold-start": () => "cold start",
  "report-page.warm-start": () => "warm start",
  "report-page.family": ({ family }: { family: string }) => familyName(family),
  "report-page.to-ship": () => "to ship",
  "report-page.not-measured-because": ({ reason }: { reason: string }) => `not measured: ${reason}`,

  // The verdict.
  "report-page.pass": () => "pass",
  "report-page.improved": () => "improved",
  "report-page.regressed": () => "regressed",
  "report-page.inconclusive": () => "inconclusive",
  "report-page.verdict": (of: {
    verdict: string;
    meaning: string;
    sides: string;
    summary: string;
  }) => `${of.verdict}: ${of.meaning} (${of.sides}). ${of.summary}`,
  "report-page.verdict-of-cell": (of: { cell: string; verdict: string; figures: string[] }) =>
    `${of.cell}: ${of.verdict}; ${of.figures.join("; ")}.`,
  "report-page.more": ({ count }: { count: number }) => `${count} more`,
  "report-page.verdict-from-file": () =>
    "The verdict is taken from gate.json: the runs that it compares with are not in this folder.",
};

/** Families whose names are not written as their ids. */
const FAMILIES: Readonly<Record<string, string>> = {
  app: "applications",
  cpu: "CPU",
  own: "own workloads",
  syscall: "system calls",
};

export function familyName(family: string): string {
  return FAMILIES[family] ?? family;
}
