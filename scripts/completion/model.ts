/** What can be completed on the command line, taken from its commands and options. */
import type { Command, Option } from "commander";
import { loadExperiments } from "../../bench/registry.ts";
import { EXPORT_FORMATS } from "../../reports/exports/formats.ts";
import { allExplained } from "../../reports/text/explained.ts";
import { targetWords } from "../choose-targets.ts";
import { workloadWords } from "../choose-workloads.ts";
import { PROFILES } from "../defaults.ts";
import { SHELLS } from "./shells.ts";

export interface CompletedOption {
  /** `-p`, `--profile` */
  readonly flags: readonly string[];
  readonly about: string;
  readonly takesValue: boolean;
  /** What its value may be. Empty if it is a file, or anything. */
  readonly values: readonly string[];
  /** Whether the value is several of these, with commas. */
  readonly list: boolean;
}

export interface CompletedCommand {
  readonly name: string;
  readonly about: string;
  readonly options: readonly CompletedOption[];
  /** What its first argument may be. Empty if it is a file, or nothing. */
  readonly values: readonly string[];
}

/** Options that take several values. */
const LISTS: readonly string[] = ["--targets", "--workload", "--workloads"];

/** Shells take these letters as they are. */
const PLAIN = /^[\w.:-]+$/;

export async function completedCommands(program: Command): Promise<readonly CompletedCommand[]> {
  const targets = await targetWords();
  const experiments = await loadExperiments();
  const workloads = workloadWords(experiments);
  const values: Readonly<Record<string, readonly string[]>> = {
    "--profile": Object.keys(PROFILES),
    "--format": EXPORT_FORMATS,
    "--targets": targets,
    "--workload": experiments.map(({ id }) => id),
    "--workloads": workloads,
  };
  const args: Readonly<Record<string, readonly string[]>> = {
    completion: SHELLS,
    explain: allExplained().map(({ code }) => code),
    gate: targets,
  };
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({
      name: command.name(),
      about: command.description(),
      options: command.createHelp().visibleOptions(command).map(completed),
      values: (args[command.name()] ?? []).filter((value) => PLAIN.test(value)),
    }));

  function completed({ long, short, description, required, optional, argChoices }: Option) {
    const known = argChoices ?? values[long ?? ""] ?? [];
    return {
      flags: [short, long].filter((flag) => flag !== undefined),
      about: description,
      takesValue: required || optional,
      values: known.filter((value) => PLAIN.test(value)),
      list: LISTS.includes(long ?? ""),
    };
  }
}
