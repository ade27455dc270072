/**
 * Scaling out: one of three services gets more load than one instance can answer, and then less
 * again. A controller adds an instance and takes it away. What clients saw is judged.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import { latencyMetric } from "../metrics.ts";
import { parsePhasedLoad, phasedLoad } from "../tools/open-load.ts";
import { workingService } from "../tools/payload.ts";
import type {
  Check,
  Command,
  Deployment,
  Experiment,
  Lab,
  LoadResult,
  Metric,
  Observation,
  Params,
  Subject,
} from "../types.ts";
import { type Change, type Controlled, control } from "./controller.ts";
import { type Described, described, inFamily } from "./described.ts";
import { type Objective, type Replicas, scalingJudged } from "./scaling.ts";

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
const NEEDED = { low: 1, high: 2 };

const SERVICES = ["one", "two", "three"];
const LOADED = "two";
const VERSION = "v1";
const READY_MS = 60_000;
/** How long a client waits for an answer. */
const PATIENCE_MS = 10_000;

/** Of the answers in a window, 95% within five times the work. */
const WINDOW_NS = 200e6;
const WINDOWS = 10;
const WINDOWS_MS = (WINDOWS * WINDOW_NS) / 1e6;
const IN_TIME = 0.95;
const TIMES_THE_WORK = 5;

const ALONE = { against: "none", gated: false } as const;
const DETAIL = { ...ALONE, role: "detail" } as const;

const METRICS: readonly Metric[] = [
  latencyMetric("met", { ...ALONE, moment: "objective-met" }),
  latencyMetric("crossed", { ...DETAIL, moment: "load-seen" }),
  latencyMetric("decided", { ...DETAIL, moment: "scale-decided" }),
  latencyMetric("ready", { ...DETAIL, moment: "instance-ready" }),
  latencyMetric("joined", { ...DETAIL, moment: "instance-joined" }),
  latencyMetric("missed", DETAIL),
  { id: "lost", unit: "count", better: "lower", ...DETAIL },
  latencyMetric("excess", DETAIL),
  latencyMetric("left", DETAIL),
  latencyMetric("gone", DETAIL),
  { id: "grown", unit: "count", better: "neither", ...DETAIL },
  { id: "rate.high", unit: "ops/s", better: "neither", ...DETAIL },
];

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
  const phasesMs = [p.lowMs, highMs, p.afterMs];
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
  if (result.exitCode !== 0) throw loadFailed(result);
  lab.worked(wholeMs * 1e6);
  return observed(result.stdout, changes, { ...p, highMs });
}

function loadOf({ fronts }: Deployment, phasesMs: readonly number[]): Command {
  const factors = SERVICES.map((service) => [service, [LOW, service === LOADED ? HIGH : LOW, LOW]]);
  return phasedLoad(fronts, Object.fromEntries(factors), { phasesMs, patienceMs: PATIENCE_MS });
}

function scalingOf({ scaling }: Deployment): NonNullable<Deployment["scaling"]> {
  if (scaling === undefined) throw new Error("the number of its instances cannot change");
  return scaling;
}

function observed(
  stdout: string,
  { crossedNs, grown, shrunk }: Controlled,
  p: ScaleOutParams,
): readonly Observation[] {
  const { fromNs, rates, requests } = parsePhasedLoad(stdout);
  const [stepNs, backNs] = [p.lowMs * 1e6, (p.lowMs + p.highMs) * 1e6];
  const endNs = backNs + p.afterMs * 1e6;
  const since = (atNs: bigint, fromWhenNs: number) => Number(atNs - fromNs) - fromWhenNs;
  const stamp = (change: Change | undefined, step: string, fromWhenNs: number) => {
    const found = change?.steps.find((one) => one.step === step);
    return change && found && since(change.beganNs, fromWhenNs) + found.atNs;
  };
  const [first] = grown;
  const [taken] = shrunk;
  const { metNs, missedNs, lost, excessNs } = scalingJudged(
    {
      requests: requests.filter(({ service }) => service === LOADED),
      stepNs,
      backNs,
      endNs,
      replicas: replicasOf(grown, shrunk, (atNs) => since(atNs, 0)),
      needed: NEEDED,
    },
    objectiveOf(p),
  );
  return [
    ...value("met", metNs),
    ...value("crossed", crossedNs === undefined ? undefined : since(crossedNs, stepNs)),
    ...value("decided", first && since(first.decidedNs, stepNs)),
    ...value("ready", stamp(first, "ready", stepNs)),
    ...value("joined", stamp(first, "joined", stepNs)),
    ...value("missed", missedNs),
    ...value("lost", lost),
    ...value("excess", excessNs),
    ...value("left", stamp(taken, "left", backNs)),
    ...value("gone", stamp(taken, "gone", backNs)),
    ...value("grown", grown.length),
    ...value("rate.high", rates[LOADED]?.[1]),
    metCheck(metNs),
    onlyLoaded(requests),
  ];
}

function objectiveOf({ workMs }: ScaleOutParams): Objective {
  const withinNs = TIMES_THE_WORK * workMs * 1e6;
  return { windowNs: WINDOW_NS, share: IN_TIME, withinNs, windows: WINDOWS };
}

/** Absent where it did not happen. What came before its time is no time at all. */
function value(metric: string, one: number | undefined): readonly Observation[] {
  return one === undefined || one < 0 ? [] : [{ metric, values: [one], clock: "host" }];
}

function replicasOf(
  grown: readonly Change[],
  shrunk: readonly Change[],
  since: (atNs: bigint) => number,
): readonly Replicas[] {
  const at = ({ beganNs, steps }: Change, step: string) =>
    since(beganNs) + (steps.find((one) => one.step === step)?.atNs ?? 0);
  const changes = [
    ...grown.map((change) => ({ atNs: at(change, "joined"), by: 1 })),
    ...shrunk.map((change) => ({ atNs: at(change, "gone"), by: -1 })),
  ].sort((a, b) => a.atNs - b.atNs);
  let count = 1;
  return [
    { atNs: 0, count },
    ...changes.map(({ atNs, by }) => {
      count += by;
      return { atNs, count };
    }),
  ];
}

function metCheck(metNs: number | undefined): Check {
  return {
    check: "scaled.objective-met",
    holds: metNs === undefined ? "no" : "yes",
    evidence: metNs === undefined ? say("evidence.not-met") : say("evidence.met", { metNs }),
  };
}

/** Only the loaded service may change: the others' answers come from one process each. */
function onlyLoaded(
  requests: readonly { readonly service: string; readonly by?: { instance: string } | undefined }[],
): Check {
  const processesOf = (service: string) =>
    new Set(requests.flatMap((one) => (one.service === service && one.by ? [one.by.instance] : [])))
      .size;
  const others = SERVICES.filter((service) => service !== LOADED);
  const counts = others.map(processesOf);
  const areSame = counts.every((count) => count === 1);
  const isKnown = counts.every((count) => count > 0) && processesOf(LOADED) > 1;
  // Where no other instance of the loaded service answered, nothing was scaled.
  const holds = counts.some((count) => count > 1) ? "no" : areSame && isKnown ? "yes" : "unknown";
  return {
    check: "scaled.only-loaded",
    holds,
    evidence: say("evidence.processes-of", {
      loaded: processesOf(LOADED),
      others: Math.max(...counts),
    }),
  };
}

function loadFailed({ exitCode, stdout, stderr }: LoadResult): RunnerError {
  return new RunnerError(
    "LOAD_FAILED",
    say("deployment.load-failed", { exitCode }),
    say("workloads.see-below"),
    "load",
    [stdout.slice(-1024), stderr.slice(-2048)].join("\n").trim(),
  );
}
