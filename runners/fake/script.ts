/**
 * A fake's script: its reported times, and when it fails. It is read from a target's parameter or
 * from a file.
 */
import { z } from "zod";
import { asMessage, IsotaxError } from "../../bench/errors.ts";
import { own } from "../../bench/lookup.ts";
import { say, verbatim } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { parseJson, readText } from "../../bench/untrusted.ts";

/** The phases that a script may time, in order. */
const TIMED_PHASES = ["kernel", "init", "ready", "exited", "removed"] as const;
export type TimedPhase = (typeof TIMED_PHASES)[number];

/**
 * - `exit`: exit code 3.
 * - `output`: exit code 0, and other output than was asked for.
 * - `died`: the instance ends before it is done.
 * - `timeout`: the deadline is said to have passed.
 * - `hang`: nothing happens until the run is interrupted.
 */
const FAILURES = ["exit", "output", "died", "timeout", "hang"] as const;
export type Failure = (typeof FAILURES)[number];

const EVENTS = ["start", "open", "exec"] as const;
/** A cold start, the opening of an instance, a command in an open instance. */
export type FakeEvent = (typeof EVENTS)[number];

export interface ScriptedFailure {
  readonly failure: Failure;
  readonly event: FakeEvent;
  /** Counted separately for each event: docs/rehearse-a-gate.md. */
  readonly first: number;
  readonly last: number;
}

export interface FakeScript {
  /** Nanoseconds after the spawn, before scatter, in the order of the phases. */
  readonly phases: readonly { readonly phase: TimedPhase; readonly atNs: number }[];
  /** The standard deviation of a time, as a share of it. */
  readonly scatter: number;
  /** The speed of the work inside: 1 is the default. */
  readonly speed: number;
  /** Another seed gives other scatter. */
  readonly seed: number;
  readonly failures: readonly ScriptedFailure[];
  /** Whether the target is unavailable here. */
  readonly unavailable: boolean;
}

type Parts = ReadonlyMap<string, readonly string[]>;

const READY_NS = 2e6;
/** The duration of a phase that the script does not time. */
const PHASE_NS = 5e5;

/** Whether a parameter names a file. All others are scripts themselves. */
export function isScriptFile(parameter: string): boolean {
  return parameter.includes("/") || parameter.endsWith(".json");
}

/** Reads a script. Errors: `BAD_SCRIPT`, with what is wrong. */
export function readScript(parameter: string): FakeScript {
  const where = isScriptFile(parameter) ? parameter : `fake:${parameter}`;
  const parts = isScriptFile(parameter) ? partsOfFile(parameter) : partsOfText(parameter);
  for (const name of parts.keys()) {
    if (own(READERS, name) === undefined)
      throw bad(where, say("fake.unknown-part", { part: name }));
  }
  const read = new Map<string, Part>();
  for (const [name, texts] of parts) {
    for (const text of texts) {
      const part = READERS[name]?.(text);
      if (part === undefined) throw bad(where, say("fake.bad-value", { text, part: name }));
      read.set(name === "fail" ? `${name} ${text}` : name, part);
    }
  }
  return scriptOf(read, where);
}

/** The value of one part of a script. */
type Part = number | boolean | ScriptedFailure;

const READERS: Readonly<Record<string, (text: string) => Part | undefined>> = {
  kernel: timeNs,
  init: timeNs,
  ready: timeNs,
  exited: timeNs,
  removed: timeNs,
  scatter: share,
  speed: share,
  seed: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined),
  fail: scriptedFailure,
  unavailable: (text) => (text === "" || text === "true" ? true : undefined),
};

function scriptOf(read: ReadonlyMap<string, Part>, where: string): FakeScript {
  const number = (name: string, otherwise: number) => {
    const part = read.get(name);
    return typeof part === "number" ? part : otherwise;
  };
  const ready = number("ready", READY_NS);
  const exited = number("exited", ready + PHASE_NS);
  const defaults: Readonly<Record<string, number>> = {
    ready,
    exited,
    removed: exited + PHASE_NS,
  };
  const phases = TIMED_PHASES.flatMap((phase) => {
    const atNs = read.get(phase) ?? defaults[phase];
    return typeof atNs === "number" ? [{ phase, atNs }] : [];
  });
  for (const [index, { phase, atNs }] of phases.entries()) {
    const before = phases[index - 1];
    if (before === undefined || before.atNs <= atNs) continue;
    throw bad(where, say("fake.phase-order", { phase, before: before.phase }));
  }
  const speed = number("speed", 1);
  if (speed === 0) throw bad(where, say("fake.speed-0"));
  return {
    phases,
    scatter: number("scatter", 0.01),
    speed,
    seed: number("seed", 0),
    failures: [...read.values()].filter((part): part is ScriptedFailure => {
      return typeof part === "object";
    }),
    unavailable: read.get("unavailable") === true,
  };
}

function partsOfText(text: string): Parts {
  const parts = new Map<string, string[]>();
  for (const part of text.split(":").filter((one) => one !== "")) {
    const [name = "", ...rest] = part.split("=");
    parts.set(name, [...(parts.get(name) ?? []), rest.join("=")]);
  }
  return parts;
}

const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const ScriptFile = z.record(z.string(), z.union([Text, z.array(Text)]));
const MOST_BYTES = 2 ** 16;

function partsOfFile(path: string): Parts {
  let content: unknown;
  try {
    content = parseJson(readText(path, MOST_BYTES));
  } catch (error) {
    throw bad(path, asMessage(error));
  }
  const file = ScriptFile.safeParse(content);
  if (!file.success) throw bad(path, verbatim(z.prettifyError(file.error)));
  return new Map(
    Object.entries(file.data).map(([name, text]) => [name, Array.isArray(text) ? text : [text]]),
  );
}

function bad(script: string, problem: Message): IsotaxError {
  return new IsotaxError(
    "BAD_SCRIPT",
    say("fake.bad-script", { script, problem }),
    say("fake.parts"),
  );
}

const NS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

function timeNs(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)(\D+)$/.exec(text) ?? [];
  const ns = Number(amount) * (own(NS, unit) ?? Number.NaN);
  return ns > 0 ? ns : undefined;
}

function share(text: string): number | undefined {
  const [, amount] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) / 100;
}

/**
 * `exit@start` (each), `exit@start3` (the third), `exit@start3..5`, `exit@start3..` (from it on).
 */
function scriptedFailure(text: string): ScriptedFailure | undefined {
  const form = /^([a-z]+)@([a-z]+?)(?:(\d+)(\.\.(\d*))?)?$/;
  const [, name, on, from, range, to = ""] = form.exec(text) ?? [];
  const failure = FAILURES.find((one) => one === name);
  const event = EVENTS.find((one) => one === on);
  if (failure === undefined || event === undefined) return undefined;
  if (failure === "output" && event === "open") return undefined;
  const first = Number(from ?? 1);
  const open = from === undefined || (range !== undefined && to === "");
  const last = open ? Number.POSITIVE_INFINITY : Number(to === "" ? first : to);
  return { failure, event, first, last };
}
