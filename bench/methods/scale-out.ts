/**
 * Scaling out: one of three services gets more load than one instance can answer, and then less
 * again. A controller adds an instance and takes it away. What clients saw is judged.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { phasedLoad } from "../tools/open-load.ts";
import { workingService } from "../tools/payload.ts";
import type {
  Command,
  Deployment,
  Experiment,
  Lab,
  Observation,
  Params,
  Subject,
} from "../types.ts";
import { control } from "./controller.ts";
import { type Described, described, inFamily } from "./described.ts";
import { requireLoaded } from "./load-result.ts";
import { figuresOf, METRICS, WINDOWS_MS } from "./scale-out-figures.ts";

export type ScaleOutParams = Params & {
  /** Ids of ways of deployment, separated by spaces. */
  readonly ways: string;
  /** Polling intervals of the controller, in ms, separated by spaces. */
  readonly pollsMs: string;
  /** How long an instance works for an answer, one after the other. */
  readonly workMs: number;
  /** How long the load is low, then high, and low again. */
  readonly lowMs: number;
  readonly highMs: number;
  readonly afterMs: number;
  /** The most instances of the loaded service. */
  readonly replicas: number;
};

/** Multiples of what one instance can answer. */
const [LOW, HIGH] = [0.3, 1.5] as const;

const SERVICES = ["one", "two", "three"];
const LOADED = "two";
const VERSION = "v1";
const READY_MS = 60_000;
/** How long a client waits for an answer. */
const PATIENCE_MS = 10_000;

/** What queued up while an instance started is answered by then. */
const SETTLE_MS = 2000;

/** An emulated machine takes longer to start than a load is high. */
const STARTS_LONGER = 3;
const MOST_LONGER_MS = 60_000;

/** Three openings, and the start of three servers and of one more. */
const OPENINGS = 4;
const SECONDS_A_SERVER = 0.5;

export function scaleOutExperiment(spec: Described<ScaleOutParams>): Experiment<ScaleOutParams> {
  return {
    ...described({ ...spec, needs: ["network"] }),
    clients: ["haproxy"],
    metrics: () => inFamily(spec, METRICS),
    subjects: (targets, p) =>
      targets.flatMap(({ id, ways = [] }) =>
        ways
          .filter((way) => p.ways.split(" ").includes(way))
          .flatMap((way) => p.pollsMs.split(" ").map((poll) => subjectOf(id, way, Number(poll)))),
      ),
    seconds: ({ lowMs, highMs, afterMs }, { openingSeconds, slowdown }) =>
      OPENINGS * (openingSeconds + SECONDS_A_SERVER * slowdown) + (lowMs + highMs + afterMs) / 1000,
    run: (lab, subject, p) => scaledOut(lab, subject, p),
  };
}

function subjectOf(target: string, way: string, pollMs: number): Subject {
  return { id: `${target} ${way} ${pollMs} ms`, roles: { target }, at: { way, pollMs } };
}

async function scaledOut(
  lab: Lab,
  { at }: Subject,
  p: ScaleOutParams,
): Promise<readonly Observation[]> {
  const { signal } = lab;
  const server = workingService(VERSION, p.workMs);
  const beforeMs = performance.now();
  const deployment = await lab.deploy("target", {
    way: String(at["way"]),
    services: Object.fromEntries(SERVICES.map((service) => [service, server])),
    readyMs: READY_MS,
  });
  const eachMs = (performance.now() - beforeMs) / SERVICES.length;
  const longerMs = Math.min(STARTS_LONGER * eachMs, MOST_LONGER_MS) + WINDOWS_MS;
  const highMs = Math.round(Math.max(p.highMs, longerMs));
  const phasesMs = [p.lowMs, highMs, p.afterMs] as const;
  const load = await deployment.load(loadOf(deployment, phasesMs), signal);
  const stopped = new AbortController();
  const controlled = control(
    scalingOf(deployment),
    {
      service: LOADED,
      server,
      pollMs: Number(at["pollMs"]),
      settleMs: SETTLE_MS,
      most: p.replicas,
    },
    signal,
    stopped.signal,
  );
  // A controller that fails is heard of at once.
  controlled.catch(() => stopped.abort());
  const wholeMs = phasesMs.reduce((sum, ms) => sum + ms, 0);
  await sleep(wholeMs, undefined, { signal: AbortSignal.any([signal, stopped.signal]) }).catch(
    () => {},
  );
  stopped.abort();
  const result = await load.stop(signal);
  const changes = await controlled;
  signal.throwIfAborted();
  requireLoaded(result);
  lab.worked(wholeMs * 1e6);
  const { workMs } = p;
  return figuresOf(result.stdout, {
    ...changes,
    services: SERVICES,
    loaded: LOADED,
    phasesMs,
    workMs,
  });
}

function loadOf({ fronts }: Deployment, phasesMs: readonly number[]): Command {
  const factors = SERVICES.map((service) => [service, [LOW, service === LOADED ? HIGH : LOW, LOW]]);
  return phasedLoad(fronts, Object.fromEntries(factors), { phasesMs, patienceMs: PATIENCE_MS });
}

function scalingOf({ scaling }: Deployment): NonNullable<Deployment["scaling"]> {
  if (scaling === undefined) throw new Error("the number of its instances cannot change");
  return scaling;
}
