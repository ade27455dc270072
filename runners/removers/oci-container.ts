import { z } from "zod";
import { SaidError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { tryRun, which } from "../host/process.ts";
import { nameProblem, runtimeProblem } from "../ledger/ours.ts";
import { remover, Text } from "./remover.ts";

export const ociContainer = remover({
  schema: z.object({
    kind: z.literal("oci-container"),
    runtime: Text,
    id: Text,
    /** The options that find it, such as the folder where a user's runtime keeps its state. */
    options: z.array(Text).max(16).readonly().optional(),
  }),
  outlivesReboot: false,
  describe: ({ runtime, id }) => say("leftovers.oci-container", { runtime, id }),
  problem: ({ id, runtime, options = [] }) => nameProblem(id) ?? runtimeProblem(runtime, options),
  remove: ({ runtime, id, options = [] }) => removeContainer(runtime, id, options),
});

const PATIENCE = { timeoutMs: 20_000 };

async function removeContainer(
  runtime: string,
  id: string,
  options: readonly string[],
): Promise<void> {
  if (which(runtime) === undefined) return;
  const ask = (...words: readonly string[]) =>
    tryRun([runtime, ...options, ...words, id], PATIENCE);
  // Frozen processes do not die when they are killed.
  if ((await ask("state")).stdout.includes('"paused"')) await ask("resume");
  const { stderr } = await ask("delete", "--force");
  // The exit code for a missing container differs between runtimes.
  const { exitCode } = await ask("state");
  if (exitCode === 0) {
    throw new SaidError(say("leftovers.not-deleted", { runtime, said: stderr.trim() }));
  }
}
