/** Makes an experiment of what a user says about a workload of their own. */
import { isAbsolute, join, normalize, resolve } from "node:path";
import { hashJson } from "../hash.ts";
import type { Described } from "../methods/described.ts";
import { execExperiment } from "../methods/exec.ts";
import { OWN } from "../methods/families.ts";
import { serveExperiment } from "../methods/serve.ts";
import type { WorkStep } from "../methods/steps.ts";
import { latencyMetric } from "../metrics.ts";
import type { Brought, BroughtFile, BroughtProgram, Experiment, Metric } from "../types.ts";
import {
  DEFINITION,
  type OwnCommand,
  type OwnCommandWorkload,
  type OwnFile,
  type OwnMetric,
  type OwnServerWorkload,
  type OwnWorkload,
} from "./definition.ts";
import { readingsOf } from "./readings.ts";
import { conversionOf } from "./units.ts";
import { commandInside, commandOutside, holds } from "./words.ts";

type P = { readonly [DEFINITION]: string };

/** How long the command took, by the host's clock. */
const TIME = "time";
/** Short: a gate that believes in long rounds refuses budgets that suffice. */
const SECONDS = 0.2;
/** MiB, for commands that name the volume and do not say how large it must be. */
const SCRATCH_MIB = 64;

/** `folder`: where relative paths begin. */
export function ownExperiment(workload: OwnWorkload, folder: string): Experiment {
  const made =
    "server" in workload ? serverExperiment(workload, folder) : commandExperiment(workload, folder);
  return { ...made, brings: broughtBy(workload, folder) };
}

function commandExperiment(workload: OwnCommandWorkload, folder: string) {
  const { command, metrics = [], warmup } = workload;
  return execExperiment<P>({
    ...common(workload, folder),
    scratchMiB: scratchOf(workload, [command, warmup ?? []]),
    ...(warmup === undefined ? {} : { warmup: () => commandInside(warmup) }),
    steps: () => [{ ...step("", metrics), command: commandInside(command) }],
  });
}

function serverExperiment(workload: OwnServerWorkload, folder: string) {
  const { server, ready = "tcp", clients, warmup } = workload;
  const outside = (command: OwnCommand) => commandOutside(clientOf(command, folder), command);
  const commands = [...clients.map(({ command }) => command), ...(warmup ? [warmup] : [])];
  return serveExperiment<P>({
    ...common(workload, folder),
    clients: [...new Set(commands.map((command) => clientOf(command, folder)))],
    scratchMiB: scratchOf(workload, [server]),
    server: () => commandInside(server),
    protocol: ready,
    ...(warmup === undefined ? {} : { warmup: () => outside(warmup) }),
    steps: () =>
      clients.map(({ id = "", command, metrics = [] }) => ({
        ...step(id, metrics),
        command: outside(command),
      })),
  });
}

function common(workload: OwnWorkload, folder: string) {
  const { id, title = id, seconds = SECONDS } = workload;
  const params: P = { [DEFINITION]: definitionOf(workload) };
  const described: Described<P> = {
    id,
    version: 1,
    title,
    family: OWN,
    // Only the catalogue shows notes, and it has no own workloads.
    notes: { shows: "", hides: "", published: "" },
    tools: programsOf(workload, folder).map(({ name }) => name),
    params: { smoke: params, quick: params, standard: params, thorough: params },
  };
  return { ...described, seconds: () => seconds };
}

/** A hash of all that changes what is measured. The bytes of files are part of the image's digest. */
function definitionOf({ title: _, ...workload }: OwnWorkload): string {
  return hashJson(workload).slice(0, 16);
}

/** A step without its command. `name` is the beginning of its metrics' ids, if it is not empty. */
function step(name: string, metrics: readonly OwnMetric[]): Omit<WorkStep, "command"> {
  const prefix = name === "" ? "" : `${name}.`;
  const hostTime = `${prefix}${TIME}`;
  // Something must be judged: a metric that is neither better nor worse is only shown.
  const only = metrics.every(({ better }) => better === "neither");
  return {
    name,
    metrics: [
      ...metrics.map((metric) => declared(metric, prefix)),
      latencyMetric(hostTime, only ? {} : { role: "detail", gated: false }),
    ],
    hostTime,
    parse: (stdout) => ({ measurements: readingsOf(metrics, stdout, prefix), work: 1 }),
  };
}

function declared({ id, unit, better }: OwnMetric, prefix: string): Metric {
  const judged = better !== "neither";
  return {
    id: `${prefix}${id}`,
    unit: conversionOf(unit).unit,
    better,
    role: "headline",
    against: judged ? "ratio" : "none",
    gated: judged,
  };
}

function scratchOf({ scratch }: OwnWorkload, commands: readonly OwnCommand[]): number {
  return scratch ?? (holds(commands, "{scratch}") ? SCRATCH_MIB : 0);
}

/** A client's program: a name in the PATH, or an absolute path. */
function clientOf([program = ""]: OwnCommand, folder: string): string {
  return program.includes("/") ? resolve(folder, program) : program;
}

function broughtBy(workload: OwnWorkload, folder: string): Brought {
  return {
    programs: programsOf(workload, folder),
    files: (workload.files ?? []).map((file) => fileOf(file, folder)),
  };
}

function programsOf(workload: OwnWorkload, folder: string): readonly BroughtProgram[] {
  const { programs = [], warmup = [] } = workload;
  const inside = "server" in workload ? [workload.server] : [workload.command, warmup];
  const names = [...inside.flatMap(([program]) => program ?? []), ...programs];
  return [...new Set(names)].map((name) =>
    name.includes("/") ? { name, path: resolve(folder, name) } : { name },
  );
}

function fileOf(file: OwnFile, folder: string): BroughtFile {
  const { from, to } = typeof file === "string" ? { from: file, to: undefined } : file;
  if (isAbsolute(from)) return to === undefined ? { from } : { from, to };
  return { from: join(folder, from), to: normalize(to ?? from) };
}
