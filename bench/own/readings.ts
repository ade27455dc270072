/** Finds the values of a user's metrics in the output of the user's program. */
import { createContext, Script } from "node:vm";
import { asMessage, RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import type { Measurement, Message } from "../types.ts";
import { parseJson } from "../untrusted.ts";
import type { OwnMetric } from "./definition.ts";
import { valuesAt } from "./json-path.ts";
import { conversionOf } from "./units.ts";

/** In characters. The rest of a longer output is not searched. */
const MOST_SEARCHED = 2 ** 20;
const MOST_VALUES = 100_000;
/** Some patterns take exponentially long for some texts. */
const MOST_MS = 2000;
/** In characters: what an error shows of an output. */
const TAIL = 2048;

/** One measurement for each metric. Errors: `RunnerError` with the code `NO_MATCH`. */
export function readingsOf(
  metrics: readonly OwnMetric[],
  stdout: string,
  prefix: string,
): readonly Measurement[] {
  return metrics.map((metric): Measurement => {
    const { unit, factor } = conversionOf(metric.unit);
    const found = foundBy(metric, stdout);
    if (found.length === 0) throw noMatch(metric, say("own.not-found"), stdout);
    const values = found.map((text) => {
      const value = numberOf(text) ?? Number.NaN;
      if (value >= 0) return value * factor;
      throw noMatch(metric, say("own.no-number", { found: String(text).slice(0, 100) }), stdout);
    });
    return { metric: `${prefix}${metric.id}`, unit, clock: "guest", values };
  });
}

function foundBy(metric: OwnMetric, stdout: string): readonly unknown[] {
  const { regex, jsonpath } = metric;
  if (regex !== undefined) return matches(metric, regex, stdout);
  try {
    return valuesAt(parseJson(stdout), jsonpath ?? "").slice(0, MOST_VALUES);
  } catch (error) {
    throw noMatch(metric, say("own.no-json", { why: asMessage(error) }), stdout);
  }
}

/** The fixed code that searches. A deadline ends it, which is not possible outside of a context. */
const SEARCH = new Script(
  "const found = []; for (const [, value] of text.matchAll(pattern)) if (found.push(value) >= most) break; found",
);

/** What the first group of a pattern captured, in the order of the text. */
function matches(metric: OwnMetric, regex: string, stdout: string): readonly string[] {
  const text = stdout.slice(0, MOST_SEARCHED);
  const context = createContext({ text, pattern: new RegExp(regex, "gm"), most: MOST_VALUES });
  try {
    return [...(SEARCH.runInContext(context, { timeout: MOST_MS }) as Iterable<string>)];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw noMatch(metric, say("own.too-slow", { mostMs: MOST_MS }), stdout);
  }
}

/** A finite number, as programs print it. */
function numberOf(found: unknown): number | undefined {
  const text = typeof found === "number" ? String(found) : found;
  if (typeof text !== "string" || !/^[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?$/.test(text.trim()))
    return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function noMatch({ id, regex, jsonpath }: OwnMetric, why: Message, stdout: string): RunnerError {
  return new RunnerError(
    "NO_MATCH",
    say("own.no-match", { metric: id, sought: regex ?? jsonpath ?? "", why }),
    say("own.correct-pattern"),
    "measure",
    stdout.slice(-TAIL),
  );
}
