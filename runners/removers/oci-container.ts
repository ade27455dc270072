import { z } from "zod";
import { tryRun, which } from "../host/process.ts";
import { nameProblem, runtimeProblem } from "../ledger/ours.ts";
import { remover, Text } from "./remover.ts";

export const ociContainer = remover({
  schema: z.object({
    kind: z.literal("oci-container"),
    runtime: Text,
    id: Text,
    /** Options that find it, such as where a user's runtime keeps its state. */
    options: z.array(Text).max(16).readonly().optional(),
  }),
  outlivesReboot: false,
  describe: ({ runtime, id }) => `${runtime} container ${id}`,
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
  // Processes that are frozen do not die, whoever kills them.
  if ((await ask("state")).stdout.includes('"paused"')) await ask("resume");
  const { stderr } = await ask("delete", "--force");
  // Runtimes do not agree on the exit code for a container that is not there.
  const { exitCode } = await ask("state");
  if (exitCode === 0) throw new Error(`${runtime} delete did not remove it: ${stderr.trim()}`);
}
