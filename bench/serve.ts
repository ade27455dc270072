/** Work of servers: one is started inside an open session, and clients outside ask it. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { costs } from "./costs.ts";
import { ParseError, RunnerError } from "./errors.ts";
import {
  type Command,
  type LoadResult,
  type Measurement,
  type Params,
  type Protocol,
  SERVICE_PORT,
  type ServeWorkload,
  type Service,
  type Session,
  type Size,
  type Target,
} from "./types.ts";

/** From the order to start the server to the first answer that a client outside got. */
const FIRST_ANSWER = "first-answer";

const ANSWER_DEADLINE_MS = 60_000;
/** What asks says itself that nobody answered; it is ended where it does not. */
const ASKING_DEADLINE_MS = ANSWER_DEADLINE_MS + 30_000;

/** How long one client of a workload may take that nominally takes this long. */
export function clientDeadlineMs(seconds: number): number {
  return 60_000 + 10_000 * seconds;
}

/** Host nanoseconds, and what was measured. */
export interface Served {
  readonly workNs: number;
  readonly measurements: readonly Measurement[];
}

export async function measureServe(
  session: Session,
  target: Target,
  workload: ServeWorkload,
  params: Params,
  size: Size,
  signal: AbortSignal,
): Promise<Served> {
  const prepare = workload.prepare?.(params, size);
  if (prepare !== undefined) await prepared(session, target, workload, prepare, signal);
  const service = { server: workload.server(params, size), protocol: workload.protocol };
  const deadlineMs = clientDeadlineMs(workload.seconds(params));
  const load = async (command: Command) => {
    const result = await session.load(command, signal, { deadlineMs });
    if (result.exitCode === 0) return result;
    throw failure(session, "CLIENT_FAILED", `${workload.id} on ${target.id}: a client`, result);
  };
  try {
    const firstNs = await firstAnswer(session, target, workload.id, service, signal);
    let workNs = firstNs;
    const measurements: Measurement[] = [
      { metric: FIRST_ANSWER, unit: "ns", better: "lower", clock: "host", values: [firstNs] },
    ];
    const warmup = workload.warmup?.(params, size);
    if (warmup !== undefined) await load(warmup);
    for (const step of workload.steps(params, size)) {
      const before = session.hostCpu();
      const { stdout, hostNs } = await load(step.command);
      const after = session.hostCpu();
      const { measurements: parsed, work } = step.parse(stdout);
      workNs += hostNs;
      // The clients are outside, and so is their clock.
      measurements.push(...parsed.map((one) => ({ ...one, clock: "host" as const })));
      measurements.push(...costs(step.name, work, before, after));
    }
    await session.stopServing(signal);
    return { workNs, measurements };
  } catch (error) {
    // It must not write on to what is removed next.
    await session.stopServing(signal).catch(() => {});
    throw error;
  }
}

async function prepared(
  session: Session,
  target: Target,
  workload: ServeWorkload,
  command: Command,
  signal: AbortSignal,
): Promise<void> {
  const { exitCode, stdout } = await session.exec(command, signal);
  if (exitCode === 0) return;
  throw new RunnerError(
    "EXIT_CODE",
    `${workload.id} on ${target.id}: preparing its server ended with exit code ${exitCode}`,
    "see the last words below",
    "exec",
    [stdout.slice(-2048), session.stderrTail()].join("\n").trim(),
  );
}

const Answer = z.object({ answeredNs: z.string().regex(/^\d+$/) });

/**
 * Starts a service, and returns the host nanoseconds until a client outside had its first answer.
 * The client asks before the server is started: CLOCK_MONOTONIC is one for all processes of a host.
 */
export async function firstAnswer(
  session: Session,
  target: Target,
  id: string,
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
    // Nobody is left to answer, and it must not ask on while others are measured.
    given.abort();
    await ending;
    throw error;
  }
  const result = await client;
  if (result.exitCode !== 0) {
    throw failure(session, "NO_ANSWER", `${id} on ${target.id}: its server`, result);
  }
  const line = result.stdout.trim().split("\n").at(-1) ?? "";
  try {
    const { answeredNs } = Answer.parse(JSON.parse(line));
    return Number(BigInt(answeredNs) - servedNs);
  } catch {
    throw new ParseError("payload await", "when the server answered, as JSON", result.stdout);
  }
}

function awaiting(protocol: Protocol): Command {
  return {
    argv: [
      ...[{ tool: "node" }, { tool: "payload" }, "await", protocol],
      ...[{ address: "%" }, String(SERVICE_PORT), String(ANSWER_DEADLINE_MS)],
    ],
  };
}

function failure(
  session: Session,
  code: string,
  what: string,
  { exitCode, stdout, stderr }: LoadResult,
): RunnerError {
  return new RunnerError(
    code,
    `${what} ${code === "NO_ANSWER" ? "gave no answer" : `ended with exit code ${exitCode}`}`,
    "see the last words below; a firewall of this host may drop what comes from 198.18.0.0/15",
    "exec",
    [stdout.slice(-1024), stderr.slice(-2048), session.stderrTail()].join("\n").trim(),
  );
}
