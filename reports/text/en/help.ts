/** The help of the command line, its options, and what is wrong with its words. */
import type { ProfileName } from "../../../bench/types.ts";
import { didYouMean } from "./parts.ts";
import { counted } from "./words/counts.ts";

interface Profile {
  readonly name: ProfileName;
  readonly rounds: number;
  /** With workloads that are not among the main ones. */
  readonly catalogueRounds: number;
}

const PROFILES: Readonly<Record<ProfileName, string>> = {
  smoke: "does everything work? (under a minute)",
  quick: "a first answer (a few minutes)",
  standard: "an answer to quote",
  thorough: "an answer to publish",
};

export const help = {
  "help.about": () => "Measures what isolation costs: native, containers and VMs, on this machine.",
  "help.hint": () => "(isotax --help lists commands and options)",

  "help.usage": () => "Usage:",
  "help.arguments": () => "Arguments:",
  "help.options": () => "Options:",
  "help.commands": () => "Commands:",
  "help.show-help": () => "display help for command",
  "help.show-version": () => "output the version number",
  "help.with-choices": ({ about, choices }: { about: string; choices: readonly string[] }) =>
    `${about} (choices: ${choices.map((choice) => `"${choice}"`).join(", ")})`,
  /** `value`: as JSON. */
  "help.with-default": ({ about, value }: { about: string; value: string }) =>
    `${about} (default: ${value})`,

  "help.run": () => "measure, and write a folder with raw samples and reports",
  "help.gate": () => "say whether something got worse: HEAD against BASE, or against other runs",
  "help.audit": () =>
    "say what can be reached from inside of targets, and end with 1 if a promise is not kept",
  "help.audit-targets": () => "ids of targets; the main ones if none is given",
  "help.audit-baseline": () =>
    "folder of an earlier audit: fail for what can be reached only now, instead of for promises",
  "help.audit-json": () => "print the names of the checks as JSON, by what became of them",
  "help.init": () => "write a first configuration into this folder",
  "help.init-format": () => "a module with comments, or JSON",
  "help.doctor": () => "say which targets and workloads are ready, and what the others lack",
  "help.setup": () => "install and build what runs need, and measure nothing",
  "help.report": () => "make the reports of a run folder again",
  "help.show": () => "show a run on the terminal: at a glance, or all its figures",
  "help.open": () => "open a run's report in the browser",
  "help.explain": () => "say what a warning, an error or a verdict means, and what helps",
  "help.site": () =>
    "make static pages over many runs: trends, lasting changes, comparisons, a feed, badges",
  "help.merge": () => "make one run folder of all shards of a plan (isotax run --shard)",
  "help.compare": () => "compare two runs, or two targets of one run; nothing is measured",
  "help.export": () => "print a run in the format of another tool",
  "help.charts": () => "write each chart of a run's report as a file of its own",
  "help.completion": () => "print a script that completes commands and options in a shell",
  "help.list": () => "list the run folders below a folder",
  "help.clean": () => "remove what dead runs left behind, and only that",

  "help.profile": (of: Profile) => {
    const others =
      of.catalogueRounds < of.rounds
        ? ` (${of.catalogueRounds} with more than the main workloads)`
        : "";
    return `${of.name}: ${counted(of.rounds, "round")}${others}, ${PROFILES[of.name]}`;
  },
  "help.option-profile": (of: { profiles: readonly string[]; standard: string }) =>
    `how much to measure. ${of.profiles.join("; ")} (default: ${of.standard})`,
  "help.option-lang": ({ known }: { known: readonly string[] }) =>
    `language: ${known.join(" or ")} (default: ISOTAX_LANG, else that of the locale); "ko,en" writes report.html in the first one, and a page beside it in the other`,
  "help.expected-languages": ({ known }: { known: readonly string[] }) =>
    `Known languages: ${known.join(", ")}; several with commas.`,
  "help.option-config-language": () =>
    "configuration that names the language (default: isotax.config.json, if no other is there)",
  "help.option-config": () => "configuration (default: isotax.config.{ts,js,json})",
  "help.option-seed": () => "seed of the order",
  "help.option-out": () => "folder to write (default: results/RUN-ID)",
  "help.option-image": () =>
    "your own image in place of the built one: a folder, an OCI layout or archive, a Dockerfile, or an engine's image",
  "help.option-guest-kernel": () => "kernel for VMs, instead of the distribution's",
  "help.option-json": () => "machine-readable",

  "help.run-targets": () => "only these targets, comma-separated",
  "help.run-workloads": () =>
    "only these workloads, comma-separated: ids, families (cpu, disk, ...), main or all",
  "help.run-claims": () =>
    "what decides these claims, such as C1,C3, or all: their workloads, targets and enough rounds",
  "help.run-rounds": () => "rounds, instead of the profile's",
  "help.run-precision": ({ mostRounds }: { mostRounds: number }) =>
    `measure until no interval reaches further than this to either side, such as 2%; at most --rounds (${mostRounds})`,
  "help.run-budget": () => "begin no round that would end after this time, such as 10m",
  "help.run-shard": () =>
    "only the i-th of n parts of the workloads, for as many machines of one kind (isotax merge)",
  "help.run-resume": () =>
    "go on with an interrupted run (default: --out, or the latest); --targets confirms commands and paths among its targets",
  "help.run-cpus": ({ cpus }: { cpus: number }) => `CPUs that each target gets (default: ${cpus})`,
  "help.run-memory": ({ memoryMiB }: { memoryMiB: number }) =>
    `memory that each target gets (default: ${memoryMiB})`,
  "help.run-most": ({ most }: { most: number }) =>
    `with scale.density, at most so many instances at once (up to ${most})`,
  "help.run-no-install": () => "install and download nothing; measure what can be",
  "help.run-no-open": () => "do not open the report in a browser",
  "help.run-json": () => "print the run's folder, status and main figures as JSON",
  "help.run-strict": () => "end with exit code 2 if a cell failed",

  "help.gate-base": () => "a target, such as crun or oci:./base/crun or 'command:./base/run.sh'",
  "help.gate-head": () => "the target to be judged",
  "help.gate-workloads": ({ workloads }: { workloads: string }) =>
    `what to measure (default: ${workloads}); as for run`,
  "help.gate-margin": () => "how much worse is allowed, such as 2% (default: 5%, VMs 10%)",
  "help.gate-budget": ({ budgetMs }: { budgetMs: number }) =>
    `time to decide in, such as 90s or 10m (default: ${budgetMs / 60_000}m)`,
  "help.gate-rounds": ({ rounds }: { rounds: number }) =>
    `rounds at most (default: ${rounds}); fewer if that is enough`,
  "help.gate-inconclusive": () =>
    "how a gate that could not decide ends (default: with exit code 3)",
  "help.gate-baseline": () => "measure as this run did, and compare the ratios to native",
  "help.gate-targets": () =>
    "with --baseline or --history: confirm the commands and paths among that run's targets",
  "help.gate-history": () => "measure as the newest run in it did, and compare with all of them",
  "help.gate-anchor": () => "with --history: also look for a slow drift away from this run",
  "help.gate-accept": () =>
    "with --history: ids of runs, comma-separated, from which on what got worse is accepted",
  "help.gate-run": () => "judge this run instead of measuring; alone: as its own gate judged it",
  "help.gate-plan": () => "measure a few rounds, and say what the gate would take and see here",
  "help.gate-self-test": () => "check that the gate sees known slowdowns on this machine",
  "help.gate-cpus": ({ cpus }: { cpus: number }) => `CPUs that each side gets (default: ${cpus})`,
  "help.gate-memory": ({ memoryMiB }: { memoryMiB: number }) =>
    `memory that each side gets (default: ${memoryMiB})`,
  "help.gate-json": () => "print the verdict as JSON",

  "help.no-install": () => "install and download nothing",
  "help.doctor-all": () => "also the facts about what is ready",
  "help.doctor-fresh": () => "try KVM again, although its last verdict still holds (up to 40 s)",
  "help.doctor-targets": () => "only these targets",
  "help.setup-targets": () => "only for these targets",
  "help.setup-workloads": () => "only for these workloads",
  "help.setup-for-tests": () => "also what the project's own tests need",
  "help.report-dir": () => "a folder that `isotax run` wrote",
  "help.report-history": () =>
    "a folder that `isotax site` wrote: report.html also shows earlier runs of the same host",
  "help.run-or-latest": () => "a run folder, or the id of a run in results (default: the latest)",
  "help.show-all": () => "all figures, in a table for each workload",
  "help.show-workload": () => "all figures of these workloads, comma-separated",
  "help.explain-code": () => "a code, such as noisy or UNKNOWN_TARGET (default: list all)",
  "help.completion-shell": () => "bash, zsh or fish",
  "help.site-dirs": () => "run folders, or folders that hold them",
  "help.site-out": () => "folder of the site; a later build there reads only runs that are new",
  "help.site-url": () => "where the site will be published, for absolute links in its feed",
  "help.merge-dirs": () => "the folders of the shards, in any order",
  "help.merge-out": () => "folder to write",
  "help.run-folder": () => "a run folder",
  "help.compare-others": () => "another run folder, or two targets: BASE HEAD",
  "help.compare-html": () => "also write it to this file, as a page",
  "help.compare-margin": () => "how much worse is allowed (default: 5%, VMs 10%)",
  "help.export-format": ({ formats }: { formats: readonly string[] }) =>
    `one of: ${formats.join(", ")}`,
  "help.export-out": () => "write to this file instead",
  "help.charts-out": () => "folder to write",
  "help.charts-format": () => "what to write; png needs Chromium",
  "help.charts-theme": () => "colours",
  "help.list-dir": () => "where to look",
  "help.clean-cache": () => "also remove images, kernels and Docker data, which can be made again",

  "help.unknown-command": ({ word, near }: { word: string; near: readonly string[] }) =>
    `unknown command '${word}'${didYouMeanBelow(near)}`,
  "help.unknown-option": ({ flag, near }: { flag: string; near: readonly string[] }) =>
    `unknown option '${flag}'${didYouMeanBelow(near)}`,
  "help.no-argument": ({ name }: { name: string }) => `missing required argument '${name}'`,
  "help.no-option": ({ flags }: { flags: string }) => `required option '${flags}' not specified`,
  "help.no-value": ({ flags }: { flags: string }) => `option '${flags}' argument missing`,
  "help.too-many": ({ command, most, given }: { command: string; most: number; given: number }) =>
    `too many arguments for '${command}'. Expected ${most} argument${most === 1 ? "" : "s"} but got ${given}.`,
  "help.wrong-value": ({ flags, value, why }: { flags: string; value: string; why: string }) =>
    `option '${flags}' argument '${value}' is invalid. ${why}`,

  "help.wrong-argument": ({ name, value, why }: { name: string; value: string; why: string }) =>
    `argument '${name}' cannot be '${value}'. ${why}`,

  "help.expected-whole-number": ({ least, most }: { least: number; most: number }) =>
    `Expected a whole number from ${least} to ${most}.`,
  "help.expected-share": () => "Expected a share, such as 5% or 0.05.",
  "help.expected-time": () => "Expected a time, such as 90s, 10m or 1h.",
  "help.expected-address": () => "Expected an address that begins with https:// or http://.",
  "help.expected-shard": () => "Expected i/n, such as 2/3: the second of three shards.",
  "help.expected-choice": ({ choices }: { choices: readonly string[] }) =>
    `Allowed choices are ${choices.join(", ")}.`,
  "help.unknown-profile": (of: {
    profile: string;
    near: readonly string[];
    known: readonly string[];
  }) => `Unknown profile "${of.profile}"${didYouMean(of.near)} Known: ${of.known.join(", ")}.`,
};

function didYouMeanBelow(near: readonly string[]): string {
  return near.length === 0 ? "" : `\n(Did you mean ${near.join(" or ")}?)`;
}
