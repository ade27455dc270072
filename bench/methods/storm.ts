/**
 * Storms: many starts at once. Closed loop: so many are in flight, and when one has ended, the next
 * one begins. Open loop: they begin at a fixed rate, however long the others take.
 */
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import type {
  Command,
  Crowd,
  Experiment,
  Lab,
  Observation,
  Params,
  PreparedStart,
} from "../types.ts";
import { type Described, described, inFamily } from "./described.ts";
import { KEPT_BYTES, type Short, shortOfMemory } from "./kept-memory.ts";
import { waitUntil } from "./pacing.ts";
import { checkStart } from "./start.ts";
import {
  figuresOf,
  type LeftOut,
  METRICS,
  rateOf,
  type Step,
  type Watched,
} from "./storm-figures.ts";

export type StormParams = Params & {
  /** How many are in flight, step by step: numbers, separated by spaces. */
  readonly inFlight: string;
  /** Starts of a step, and at least twice as many as are in flight. */
  readonly starts: number;
  /** How long a step begins new ones. */
  readonly budgetMs: number;
  /** The open loop: percents of the highest rate of the steps before, separated by spaces. */
  readonly loads: string;
};

export interface StormSpec extends Described<StormParams> {
  readonly command: Command;
  /** The exact stdout that a start must have to count. */
  readonly expect: string;
}

/** What a start is prepared and removed in. */
const SECONDS_AROUND = 0.02;

export function stormExperiment(spec: StormSpec): Experiment<StormParams> {
  return {
    ...described({ ...spec, needs: ["limits"] }),
    metrics: () => inFamily(spec, METRICS),
    // What is made up starts nothing beside others.
    subjects: (targets) =>
      targets
        .filter(({ kind }) => kind !== "fake")
        .map(({ id }) => ({ id, roles: { target: id }, at: {} })),
    seconds: ({ inFlight, loads, starts, budgetMs }, { openingSeconds }) => {
      // One more is watched.
      const steps = numbersOf(inFlight).length + numbersOf(loads).length + 1;
      return steps * (Math.min(budgetMs / 1e3, starts * openingSeconds) + starts * SECONDS_AROUND);
    },
    run: (lab, _subject, p) => storm(lab, spec, p),
  };
}

function numbersOf(words: string): readonly number[] {
  return words.split(" ").filter(Boolean).map(Number);
}

async function storm(lab: Lab, spec: StormSpec, p: StormParams): Promise<readonly Observation[]> {
  const crowd = lab.crowd("target");
  const aloneMs = await oneAlone(lab, crowd, spec);
  const steps: Step[] = [];
  const take = async (loop: Loop, count: number) => {
    const starts = await crowd.prepare(spec.command, count);
    const step = await taken(lab, crowd, spec, starts, { loop, budgetMs: p.budgetMs });
    lab.worked(step.wallNs);
    steps.push(step);
  };
  let leftOut: LeftOut | undefined;
  for (const inFlight of numbersOf(p.inFlight)) {
    const short = memoryFor(lab, crowd, inFlight);
    if (short !== undefined && steps.length === 0) throw shortOfMemory(short);
    if (short !== undefined) leftOut = { inFlight, why: say("evidence.no-memory", { ...short }) };
    else if (inFlight > 1 && aloneMs > p.budgetMs) {
      leftOut = { inFlight, why: say("evidence.no-time", { aloneMs, budgetMs: p.budgetMs }) };
    }
    if (leftOut !== undefined) break;
    const most = Math.ceil((p.budgetMs / aloneMs) * inFlight);
    await take(
      { kind: "closed", inFlight },
      Math.min(Math.max(p.starts, 2 * inFlight), Math.max(2 * inFlight, most)),
    );
  }
  const most = steps.at(-1)?.loop;
  const watched = await watchedStep(lab, crowd, spec, most?.kind === "closed" ? most.inFlight : 1);
  const best = Math.max(...steps.map(rateOf));
  for (const load of numbersOf(p.loads)) {
    const rate = (best * load) / 100;
    const count = Math.max(1, Math.min(p.starts, Math.floor((p.budgetMs / 1e3) * rate)));
    if (memoryFor(lab, crowd, count) !== undefined || aloneMs > p.budgetMs) break;
    await take({ kind: "open", load, rate }, count);
  }
  return figuresOf(steps, watched, leftOut, lab.size.cpus);
}

const WAITS_EVERY_MS = 20;
/** Enough to be in full swing, few enough to be done soon. */
const WATCHED_STARTS = 1.5;
const WATCHED_MS = 30_000;

/**
 * One more step, whose tasks are looked at again and again. That takes CPU time, so nothing else of it
 * is told.
 */
async function watchedStep(
  lab: Lab,
  crowd: Crowd,
  spec: StormSpec,
  inFlight: number,
): Promise<Watched> {
  const starts = await crowd.prepare(spec.command, Math.floor(WATCHED_STARTS * inFlight));
  const looks: (readonly string[])[] = [];
  const timer = setInterval(() => looks.push(crowd.waits()), WAITS_EVERY_MS);
  try {
    const loop = { kind: "closed", inFlight } as const;
    const step = await taken(lab, crowd, spec, starts, { loop, budgetMs: WATCHED_MS });
    return { step, looks };
  } finally {
    clearInterval(timer);
  }
}

export type Loop =
  | { readonly kind: "closed"; readonly inFlight: number }
  /** `load`: in percent of the highest rate before. `rate`: starts a second. */
  | { readonly kind: "open"; readonly load: number; readonly rate: number };

/** The first start of a cell makes what others find: it counts for nothing but their number. */
async function oneAlone(lab: Lab, crowd: Crowd, spec: StormSpec): Promise<number> {
  const [start] = await crowd.prepare(spec.command, 1);
  const begun = await (start as PreparedStart).begin(1);
  checkStart(spec, lab.target("target").id, begun);
  return Number(begun.exitedNs - begun.spawnNs) / 1e6;
}

const WATCHED_EVERY_MS = 200;

/** What is missing for so many at once. A machine may use all of its memory. */
function memoryFor(lab: Lab, crowd: Crowd, inFlight: number): Short | undefined {
  const each = lab.target("target").kind === "vm" ? lab.size.memoryMiB * 2 ** 20 : 0;
  const wantedBytes = inFlight * each + KEPT_BYTES;
  const { availableBytes } = crowd.look();
  return availableBytes < wantedBytes ? { availableBytes, wantedBytes } : undefined;
}

async function taken(
  lab: Lab,
  crowd: Crowd,
  spec: StormSpec,
  starts: readonly PreparedStart[],
  { loop, budgetMs }: { readonly loop: Loop; readonly budgetMs: number },
): Promise<Step> {
  const lived: Step["lived"][number][] = [];
  const failures: Error[] = [];
  // In an open loop all of them may be under way at once.
  const mostInFlight = loop.kind === "closed" ? loop.inFlight : starts.length;
  let asked = 0;
  const attempt = async (start: PreparedStart, dueNs?: bigint) => {
    asked++;
    try {
      const begun = await start.begin(mostInFlight);
      checkStart(spec, lab.target("target").id, begun);
      lived.push({ ...begun, dueNs: dueNs ?? begun.spawnNs });
    } catch (error) {
      if (!(error instanceof RunnerError) || lab.signal.aborted) throw error;
      failures.push(error);
    }
  };
  const watch = watchMemory(crowd);
  const before = crowd.look();
  const untilNs = before.atNs + BigInt(budgetMs) * 1_000_000n;
  const goesOn = () => !watch.isShort() && !lab.signal.aborted;
  try {
    if (loop.kind === "closed") {
      const queue = starts.values();
      const one = async () => {
        for (const start of queue) {
          if (!goesOn() || process.hrtime.bigint() > untilNs) return;
          await attempt(start);
        }
      };
      await Promise.all(Array.from({ length: loop.inFlight }, one));
    } else {
      const running: Promise<void>[] = [];
      for (const [index, start] of starts.entries()) {
        const dueNs = before.atNs + BigInt(Math.round((index * 1e9) / loop.rate));
        await waitUntil(dueNs);
        if (!goesOn()) break;
        running.push(attempt(start, dueNs));
      }
      await Promise.all(running);
    }
  } finally {
    watch.stop();
  }
  lab.signal.throwIfAborted();
  if (watch.isShort()) {
    const { availableBytes } = crowd.look();
    throw shortOfMemory({ availableBytes, wantedBytes: KEPT_BYTES });
  }
  const [failure] = failures;
  if (lived.length === 0 && failure !== undefined) throw failure;
  return { loop, lived, asked, failures, ...spanOf(lived), before, after: crowd.look() };
}

function spanOf(lived: Step["lived"]): Pick<Step, "wallNs"> {
  const from = lived.map(({ spawnNs }) => spawnNs).reduce((a, b) => (a < b ? a : b), 1n << 63n);
  const until = lived.map(({ exitedNs }) => exitedNs).reduce((a, b) => (a > b ? a : b), 0n);
  return { wallNs: lived.length === 0 ? 0 : Number(until - from) };
}

function watchMemory(crowd: Crowd): { isShort(): boolean; stop(): void } {
  let short = false;
  const timer = setInterval(() => {
    short ||= crowd.look().availableBytes < KEPT_BYTES;
  }, WATCHED_EVERY_MS);
  return { isShort: () => short, stop: () => clearInterval(timer) };
}
