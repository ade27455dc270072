/**
 * Servers: one is started inside an open instance, and clients outside send it requests over a
 * network.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { ParseError, RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import { latencyMetric } from "../metrics.ts";
import {
  type Command,
  type Experiment,
  type Lab,
  type LoadResult,
  type Message,
  type Observation,
  type Params,
  type Protocol,
  SERVICE_PORT,
  type Session,
  type Size,
  type Values,
} from "../types.ts";
import { costs } from "./costs.ts";
import { type Described, described, inFamily } from "./described.ts";
import type { Where } from "./exec.ts";
import { observationsOf, type Steps, stepMetrics, timeOf } from "./steps.ts";

export interface ServeSpec<P extends Params> extends Described<P> {
  /** Programs of the host that act as clients, e.g. "wrk". */
  readonly clients: readonly string[];
  readonly scratchMiB: number;
  seconds(p: P): number;
  /** Runs inside before the server is started, untimed. */
  prepare?(p: P, size: Size): Command;
  server(p: P, size: Size): Command;
  readonly protocol: Protocol;
  /** Runs outside before the steps, untimed. */
  warmup?(p: P, size: Size): Command;
  /** Run outside. */
  readonly steps: Steps<P>;
}

/** A server, and the protocol by which a client asks whether it answers. */
export interface Service {
  readonly server: Command;
  readonly protocol: Protocol;
}

/** From the order to start the server to the first answer that a client outside received. */
export const FIRST_ANSWER = "first-answer";

const ANSWER_DEADLINE_MS = 60_000;
/** The client itself reports that nobody answered. If it does not, it is ended at this deadline. */
const ASKING_DEADLINE_MS = ANSWER_DEADLINE_MS + 30_000;

/** How long one client of an experiment may take, given its nominal duration. */
export function clientDeadlineMs(seconds: number): number {
  return 60_000 + 10_000 * seconds;
}

/** `spec` is what the experiment was made from, for callers that take it apart. */
export type ServeExperiment<P extends Params> = Experiment<P> & { readonly spec: ServeSpec<P> };

export function serveExperiment<P extends Params>(spec: ServeSpec<P>): ServeExperiment<P> {
  return {
    spec,
    ...described({ ...spec, needs: [...new Set([...(spec.needs ?? []), "network" as const])] }),
    clients: spec.clients,
    metrics: (p, size) =>
      inFamily(spec, [
        latencyMetric(FIRST_ANSWER, { role: "detail" }),
        ...stepMetrics(spec.steps(p, size)),
      ]),
    seconds: (p, { openingSeconds, slowdown }) => openingSeconds + spec.seconds(p) * slowdown,
    run: async (lab, _subject, p) => {
      const session = await lab.open("target", { scratchMiB: spec.scratchMiB, served: true });
      return served(lab, session, spec, p);
    },
  };
}

async function served<P extends Params>(
  lab: Lab,
  session: Session,
  spec: ServeSpec<P>,
  p: P,
): Promise<readonly Observation[]> {
  const { size, signal } = lab;
  const where = { workload: spec.id, target: lab.target("target").id };
  const prepare = spec.prepare?.(p, size);
  if (prepare !== undefined) await prepared(session, where, prepare, signal);
  const service = { server: spec.server(p, size), protocol: spec.protocol };
  const deadlineMs = clientDeadlineMs(spec.seconds(p));
  const load = (command: Command) => checkedLoad(session, where, command, signal, deadlineMs);
  try {
    const firstNs = await firstAnswer(session, where, service, signal);
    lab.worked(firstNs);
    const observed: Values[] = [{ metric: FIRST_ANSWER, values: [firstNs], clock: "host" }];
    const warmup = spec.warmup?.(p, size);
    if (warmup !== undefined) await load(warmup);
    for (const step of spec.steps(p, size)) {
      const before = session.hostCpu();
      const { stdout, hostNs } = await load(step.command);
      const after = session.hostCpu();
      // The clients are outside, and so is their clock.
      const { observations, work } = observationsOf(step, stdout, "host");
      lab.worked(hostNs);
      observed.push(...observations, ...timeOf(step, hostNs));
      observed.push(...costs(step.name, work, before, after));
    }
    await session.stopServing(signal);
    return observed;
  } catch (error) {
    // The server must stop writing to files that are removed next.
    await session.stopServing(signal).catch(() => {});
    throw error;
  }
}

/** Runs a client outside. Errors: `RunnerError` for an exit code other than 0. */
export async function checkedLoad(
  session: Session,
  where: Where,
  command: Command,
  signal: AbortSignal,
  deadlineMs: number,
): Promise<LoadResult> {
  const result = await session.load(command, signal, { deadlineMs });
  if (result.exitCode === 0) return result;
  const failed = { ...where, exitCode: result.exitCode };
  throw failure(session, "CLIENT_FAILED", say("workloads.client-failed", failed), result);
}

async function prepared(
  session: Session,
  where: Where,
  command: Command,
  signal: AbortSignal,
): Promise<void> {
  const { exitCode, stdout } = await session.exec(command, signal);
  if (exitCode === 0) return;
  throw new RunnerError(
    "EXIT_CODE",
    say("workloads.preparing-failed", { ...where, exitCode }),
    say("workloads.see-below"),
    "exec",
    [stdout.slice(-2048), session.stderrTail()].join("\n").trim(),
  );
}

const Answer = z.object({ answeredNs: z.string().regex(/^\d+$/) });

/**
 * Starts a service, and returns the host nanoseconds until a client outside had its first answer.
 * The client asks before the server is started. CLOCK_MONOTONIC is the same for all processes of a
 * host.
 */
export async function firstAnswer(
  session: Session,
  where: Where,
  { server, protocol }: Service,
  signal: AbortSignal,
): Promise<number> {
  const given = new AbortController();
  let asking = false;
  const either = AbortSignal.any([signal, given.signal]);
  const client = session.load(awaiting(protocol), either, {
    deadlineMs: ASKING_DEADLINE_MS,
    onOutput: () => {
      asking = true;
    },
  });
  let ended = false;
  const ending = client.then(
    () => {
      ended = true;
    },
    () => {
      ended = true;
    },
  );
  while (!asking && !ended) await sleep(1);
  const servedNs = process.hrtime.bigint();
  try {
    await session.serve(server, signal);
  } catch (error) {
    // Nobody is left to answer. The client must not keep asking while others are measured.
    given.abort();
    await ending;
    throw error;
  }
  const result = await client;
  if (result.exitCode !== 0) {
    throw failure(session, "NO_ANSWER", say("workloads.no-answer", where), result);
  }
  const line = result.stdout.trim().split("\n").at(-1) ?? "";
  try {
    const { answeredNs } = Answer.parse(JSON.parse(line));
    return Number(BigInt(answeredNs) - servedNs);
  } catch {
    throw new ParseError("payload await", say("workloads.answer-json"), result.stdout);
  }
}

function awaiting(protocol: Protocol): Command {
  return {
    argv: [
      { tool: "node" },
      { tool: "payload" },
      "await",
      protocol,
      { address: "%" },
      String(SERVICE_PORT),
      String(ANSWER_DEADLINE_MS),
    ],
  };
}

function failure(
  session: Session,
  code: string,
  what: Message,
  { stdout, stderr }: LoadResult,
): RunnerError {
  return new RunnerError(
    code,
    what,
    say("workloads.see-below-or-firewall"),
    "exec",
    [stdout.slice(-1024), stderr.slice(-2048), session.stderrTail()].join("\n").trim(),
  );
}
