/**
 * The payload runs inside a target, as one bundled file. Its commands:
 * - `cpu MILLISECONDS`, `memory MEBIBYTES MILLISECONDS`, `files FILE MILLISECONDS` and
 *   `timer WAKE-UPS` print one JSON document, `{ "suite", "tasks": [{ "task", "unit", "values",
 *   "operations" }] }`.
 * - `pace MILLISECONDS COUNT [FILE]` prints such a document: how late each operation of a fixed rate
 *   was done.
 * - `serve ADDRESS PORT [VERSION [MILLISECONDS]]` is an HTTP service, which works so long for each
 *   answer.
 * - `load RATE MILLISECONDS SERVICE=ADDRESS:PORT...` asks services up to RATE times a second each,
 *   until its standard input ends, and waits so long for an answer. It prints a line when it begins,
 *   and `{ "fromNs", "rate", "requests" }` at its end.
 * - `phases MILLISECONDS MILLISECONDS,... SERVICE=ADDRESS:PORT=FACTOR,...` asks services in phases of
 *   these lengths, at these multiples of what one instance can answer, and waits so long for an
 *   answer. It prints a line when it begins, and `{ "fromNs", "rates", "requests" }` at its end, which
 *   is also the end of its standard input.
 * - `fit RATE MILLISECONDS SERVICE=ADDRESS:PORT` prints `{ "suite", "rate" }`: the requests a second, up
 *   to RATE, that keep a service busy for a part of the time only.
 * - `ask RATE COUNT MILLISECONDS SERVICE=ADDRESS:PORT` asks a service COUNT times at this rate, and waits
 *   so long for an answer; a few more requests come before, and do not count. It prints `{ "suite", "late" }`: the nanoseconds from when each request was
 *   due until its answer was there, and null for one without an answer.
 * - `flood-service ADDRESS PORT FILE` moves as many bytes as go through, both ways, until SIGTERM, and
 *   writes their number to the file. `flood ADDRESS PORT` is its other end.
 * - `await PROTOCOL ADDRESS PORT MILLISECONDS` asks a server until it answers, and prints
 *   `{ "answeredNs" }`, by CLOCK_MONOTONIC.
 * - `app FOLDER` does once what services usually do besides computing, in a folder that it makes and
 *   removes, and prints `{ "suite", "bytes" }`.
 * - `look FILE...` prints one JSON document,
 *   `{ "sha256": [...], "cpus", "memoryBytes", "heapBytes" }`: the hash of each file, the CPUs and
 *   memory that Node.js finds, and the heap limit that it derives from them.
 */
import { availableParallelism, totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import { hashFile } from "../hash.ts";
import { awaitAnswer } from "./await.ts";
import { requireFineClock } from "./clock.ts";
import { cpuSuite } from "./cpu-suite.ts";
import { fileSuite } from "./file-suite.ts";
import { flood, floodService } from "./flood.ts";
import { httpService } from "./http-service.ts";
import { memorySuite } from "./memory-suite.ts";
import {
  type Front,
  fastestAnswerNs,
  fittingRate,
  inPhases,
  inTurns,
  openLoad,
  type Phased,
  warmUpClient,
} from "./open-load.ts";
import { paceSuite } from "./pace-suite.ts";
import type { TaskResult } from "./task.ts";
import { timerSuite } from "./timer-suite.ts";

const [suite = "", ...args] = process.argv.slice(2);

if (["cpu", "memory", "files", "timer", "pace"].includes(suite)) requireFineClock();
if (suite === "cpu") {
  print(await cpuSuite(positive("milliseconds", args[0])));
} else if (suite === "memory") {
  print(memorySuite(positive("MiB", args[0]), positive("milliseconds", args[1])));
} else if (suite === "files") {
  print(fileSuite(args[0] ?? "", positive("milliseconds", args[1])));
} else if (suite === "timer") {
  print(timerSuite(positive("wake-ups", args[0])));
} else if (suite === "pace") {
  print(paceSuite(positive("milliseconds", args[0]), positive("a count", args[1]), args[2]));
} else if (suite === "serve") {
  const workMs = args[3] === undefined ? undefined : positive("milliseconds", args[3]);
  httpService(args[0] ?? "", positive("a port", args[1]), { version: args[2], workMs });
} else if (suite === "load") {
  const [rate, patience, ...fronts] = args;
  const asked = fronts.map(front);
  const patienceMs = positive("ms", patience);
  const stopped = endOfInput();
  const mostRate = positive("a rate", rate);
  const fitting = await fittingRate(asked, { mostRate, patienceMs });
  process.stdout.write("loading\n");
  const load = await openLoad(inTurns(asked, fitting), { patienceMs }, stopped);
  process.stdout.write(`${loadText({ rate: fitting }, load)}\n`);
} else if (suite === "phases") {
  const [patience, phases = "", ...services] = args;
  const patienceMs = positive("ms", patience);
  const stopped = endOfInput();
  const asked: Phased[] = [];
  for (const [word, factors] of services.map(withFactors)) {
    const capacity = 1e9 / (await fastestAnswerNs(word, patienceMs));
    asked.push({ front: word, rates: factors.map((factor) => factor * capacity) });
  }
  process.stdout.write("loading\n");
  const schedule = inPhases(asked, numbersOf(phases));
  const load = await openLoad(schedule, { patienceMs }, stopped);
  const rates = Object.fromEntries(asked.map(({ front: { service }, rates: of }) => [service, of]));
  process.stdout.write(`${loadText({ rates }, load)}\n`);
} else if (suite === "fit") {
  const [rate, patience, service = ""] = args;
  const schedule = { mostRate: positive("a rate", rate), patienceMs: positive("ms", patience) };
  const fitting = await fittingRate([front(service)], schedule);
  process.stdout.write(`${JSON.stringify({ suite, rate: fitting })}\n`);
} else if (suite === "ask") {
  const [rate, count, patience, service = ""] = args;
  const patienceMs = positive("ms", patience);
  const whom = front(service);
  const asked = inTurns([whom], positive("a rate", rate), positive("a count", count));
  await warmUpClient(whom, patienceMs);
  const { requests } = await openLoad(asked, { patienceMs }, new AbortController().signal);
  const late = requests.map(({ dueNs, endedNs, failure }) =>
    failure === undefined ? endedNs - dueNs : null,
  );
  process.stdout.write(`${JSON.stringify({ suite, late })}\n`);
} else if (suite === "flood-service") {
  floodService(args[0] ?? "", positive("a port", args[1]), args[2] ?? "");
} else if (suite === "flood") {
  await flood(args[0] ?? "", positive("a port", args[1]));
} else if (suite === "await") {
  const [protocol = "", address = "", port, milliseconds] = args;
  process.stdout.write("asking\n");
  const answeredNs = await awaitAnswer(
    protocol,
    address,
    positive("a port", port),
    positive("ms", milliseconds),
  );
  process.stdout.write(`${JSON.stringify({ answeredNs: String(answeredNs) })}\n`);
} else if (suite === "app") {
  // The modules that it needs would delay the start of all other suites.
  const { appSuite } = await import("./app-suite.ts");
  const bytes = await appSuite(args[0] ?? "");
  process.stdout.write(`${JSON.stringify({ suite, bytes })}\n`);
} else if (suite === "look") {
  // 0 where nothing limits the process.
  const limit = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  const look = {
    sha256: args.map(hashFile),
    cpus: availableParallelism(),
    memoryBytes: Math.min(limit, totalmem()),
    heapBytes: getHeapStatistics().heap_size_limit,
  };
  process.stdout.write(`${JSON.stringify(look)}\n`);
} else {
  throw new Error(
    `unknown suite "${suite}"; known: cpu, memory, files, timer, pace, serve, load, phases, fit, ask, flood-service, flood, await, app, look`,
  );
}

function print(tasks: readonly TaskResult[]): void {
  process.stdout.write(`${JSON.stringify({ suite, tasks })}\n`);
}

function positive(what: string, word: string | undefined): number {
  const value = Number(word);
  if (!(value > 0)) throw new Error(`${suite}: expected ${what}, got "${word}"`);
  return value;
}

/** Aborted when standard input ends. */
function endOfInput(): AbortSignal {
  const stopped = new AbortController();
  process.stdin.once("end", () => stopped.abort());
  process.stdin.once("error", () => stopped.abort());
  process.stdin.resume();
  return stopped.signal;
}

function loadText(
  about: object,
  { fromNs, requests }: Awaited<ReturnType<typeof openLoad>>,
): string {
  return JSON.stringify({ fromNs: String(fromNs), ...about, requests });
}

/** NUMBER,NUMBER... */
function numbersOf(words: string): readonly number[] {
  return words.split(",").map((word) => positive("a number", word));
}

/** SERVICE=ADDRESS:PORT=FACTOR,FACTOR... */
function withFactors(word: string): readonly [Front, readonly number[]] {
  const place = word.lastIndexOf("=");
  return [front(word.slice(0, place)), numbersOf(word.slice(place + 1))];
}

/** SERVICE=ADDRESS:PORT */
function front(word: string): Front {
  const [, service, address, port] = /^([\w-]+)=([\d.]+):(\d+)$/.exec(word) ?? [];
  if (service === undefined || address === undefined) {
    throw new Error(`load: expected SERVICE=ADDRESS:PORT, got "${word}"`);
  }
  return { service, address, port: positive("a port", port) };
}
