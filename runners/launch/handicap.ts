/**
 * Handicaps: a known slowdown added to the starts of a real target, so that a gate can be shown to
 * see it. Chosen after a target's id: `crun+spin=1ms`, `overlay+fsync`.
 */
import { join } from "node:path";
import { median } from "simple-statistics";
import { RunnerError } from "../../bench/errors.ts";
import type { RunContext } from "../context.ts";
import { located } from "../host/process.ts";
import { type ShellText, sequence, sh } from "../host/shell.ts";
import { discard } from "../instance/launch.ts";
import type { Prepared, Recipe } from "../instance/recipe.ts";
import { joinLines, quotaGroup } from "../kernel/cgroups.ts";
import { type LaunchCommand, Launcher } from "./launcher.ts";

export type Handicap =
  /** The CPU is kept busy before the instance begins, by a loop that the launching shell runs. */
  | { readonly kind: "spin"; readonly ns: number }
  /** The spawn comes late; no CPU of the target's is used meanwhile. */
  | { readonly kind: "delay"; readonly ns: number }
  /** A file of 4 KiB is written and flushed before the instance begins, on the disk of its folders. */
  | { readonly kind: "fsync" }
  /** The launching process and what it starts get this share of a CPU, in slices of 10 ms. */
  | { readonly kind: "throttle"; readonly share: number };

export const HANDICAP_FORMS = "spin=TIME, delay=TIME, fsync, throttle=SHARE%";

const NS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

/** Reads what stands after the `+`; undefined if it is none. */
export function parseHandicap(text: string): Handicap | undefined {
  if (text === "fsync") return { kind: "fsync" };
  const [, kind, amount, unit = ""] =
    /^(spin|delay|throttle)=(\d+(?:\.\d+)?)(\D+)$/.exec(text) ?? [];
  const value = Number(amount);
  if (kind === "throttle") {
    return unit === "%" && value >= 10 && value < 100 ? { kind, share: value / 100 } : undefined;
  }
  const ns = value * (NS[unit] ?? Number.NaN);
  return (kind === "spin" || kind === "delay") && ns >= 0 ? { kind, ns } : undefined;
}

/** The same target with slower starts. Work inside an instance that is open is not slowed down. */
export function handicapped(recipe: Recipe, handicap: Handicap, text: string): Recipe {
  return {
    ...recipe,
    id: `${recipe.id}+${text}`,
    title: `${recipe.title}, slowed down (${text})`,
    adds: `a known slowdown, ${text}`,
    prepare: async (context, spec, signal) => {
      const prepared = await recipe.prepare(context, spec, signal);
      try {
        const before = await linesOf(handicap, prepared, context, recipe);
        const launch: Prepared["launch"] = (entry, interactive) =>
          slowed(prepared.launch(entry, interactive), before, handicap);
        return { ...prepared, launch };
      } catch (error) {
        await discard(prepared);
        throw error;
      }
    },
  };
}

function slowed(
  command: LaunchCommand,
  before: ShellText | undefined,
  handicap: Handicap,
): LaunchCommand {
  const delayNs = handicap.kind === "delay" ? { delayNs: handicap.ns } : {};
  if (before === undefined) return { ...command, ...delayNs };
  const body = "argv" in command ? sh`${located(command.argv)}` : command.script;
  return { script: sh`${before}; ${body}` };
}

/** The lines that the launcher runs first, within the timed window; undefined if there are none. */
async function linesOf(
  handicap: Handicap,
  { launcher }: Prepared,
  context: RunContext,
  { id }: Recipe,
): Promise<ShellText | undefined> {
  if (!(launcher instanceof Launcher)) {
    throw new RunnerError(
      "NO_HANDICAP",
      `${id} is not started by a shell, in which its starts could be slowed down`,
      "choose another target for it, e.g. overlay, crun or docker",
      "spawn",
      "",
    );
  }
  switch (handicap.kind) {
    case "spin":
      return loop(Math.round(handicap.ns / (await loopNs(context, launcher))));
    case "delay":
      return undefined;
    case "fsync": {
      const file = join(context.workFolder, "fsync");
      const dd = [
        "busybox",
        "dd",
        "if=/dev/zero",
        `of=${file}`,
        "bs=4096",
        "count=1",
        "conv=fsync",
      ];
      return sh`${located(dd)} 2>&-`;
    }
    case "throttle":
      return throttle(handicap.share, context);
  }
}

function loop(turns: number): ShellText {
  return sh`i=0; while [ "$i" -lt ${turns} ]; do i=$((i+1)); done`;
}

const CALIBRATION_TURNS = 20_000;
const CALIBRATIONS = 7;

/** The nanoseconds of one turn of the loop, measured once in a run. */
function loopNs(context: RunContext, launcher: Launcher): Promise<number> {
  return context.shared("handicap-loop", async () => {
    const samples: number[] = [];
    for (let i = 0; i < CALIBRATIONS; i++) {
      const from = process.hrtime.bigint();
      await launcher.run(loop(CALIBRATION_TURNS));
      samples.push(Number(process.hrtime.bigint() - from) / CALIBRATION_TURNS);
    }
    return median(samples);
  });
}

async function throttle(share: number, context: RunContext): Promise<ShellText> {
  const { cgroups } = context;
  if (cgroups.version === 0) throw noQuota(cgroups.reason);
  const folder = await context.shared(`throttle-${share}`, async () =>
    quotaGroup(cgroups, context.cgroupName(`throttle-${share * 100}`), share),
  );
  if (folder === undefined) throw noQuota("no hierarchy limits CPU time here");
  return sequence(joinLines(cgroups, [folder]), "; ");
}

function noQuota(reason: string): RunnerError {
  return new RunnerError(
    "NO_CPU_QUOTA",
    `CPU time cannot be limited: ${reason}`,
    "leave this slowdown out, or run as root where control groups have the cpu controller",
    "spawn",
    "",
  );
}
