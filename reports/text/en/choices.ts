/** What a command was asked for, and cannot do. */
import { didYouMean } from "./parts.ts";

/** Lists of a remedy stand below each other. */
const BELOW = "\n     ";

export const choices = {
  "choices.no-target": () => "--targets names none",
  "choices.unknown-target": ({ target, near }: { target: string; near: readonly string[] }) =>
    `unknown target "${target}"${didYouMean(near)}`,
  "choices.known-targets": (of: {
    targets: readonly string[];
    /** Of the code choices.variant. */
    variants: readonly string[];
    groups: readonly string[];
  }) =>
    [
      `known targets: ${of.targets.join(", ")}`,
      of.variants.length === 0 ? [] : [`with a parameter: ${of.variants.join("; ")}`],
      `several at once: ${of.groups.join(", ")}`,
    ]
      .flat()
      .join(BELOW),
  "choices.variant": (of: { name: string; parameter: string; known: readonly string[] }) =>
    `${of.name}:${of.parameter}${of.known.length === 0 ? "" : ` (${of.known.join(", ")})`}`,
  "choices.no-name-of-target": ({ target }: { target: string }) =>
    `no target is named ${JSON.stringify(target)}: it is too long, or has control characters`,
  "choices.name-a-script": () => "put what it needs into a script, and name that",

  "choices.no-workload": () => "--workloads names none",
  "choices.unknown-workload": ({ workload, near }: { workload: string; near: readonly string[] }) =>
    `unknown workload "${workload}"${didYouMean(near)}`,
  "choices.known-workloads": (of: { workloads: readonly string[]; groups: readonly string[] }) =>
    [
      `known workloads: ${of.workloads.join(", ")}`,
      `several at once: ${of.groups.join(", ")}`,
    ].join(BELOW),

  "choices.workloads-of-run": ({ workloads }: { workloads: readonly string[] }) =>
    `the run's workloads: ${workloads.join(", ")}`,
  "choices.no-claim": () => "--claims names none",
  "choices.unknown-claim": ({ claim, near }: { claim: string; near: readonly string[] }) =>
    `unknown claim "${claim}"${didYouMean(near)}`,
  /** Each of the code choices.claim. */
  "choices.known-claims": ({ claims }: { claims: readonly string[] }) =>
    `known claims: ${claims.join(`,${BELOW}`)}`,
  "choices.claim": ({ id, says }: { id: string; says: string }) => `${id} ${says}`,
  "choices.claims-choose": () =>
    "--claims chooses the workloads that decide them; --workloads beside it would change them",
  "choices.claims-or-workloads": () => "give one of them",

  "choices.shard-without-rounds": () =>
    "--shard divides a plan whose rounds are known; with --precision or --budget each shard would do a different number",
  "choices.give-shards-rounds": () => "give all shards the same --rounds instead",
  "choices.nothing-to-limit": () => "no workload of this run has a largest number of instances",
  "choices.measure-density": () => "add `--workloads scale.density`, or leave --most out",
  "choices.no-precision": () => "no interval is as narrow as 0%",
  "choices.ask-for-precision": () => "ask for a precision that rounds can reach, such as 2%",

  "choices.resume-changes-plan": ({ flags }: { flags: readonly string[] }) =>
    `--resume goes on with the plan in the folder; ${flags.join(", ")} would change it`,
  "choices.start-a-new-run": () => "leave them out, or start a new run",
  "choices.nothing-to-resume": () => "no unfinished run in results/",
  "choices.name-folder-to-resume": () => "name its folder: --resume DIR",

  "choices.no-run": () => "no run in results/",
  "choices.name-run-folder": () => "name a run's folder, or measure one: isotax run",

  "choices.not-planned": ({ targets }: { targets: string }) =>
    `--targets names ${targets}, which is none of the run's targets`,
  "choices.targets-are-planned": ({ targets }: { targets: readonly string[] }) =>
    `the targets are those of the run, and only confirmed by --targets: ${targets.join(", ")}`,
  "choices.not-confirmed": ({ targets }: { targets: readonly string[] }) =>
    `the run's file names programs that would be executed:\n${targets.map((id) => `    ${id}`).join("\n")}`,
  "choices.confirm": ({ command }: { command: string }) =>
    `if that is what you want, say so: ${command}`,
  "choices.workload-gone": ({ workload }: { workload: string }) =>
    `this isotax has no workload ${workload}`,
  "choices.use-other-isotax": () => "use the isotax that made the run, or compare with another run",
  "choices.parameter-changed": (of: {
    workload: string;
    name: string;
    value: string;
    known: readonly string[];
  }) => `${of.workload} has ${of.name} = ${of.value} in the run; ${hereOneOf(of.known)}`,
  "choices.parameter-gone": (of: { workload: string; name: string; known: readonly string[] }) =>
    `${of.workload} has ${of.name} = nothing in the run; ${hereOneOf(of.known)}`,
  "choices.finish-with-other-isotax": () =>
    "finish the run with the isotax that began it, or start a new one",

  "choices.two-gates": ({ ways }: { ways: readonly string[] }) =>
    `a gate compares in one way at a time, and was asked for ${ways.length}: ${ways.join(", ")}`,
  "choices.ask-for-one-gate": () => "ask for one of them; the others are gates of their own",
  /** `ofRun`: whether --run names the run to be judged, beside the way to compare. */
  "choices.idle-flags": (of: { flags: readonly string[]; way: string; ofRun: boolean }) =>
    `${of.flags.join(", ")} would have no effect on a gate by ${of.way}${of.ofRun ? " with --run" : ""}`,
  "choices.leave-flags-out": () =>
    "leave it out: --baseline and --history measure as their runs did, --run measures nothing and alone judges as its own gate did, --self-test has a table and exit codes of its own",
  "choices.needs-history": ({ flag }: { flag: string }) => `${flag} needs a history`,
  "choices.name-history": () => "name it: --history DIR, or gate.history in the configuration",
  "choices.no-sides": () => "a gate compares two sides, and was given none",
  "choices.name-sides": () =>
    "name two targets, such as `isotax gate oci:./base/crun oci:./head/crun`; or --baseline DIR, --history DIR, --run DIR; or put them into isotax.config.ts",
  "choices.one-side": ({ side }: { side: string }) =>
    `a gate compares two sides, and was given one: ${side}`,
  "choices.name-other-side": () => "name the other as well; the same target twice shows the noise",

  "choices.too-many-words": ({ words }: { words: readonly string[] }) =>
    `too many words: ${words.join(" ")}`,
  "choices.name-two-runs": () =>
    "name two runs (isotax compare A B), or a run and two of its targets (isotax compare A BASE HEAD)",
  "choices.one-run": () => "only one run was named, and nothing to compare within it",
  "choices.one-target": ({ word }: { word: string }) =>
    `${word} is not a run folder, and one target alone cannot be compared`,
  "choices.name-second-run": ({ targets }: { targets: readonly string[] }) =>
    `name a second run (isotax compare A B), or two targets of this one (isotax compare A BASE HEAD): ${targets.join(", ")}`,

  "choices.unknown-format": ({ format, near }: { format: string; near: readonly string[] }) =>
    `unknown format "${format}"${didYouMean(near)}`,
  /** Each of the code choices.format. */
  "choices.known-formats": ({ formats }: { formats: readonly string[] }) => formats.join(BELOW),
  "choices.format": ({ format, about }: { format: string; about: string }) => `${format}: ${about}`,
};

function hereOneOf(known: readonly string[]): string {
  return `here it is one of ${known.join(", ") || "none"}`;
}
