/**
 * A trial start, for probes of tools with too many prerequisites to check one by one: the target
 * itself starts, with a root filesystem that holds little more than busybox.
 */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { asMessage, RunnerError, SaidError } from "../../bench/errors.ts";
import { makeFolder } from "../../bench/files.ts";
import { hashFile } from "../../bench/hash.ts";
import { say, verbatim } from "../../bench/messages.ts";
import type { Facts, Image, Message, Probe } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { EMPTY_FOLDERS } from "../images/rootfs.ts";
import { busyboxProgram } from "../images/tools.ts";
import type { Recipe } from "../instance/recipe.ts";
import { targetOf } from "../instance/target.ts";
import { cgroupRemedy } from "../kernel/cgroups.ts";
import { missingTool } from "../tools/requirements.ts";

const BUSYBOX = "/bin/busybox";

export interface Trial {
  /** What to do if the trial fails. */
  readonly remedy: Message;
  /** Whether a user other than root may try. */
  readonly rootless?: boolean;
  /**
   * The same word for targets that start the same program with the same options. Once one of them
   * has started, the others need not. If it fails, each of them tries for itself.
   */
  readonly alike?: string;
  facts(): Promise<Facts>;
}

/** Probes a target by starting an instance. As root, control groups must be able to limit it. */
export async function probeByTrial(
  recipe: Recipe,
  context: RunContext,
  signal: AbortSignal,
  { remedy, rootless, alike = recipe.id, facts }: Trial,
): Promise<Probe> {
  const missing = missingTool(recipe.requires);
  if (missing !== undefined) return missing;
  if (!isRoot() && rootless !== true) {
    return {
      ok: false,
      reason: say("host.as-root-only", { target: recipe.id }),
      remedy: say("host.run-as-root"),
    };
  }
  if (isRoot() && context.cgroups.version === 0) {
    return {
      ok: false,
      reason: say("host.no-cgroups-for", { target: recipe.id, why: context.cgroups.reason }),
      remedy: cgroupRemedy(),
    };
  }
  try {
    // A failure is not kept: the next target tries for itself.
    await context.shared(`trial-${alike}`, () => tryStart(recipe, context, signal));
  } catch (error) {
    if (signal.aborted) throw error;
    return { ok: false, reason: say("host.trial-failed", { why: complaint(error) }), remedy };
  }
  return { ok: true, facts: await facts() };
}

/** Errors: whatever keeps the instance from starting; `SaidError` if it ends otherwise than it should. */
async function tryStart(recipe: Recipe, context: RunContext, signal: AbortSignal): Promise<void> {
  const image = await context.shared("trial-image", () => trialImage(context));
  const { exitCode, stdout } = await targetOf(recipe, context).start(
    { cpus: context.cpus.slice(-1), memoryMiB: 128, image, scratchMiB: 0 },
    { argv: [BUSYBOX, "echo", "ready"] },
    signal,
  );
  if (exitCode !== 0 || stdout !== "ready\n") {
    throw new SaidError(say("host.trial-ended", { exitCode, output: stdout }));
  }
}

function complaint(error: unknown): Message {
  const words = error instanceof RunnerError ? error.stderrTail.trim() : "";
  return words === "" ? asMessage(error) : verbatim(words.split("\n").slice(0, 6).join("; "));
}

async function trialImage(context: RunContext): Promise<Image> {
  const busybox = busyboxProgram();
  const rootfs = join(context.workFolder, "trial-image");
  // systemd-nspawn does not accept a folder without /usr as a root filesystem.
  for (const folder of [...EMPTY_FOLDERS, "/bin", "/usr"]) {
    makeFolder(join(rootfs, folder));
  }
  copyFileSync(busybox, join(rootfs, BUSYBOX));
  const digest = `trial-${hashFile(busybox)}`;
  return { digest, rootfs, files: [], tools: [], layers: [] };
}
