/** Comparisons of whole runs: what makes runs incomparable, and what is missing in them. */
import { counted } from "./words/counts.ts";
export const verdictsRuns = {
  "verdicts-runs.still-worse": ({ runId }: { runId: string }) =>
    `it got worse in ${runId}, and this run does not show that it was mended`,
  "verdicts-runs.not-comparable": ({ field, base, head }: Difference) =>
    `the runs are not comparable: ${field} was ${base}, is ${head}`,
  "verdicts-runs.baseline-anew": () =>
    "measure the baseline anew on this machine as it is now, or compare in turns: isotax gate BASE HEAD",
  "verdicts-runs.anchor-not-comparable": ({ field, base, head }: Difference) =>
    `the anchor is not comparable: ${field} was ${base}, is ${head}`,
  "verdicts-runs.release-anew": () => "measure the release anew on this machine as it is now",

  // What runs may differ in. These stand before "was ..., is ...".
  "verdicts-runs.host-fact": ({ fact }: { fact: string }) => `the host's ${fact}`,
  "verdicts-runs.target-fact": ({ target, fact }: { target: string; fact: string }) =>
    `${target}: ${fact}`,
  "verdicts-runs.size": () => "the size of targets",
  "verdicts-runs.image": () => "the image of tools and libraries",
  "verdicts-runs.two-own-images": () =>
    "measure the baseline with this image; a gate cannot compare two images, since native runs yours as well: to see two versions of an app, put both runs side by side with isotax site (docs/own-app.md)",
  "verdicts-runs.isotax": () => "isotax",
  "verdicts-runs.code": () => "isotax's own code",
  "verdicts-runs.workload-version": ({ workload }: { workload: string }) =>
    `the version of ${workload}`,
  "verdicts-runs.workload-definition": ({ workload }: { workload: string }) =>
    `the definition of ${workload}`,
  "verdicts-runs.workload-size": ({ workload }: { workload: string }) => `the size of ${workload}`,

  // What each run has there.
  "verdicts-runs.cpus-and-memory": ({ cpus, memoryMiB }: { cpus: number; memoryMiB: number }) =>
    `${cpus} CPU(s), ${memoryMiB} MiB`,
  "verdicts-runs.image-and-tools": ({ digest, tools }: { digest: string; tools: string[] }) =>
    [digest, ...tools].join(", "),
  "verdicts-runs.without-tool": ({ tool }: { tool: string }) => `without ${tool}`,
  "verdicts-runs.not-there": () => "not there",
  "verdicts-runs.not-known": () => "not known",

  "verdicts-runs.baseline-unit": ({ base, head }: { base: string; head: string }) =>
    `the baseline has it in ${base}, this run in ${head}`,
  "verdicts-runs.baseline-anew-by-version": () =>
    "measure the baseline anew with this version of isotax",
  "verdicts-runs.measure-with-native": ({ native }: { native: string }) =>
    `measure that run again, with ${native} among its targets`,
  "verdicts-runs.too-few-for-ratio": ({ rounds, runId }: { rounds: number; runId: string }) =>
    `${rounds === 1 ? "1 round is" : `${rounds} rounds are`} too few to know how sure the ratio to native is, in the run ${runId}`,
  "verdicts-runs.measure-more": ({ rounds }: { rounds: number }) =>
    `measure it with more: --rounds ${rounds} at the least`,

  "verdicts-runs.too-few-for-scatter": ({ runs, fewest, left, more }: TooFewRuns) => {
    const others = `; not comparable: ${left.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
    return `${counted(runs, "earlier run")} ${runs === 1 ? "is" : "are"} too few to know how much runs scatter; it takes ${fewest}${left.length === 0 ? "" : others}`;
  },
  "verdicts-runs.left": ({ runId, why }: { runId: string; why: string }) => `${runId}: ${why}`,
  "verdicts-runs.has-it-in": ({ metric, unit }: { metric: string; unit: string }) =>
    `it has ${metric} in ${unit}`,
  "verdicts-runs.not-both-with-native": () => "no round has both it and native",
  "verdicts-runs.keep-or-turns": () =>
    "keep the folders of more runs of this machine, or compare in turns: isotax gate BASE HEAD",
  "verdicts-runs.accept-since": ({ runId }: { runId: string }) =>
    `look at what changed since ${runId}; if it is meant to be so, accept it for the runs after it: --accept ${runId}`,
  "verdicts-runs.accept-this": ({ runId }: { runId: string }) =>
    `look at what changed since the runs before; if it is meant to be so, accept it for the runs after it: --accept ${runId}`,
  "verdicts-runs.anchor-unit": ({ base, head }: { base: string; head: string }) =>
    `the anchor has it in ${base}, this run in ${head}`,
  "verdicts-runs.release-anew-by-version": () =>
    "measure the release anew with this version of isotax",
  "verdicts-runs.too-few-for-creep": ({ runs, fewest }: { runs: number; fewest: number }) =>
    `${counted(runs, "earlier run")} ${runs === 1 ? "is" : "are"} too few to tell a creep from scatter; it takes ${fewest}`,
  "verdicts-runs.keep-folders": () => "keep the folders of more runs of this machine",
  "verdicts-runs.newer-anchor": ({ runId }: { runId: string }) =>
    `look at what changed since ${runId}; if it is meant to be so, take a newer run as the anchor`,
};

interface Difference {
  readonly field: string;
  readonly base: string;
  readonly head: string;
}

interface TooFewRuns {
  readonly runs: number;
  readonly fewest: number;
  /** The first of the runs that could not be used. */
  readonly left: readonly string[];
  /** How many others could not be used. */
  readonly more: number;
}
