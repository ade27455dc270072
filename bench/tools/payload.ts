/** The payload's suites: bench/payload/. */
import { z } from "zod";
import { ParseError } from "../errors.ts";
import { say } from "../messages.ts";
import { type Command, type Measurement, SERVICE_PORT } from "../types.ts";
import { documentIn } from "./document.ts";

/** The payload's HTTP service. */
export const NODE_SERVICE: Command = {
  argv: [{ tool: "node" }, { tool: "payload" }, "serve", { address: "%" }, String(SERVICE_PORT)],
};

/** The same, which tells its version with each answer. */
export function versionedService(version: string): Command {
  return { argv: [...NODE_SERVICE.argv, version] };
}

/** The same, which works so long for each answer, one after the other. */
export function workingService(version: string, workMs: number): Command {
  return { argv: [...versionedService(version).argv, String(workMs)] };
}

const Task = z.object({
  task: z.string(),
  unit: z.enum(["ops/s", "ns"]),
  values: z.array(z.number().positive()).min(1),
  operations: z.int().nonnegative(),
});
const Output = z.object({ suite: z.string(), tasks: z.array(Task) });
const PaceOutput = z.object({
  suite: z.literal("pace"),
  tasks: z.tuple([
    z.object({ task: z.literal("late"), values: z.array(z.number().nonnegative()).min(1) }),
  ]),
});

/**
 * The measurement of every task, and the operations of all. `tasks` are the expected tasks, in
 * order.
 */
export function parsePayload(
  suite: string,
  tasks: readonly string[],
  stdout: string,
): { measurements: readonly Measurement[]; work: number } {
  const output = documentIn(`payload ${suite}`, Output, stdout);
  const found = output.tasks.map(({ task }) => task);
  if (output.suite !== suite || found.join() !== tasks.join()) {
    throw new ParseError(`payload ${suite}`, say("workloads.tasks", { tasks }), stdout);
  }
  return {
    measurements: output.tasks.map(({ task, unit, values }) => ({
      metric: task,
      unit,
      clock: "guest",
      values,
    })),
    work: output.tasks.reduce((sum, { operations }) => sum + operations, 0),
  };
}

/** How late each operation was done, in ns, by the payload's `pace`. Errors: `ParseError`. */
export function parsePace(stdout: string): readonly number[] {
  const output = documentIn("payload pace", PaceOutput, stdout);
  return output.tasks[0].values;
}
