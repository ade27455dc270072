/** A cold start: the instance's first process is the command. It is timed from spawn to removal. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Command, StartResult } from "../../bench/types.ts";
import { callsOf, hasPrinted, resultOf } from "./first-process.ts";
import { Guard } from "./guard.ts";
import { begin, discard, prework } from "./launch.ts";
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

export async function coldStart(
  recipe: Recipe,
  prepared: Prepared,
  command: Command,
  signal: AbortSignal,
  fromMs: number,
): Promise<StartResult> {
  const { launcher } = prepared;
  let removed = false;
  const guard = new Guard(launcher, recipe.deadlines.readyMs, signal);
  try {
    const entry = command.argv.map((word) => resolveWord(word, prepared.paths));
    const start = prepared.launch(entry, false);
    const preworkNs = await prework(prepared, entry, false);
    await settle(fromMs);
    const { launch, lifecycle } = await begin(prepared, start, entry);
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
    guard.release();
    await prepared.remove(exit.exitCode === 0);
    removed = true;
    lifecycle.stamp("removed", process.hrtime.bigint());
    await launcher.close();
    const output = launch.output();
    const calls = callsOf(output, { spawnNs: launch.spawnNs, readyNs: ready.atNs });
    const result = resultOf(output, exit, prepared.firstProcess);
    if (result === undefined) throw guard.failure(recipe, prepared, "exited", exit.exitCode);
    return {
      lifecycle: lifecycle.phases,
      ...(preworkNs === undefined ? {} : { preworkNs }),
      ...result,
      ...(calls === undefined ? {} : { calls }),
    };
  } finally {
    guard.release();
    if (!removed) await discard(prepared);
  }
}
