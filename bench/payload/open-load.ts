/**
 * An open loop: requests are sent by a schedule, whether or not earlier ones were answered. A closed
 * loop would wait while nobody answers, and count few failures. Each request has a connection of its
 * own, so that each is routed anew, and the end of one process fails no more than it must.
 */
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { INSTANCE_HEADER, VERSION_HEADER } from "./headers.ts";

export interface Front {
  readonly service: string;
  readonly address: string;
  readonly port: number;
}

/** Times are by CLOCK_MONOTONIC, in ns after the start of the load. */
export interface Sent {
  readonly service: string;
  readonly dueNs: number;
  readonly sentNs: number;
  readonly endedNs: number;
  /** Who answered; absent if nobody did. */
  readonly by?: { readonly version: string; readonly instance: string };
  /** Why there is no answer: an error's code, a status, or `timeout`. */
  readonly failure?: string;
}

export interface Schedule {
  /** Requests a second for each service, at most. */
  readonly mostRate: number;
  /** How long a client waits for an answer. */
  readonly patienceMs: number;
}

/**
 * The rate at which the services are busy for a part of the time only. Beyond that, a load measures
 * a queue: an emulated machine may answer no more than some ten requests a second. The requests also
 * warm up the code. The fastest answer counts, since others may have waited for the host.
 */
export async function fittingRate(
  fronts: readonly Front[],
  { mostRate, patienceMs }: Schedule,
): Promise<number> {
  let fastestNs = 0;
  for (const front of fronts) fastestNs += await fastestAnswerNs(front, patienceMs);
  return Math.min(mostRate, (BUSY * 1e9) / fastestNs);
}

/** Of a few requests, one after the other. */
export async function fastestAnswerNs(front: Front, patienceMs: number): Promise<number> {
  const took: number[] = [];
  for (let count = 0; count < WARM_UPS; count++) {
    const fromNs = process.hrtime.bigint();
    await send(front, 0, patienceMs, () => 0);
    took.push(Number(process.hrtime.bigint() - fromNs));
  }
  return Math.min(...took);
}

const WARM_UPS = 10;
const BUSY = 0.3;

/**
 * The first requests of a client wait for its own code to be loaded and compiled: of 400, they would
 * be the slowest. Ends early if there is no answer, or if all of them take longer than one may.
 */
export async function warmUpClient(front: Front, patienceMs: number): Promise<void> {
  const fromNs = process.hrtime.bigint();
  const nowNs = () => Number(process.hrtime.bigint() - fromNs);
  for (let count = 0; count < CLIENT_WARM_UPS && nowNs() < patienceMs * 1e6; count++) {
    const { failure } = await send(front, 0, patienceMs, nowNs);
    if (failure !== undefined) return;
  }
}

const CLIENT_WARM_UPS = 30;

/** A request that is to be sent. */
export interface Due {
  readonly front: Front;
  /** After the start of the load. */
  readonly dueNs: number;
}

/**
 * The services take turns: no two requests are due at the same moment. There are `count` of them, or
 * more and more.
 */
export function* inTurns(
  fronts: readonly Front[],
  rate: number,
  count = Number.POSITIVE_INFINITY,
): Generator<Due> {
  const intervalNs = 1e9 / (rate * fronts.length);
  for (let next = 0; next < count; next++) {
    yield { front: fronts[next % fronts.length] as Front, dueNs: next * intervalNs };
  }
}

/** A service, and how many requests a second it gets in each phase. */
export interface Phased {
  readonly front: Front;
  readonly rates: readonly number[];
}

/** In each phase every service is asked at its rate. Services begin a little apart. */
export function inPhases(services: readonly Phased[], phasesMs: readonly number[]): readonly Due[] {
  return services
    .flatMap(({ front, rates }, index) => {
      const found: Due[] = [];
      let beginNs = 0;
      for (const [phase, ms] of phasesMs.entries()) {
        const endNs = beginNs + ms * 1e6;
        const intervalNs = 1e9 / (rates[phase] as number);
        const firstNs = beginNs + (intervalNs * index) / services.length;
        for (let dueNs = firstNs; dueNs < endNs; dueNs += intervalNs) found.push({ front, dueNs });
        beginNs = endNs;
      }
      return found;
    })
    .sort((a, b) => a.dueNs - b.dueNs);
}

/**
 * Sends requests when they are due, until there are no more or `stopped` is aborted. Returns all of
 * them, when each has ended.
 */
export async function openLoad(
  all: Iterable<Due>,
  { patienceMs }: Pick<Schedule, "patienceMs">,
  stopped: AbortSignal,
): Promise<{ fromNs: bigint; requests: readonly Sent[] }> {
  const fromNs = process.hrtime.bigint();
  const nowNs = () => Number(process.hrtime.bigint() - fromNs);
  const running: Promise<Sent>[] = [];
  for (const { front, dueNs } of all) {
    // A timer may end a little early.
    while (nowNs() < dueNs && !stopped.aborted) {
      const aheadMs = Math.ceil((dueNs - nowNs()) / 1e6);
      await sleep(aheadMs, undefined, { signal: stopped }).catch(() => {});
    }
    if (stopped.aborted) break;
    running.push(send(front, dueNs, patienceMs, nowNs));
  }
  return { fromNs, requests: await Promise.all(running) };
}

const ONE_EACH = new Agent({ keepAlive: false });

function send(
  { service, address, port }: Front,
  dueNs: number,
  patienceMs: number,
  nowNs: () => number,
): Promise<Sent> {
  const sentNs = nowNs();
  return new Promise((resolve) => {
    const end = (how: Pick<Sent, "by" | "failure">) => {
      clearTimeout(patience);
      resolve({ service, dueNs, sentNs, endedNs: nowNs(), ...how });
    };
    const asked = request({ host: address, port, agent: ONE_EACH }, (response) => {
      response.once("error", fail);
      response.once("close", () => {
        if (!response.complete) end({ failure: "cut off" });
      });
      response.once("end", () => {
        const { statusCode, headers, complete } = response;
        const [version, instance] = [headers[VERSION_HEADER], headers[INSTANCE_HEADER]];
        if (!complete) end({ failure: "cut off" });
        else if (statusCode !== 200) end({ failure: String(statusCode) });
        else if (version === undefined || instance === undefined) end({ failure: "nameless" });
        else end({ by: { version: String(version), instance: String(instance) } });
      });
      response.resume();
    });
    const fail = (error: NodeJS.ErrnoException) => end({ failure: error.code ?? error.message });
    const patience = setTimeout(() => {
      end({ failure: "timeout" });
      asked.destroy();
    }, patienceMs);
    asked.once("error", fail);
    asked.end();
  });
}
