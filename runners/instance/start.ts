/** A cold start: the instance's first process is the command. It is timed from spawn to removal. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Command, StartResult } from "../../bench/types.ts";
import type { Exited, Launch, LaunchCommand } from "../launch/launcher.ts";
import { callsOf, hasPrinted, resultOf } from "./first-process.ts";
import { Guard } from "./guard.ts";
import { begin, discard, type Lifecycle, prework } from "./launch.ts";
import type { Prepared, Recipe } from "./recipe.ts";
import { resolveWord } from "./words.ts";

/**
 * The pause before a cold start. Starts in quick succession are cheaper than single ones: moving a
 * process into a control group, or unmounting, waits for an RCU grace period, and later operations
 * within that period do not wait again. The single start is measured, so the after-effects of the
 * previous start and of the preparation must have ended. The pause counts from the beginning of the
 * preparation, with a minimum after its end. Starts are not slower or faster with that minimum than
 * with the full pause: docs/methodology.md.
 */
export const SETTLE_MS = 50;
const LEAST_SETTLE_MS = 40;

async function settle(fromMs: number): Promise<void> {
  await sleep(Math.max(LEAST_SETTLE_MS, SETTLE_MS - (performance.now() - fromMs)));
}

/** A start of which all untimed work is done. */
export interface ReadyStart {
  readonly entry: readonly string[];
  readonly command: LaunchCommand;
  /** See `StartResult`. */
  readonly preworkNs?: number;
}

export async function readyStart(prepared: Prepared, command: Command): Promise<ReadyStart> {
  const entry = command.argv.map((word) => resolveWord(word, prepared.paths));
  const launched = prepared.launch(entry, false);
  const preworkNs = await prework(prepared, entry, false);
  return { entry, command: launched, ...(preworkNs === undefined ? {} : { preworkNs }) };
}

/** An instance that was started and has ended. It is not removed. */
export interface Ended {
  readonly launch: Launch;
  readonly lifecycle: Lifecycle;
  readonly exit: Exited;
  readonly readyNs: bigint;
}

/** Spawns the instance, and waits until it has ended. Errors: `RunnerError`. */
export async function runStart(
  recipe: Recipe,
  prepared: Prepared,
  { entry, command }: ReadyStart,
  guard: Guard,
): Promise<Ended> {
  const { launch, lifecycle } = await begin(prepared, command, entry);
  const ready = await launch.until((output, atNs) =>
    hasPrinted(output, prepared.firstProcess) ? { end: 0, atNs } : undefined,
  );
  const exit = await launch.exited;
  if (ready === undefined) throw guard.failure(recipe, prepared, "ready", exit.exitCode);
  // Output before the kill does not make a start that had to be ended a success.
  if (guard.fired) throw guard.failure(recipe, prepared, "exited", exit.exitCode);
  // A busy harness may read the exit first, because it comes on another descriptor. The output
  // was there by then.
  if (exit.atNs < ready.atNs) lifecycle.bound(exit.atNs);
  lifecycle.stamp("ready", ready.atNs < exit.atNs ? ready.atNs : exit.atNs);
  lifecycle.stamp("exited", exit.atNs);
  return { launch, lifecycle, exit, readyNs: ready.atNs };
}

/** What it printed and returned; undefined if its init does not say. */
export function resultOfStart(
  prepared: Prepared,
  { preworkNs }: ReadyStart,
  { launch, lifecycle, exit, readyNs }: Ended,
): StartResult | undefined {
  const output = launch.output();
  const calls = callsOf(output, { spawnNs: launch.spawnNs, readyNs });
  const result = resultOf(output, exit, prepared.firstProcess);
  if (result === undefined) return undefined;
  return {
    lifecycle: lifecycle.phases,
    ...(preworkNs === undefined ? {} : { preworkNs }),
    ...result,
    ...(calls === undefined ? {} : { calls }),
  };
}

export async function coldStart(
  recipe: Recipe,
  prepared: Prepared,
  command: Command,
  signal: AbortSignal,
  fromMs: number,
): Promise<StartResult> {
  let removed = false;
  const guard = new Guard(prepared.launcher, recipe.deadlines.readyMs, signal);
  try {
    const ready = await readyStart(prepared, command);
    await settle(fromMs);
    const ended = await runStart(recipe, prepared, ready, guard);
    guard.release();
    await prepared.remove(ended.exit.exitCode === 0);
    removed = true;
    ended.lifecycle.stamp("removed", process.hrtime.bigint());
    await prepared.launcher.close();
    const result = resultOfStart(prepared, ready, ended);
    if (result !== undefined) return result;
    throw guard.failure(recipe, prepared, "exited", ended.exit.exitCode);
  } finally {
    guard.release();
    if (!removed) await discard(prepared);
  }
}
