/**
 * The host's side of an audit. It makes canaries: files in folders of the host's own, and, in a
 * process of its own, sockets, memory, a key and a loop device (probe.c). All have a token of their
 * own in them, which no earlier audit knows.
 */
import { randomInt } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { asMessage, RunnerError } from "../../bench/errors.ts";
import { writeNewFile } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import type { Target, Traces, Witness } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { linesOf } from "../delivery/lines.ts";
import { run } from "../host/process.ts";
import { startService } from "../launch/service.ts";
import { removeResource } from "../removers/index.ts";
import { hostState } from "./host-state.ts";
import {
  CANARY_FOLDERS,
  canaryIn,
  FILE_SUFFIX,
  LEAVING_FOLDERS,
  newToken,
  objectName,
  probeTask,
} from "./names.ts";
import { probeProgram } from "./probe.ts";

/** A loop device has no smaller blocks. */
const BLOCK_BYTES = 512;
/** Keys of System V memory that programs choose are mostly larger, or come from ftok(3). */
const MOST_KEY = 0x7fff;

/** Adds to a target the host's side of its audit. */
export function witnessed(target: Target, context: RunContext): Target {
  return { ...target, witness: (signal) => openWitness(context, signal) };
}

async function openWitness(context: RunContext, signal: AbortSignal): Promise<Witness> {
  const program = await probeProgram(context);
  const token = newToken();
  return unwoundOnFailure(async (closers) => {
    const resource = { kind: "canary", token } as const;
    const entry = context.enter(resource);
    closers.defer(async () => {
      await removeResource(resource);
      entry.removed();
    });
    const made = CANARY_FOLDERS.filter((folder) => makeCanary(folder, token));
    const key = String(randomInt(1, MOST_KEY));
    const argv = [program, "witness", token, key, canaryIn(made[0] ?? "/tmp", token)];
    const service = startService(context, argv, { stdin: "pipe", stdout: "pipe" });
    closers.defer(() => service.stop());
    const lines = linesOf(service.stdout);
    service.ended.then(() => lines.end(ended(service.log() || String(service.ending()))));
    const stop = () => void service.stop();
    signal.addEventListener("abort", stop, { once: true });
    closers.defer(async () => signal.removeEventListener("abort", stop));
    const words = [token];
    for (let line = await lines.next(); line !== "ready"; line = await lines.next()) {
      const [, name, value] = /^canary (\w+) (\d+)$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw ended(line);
      words.push(`${name}=${value}`);
    }
    let closing: Promise<void> | undefined;
    const close = () => (closing ??= closers.unwind(true));
    return {
      words,
      onHost: (group, during) => tryOnHost([program, "try", group, ...words], during),
      look: () => traces(token),
      state: () => hostState(context.cgroupName("").slice(0, -1)),
      close,
      [Symbol.asyncDispose]: close,
    };
  });
}

/** Whether this user may write there. */
function makeCanary(folder: string, token: string): boolean {
  try {
    writeNewFile(canaryIn(folder, token), token.padEnd(BLOCK_BYTES, "\n"), 0o644);
    return true;
  } catch {
    return false;
  }
}

async function tryOnHost(argv: readonly string[], signal: AbortSignal): Promise<string> {
  try {
    return (await run(argv, { signal })).stdout;
  } catch (error) {
    throw ended(asMessage(error));
  }
}

function ended(words: ReturnType<typeof asMessage> | string): RunnerError {
  const remedy = say("audit.see-words");
  return new RunnerError("PROBE_ENDED", say("audit.probe-ended", { words }), remedy, "exec", "");
}

function traces(token: string): Traces {
  return {
    task: hasTask(probeTask(token)),
    file: LEAVING_FOLDERS.some((folder) => existsSync(canaryIn(folder, token, FILE_SUFFIX))),
    mount: read("/proc/self/mountinfo").includes(` ${objectName(token)} `),
  };
}

function hasTask(name: string): boolean {
  return readdirSync("/proc").some(
    (entry) => /^\d+$/.test(entry) && read(`/proc/${entry}/comm`).trimEnd() === name,
  );
}

/** Empty if it is gone meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
