/** Tools that print JSON, alone or among other lines. */
import { z } from "zod";
import { ParseError } from "../errors.ts";
import { say, verbatim } from "../messages.ts";

/**
 * The document that begins with the first `{` at the beginning of a line. It must have the given
 * shape. Errors: `ParseError`, if there is none or it has another shape.
 */
export function documentIn<T>(tool: string, schema: z.ZodType<T>, stdout: string): T {
  const from = /^\{/m.exec(stdout)?.index ?? 0;
  const end = /^\}$/m.exec(stdout.slice(from));
  const text = end === null ? stdout.slice(from) : stdout.slice(from, from + end.index + 1);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new ParseError(tool, say("workloads.json-document"), stdout);
  }
  const parsed = schema.safeParse(document);
  if (!parsed.success) throw new ParseError(tool, verbatim(z.prettifyError(parsed.error)), stdout);
  return parsed.data;
}
