import { z } from "zod";
import { ParseError } from "../errors.ts";
import type { ExecWorkload } from "../types.ts";

type P = { readonly milliseconds: number };

const TASKS = 5;

const Output = z.object({
  suite: z.literal("cpu"),
  tasks: z
    .array(
      z.object({
        task: z.string(),
        unit: z.literal("ops/s"),
        values: z.array(z.number().positive()).min(1),
      }),
    )
    .length(TASKS),
});

/** The payload's suite: JSON, hashing, sorting, regular expressions, compression. */
export const workload: ExecWorkload<P> = {
  mode: "exec",
  id: "cpu.node",
  version: 1,
  title: "Node.js: JSON, SHA-256, sorting, regular expressions, zlib",
  resource: "cpu",
  tools: ["node", "payload"],
  scratchMiB: 0,
  params: {
    smoke: { milliseconds: 60 },
    quick: { milliseconds: 250 },
    standard: { milliseconds: 1000 },
    thorough: { milliseconds: 3000 },
  },
  seconds: (p) => (TASKS * p.milliseconds) / 1000 + 0.1,
  command: (p) => ({
    argv: [{ tool: "node" }, { tool: "payload" }, "cpu", String(p.milliseconds)],
  }),
  parse: (stdout) => {
    let document: unknown;
    try {
      document = JSON.parse(stdout);
    } catch {
      throw new ParseError("payload cpu", "one JSON document", stdout);
    }
    const output = Output.safeParse(document);
    if (!output.success) {
      throw new ParseError("payload cpu", z.prettifyError(output.error), stdout);
    }
    return output.data.tasks.map(({ task, unit, values }) => ({
      metric: task,
      unit,
      better: "higher" as const,
      clock: "guest" as const,
      values,
    }));
  },
};
