/** The page: its head, the cards of the targets, the verdict, and its end. */
export const reportPage = {
  "report-page.title": ({ run }: { run: string }) => `What isolation costs: ${run}`,
  "report-page.title-made-up": ({ run }: { run: string }) => `fake: made-up times: ${run}`,
  "report-page.heading": () => "What isolation costs on this host",
  "report-page.heading-made-up": () => "fake: made-up times",
  "report-page.skip": () => "Skip to the results",
  "report-page.theme": () => "Light / dark",
  "report-page.languages": () => "Languages",
  "report-page.sections": () => "Sections",
  "report-page.made-with": (of: {
    cpu: string;
    os: string;
    kernel: string;
    virtualization: string;
    run: string;
    profile: string;
    rounds: number;
    seed: number;
    cpus: number[];
    memoryMiB: number;
    isotax: string;
    createdAt: string;
  }) =>
    `${of.cpu}, ${of.os}, Linux ${of.kernel}; ${of.virtualization}. ` +
    `Run ${of.run}: ${of.profile} profile, ${of.rounds} round(s), seed ${of.seed}; ` +
    `every target on CPU ${of.cpus.join(", ")} with ${of.memoryMiB} MiB. ` +
    `isotax ${of.isotax}, ${of.createdAt}.`,
  "report-page.recomputed": () =>
    "Every figure here can be recomputed from records.ndjson in the run's folder: isotax report DIR.",

  // The cards.
  "report-page.cards": () =>
    "A start is the time to the first byte in the first workload that measures starts. A slowdown " +
    "is the median over the metrics of a family. The sections below show each metric with its " +
    "interval.",
  "report-page.cold-start": () => "cold start",
  "report-page.warm-start": () => "warm start",
  "report-page.slowdown-of-family": ({ family }: { family: string }) =>
    `${FAMILIES[family] ?? family} slowdown`,
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

/** Families whose names are abbreviations, as they are written. */
const FAMILIES: Readonly<Record<string, string>> = { cpu: "CPU" };
