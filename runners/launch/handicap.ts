/**
 * Handicaps: a known slowdown is added to the starts of a real target, to show that a gate sees it.
 */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { median } from "simple-statistics";
import { RunnerError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { located } from "../host/process.ts";
import { type ShellText, sequence, sh } from "../host/shell.ts";
import { discard } from "../instance/launch.ts";
import type { Prepared, Recipe } from "../instance/recipe.ts";
import { joinLines, quotaGroup } from "../kernel/cgroups.ts";
import type { Handicap } from "./handicap-name.ts";
import { type LaunchCommand, Launcher } from "./launcher.ts";

/** The same target with slower starts. Work inside an open instance is not slowed down. */
export function handicapped(recipe: Recipe, handicap: Handicap, text: string): Recipe {
  const { made } = recipe;
  return {
    ...recipe,
    ...(made && { made: (id, others) => made(id, [handicap, ...others]) }),
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
  if (handicap.kind === "fail" && happens(handicap.share)) return { script: FAILING };
  const delayNs = handicap.kind === "delay" || stalls(handicap) ? { delayNs: handicap.ns } : {};
  if (before === undefined) return { ...command, ...delayNs };
  const body = "argv" in command ? sh`${located(command.argv)}` : command.script;
  return { script: sh`${before}; ${body}` };
}

/** What a start runs that is to fail. The code is no shell's own. */
const FAILING = sh`exit 97`;

function stalls(handicap: Handicap): handicap is Handicap & { readonly kind: "stall" } {
  return handicap.kind === "stall" && happens(handicap.share);
}

/** No seed: a handicap is something that befalls a host, not a part of the plan. */
function happens(share: number): boolean {
  return randomInt(MANY) < share * MANY;
}

const MANY = 1e9;

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
      say("host.no-handicap", { target: id }),
      say("host.choose-handicapped"),
      "spawn",
      "",
    );
  }
  switch (handicap.kind) {
    case "spin":
      return loop(Math.round(handicap.ns / (await loopNs(context, launcher))));
    case "delay":
    case "stall":
    case "fail":
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
  if (folder === undefined) throw noQuota(say("host.no-quota-hierarchy"));
  return sequence(joinLines(cgroups, [folder]), "; ");
}

function noQuota(why: Message): RunnerError {
  return new RunnerError(
    "NO_CPU_QUOTA",
    say("host.no-cpu-quota", { why }),
    say("host.leave-handicap-out"),
    "spawn",
    "",
  );
}
