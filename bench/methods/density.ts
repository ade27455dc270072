/**
 * Density: idle instances are opened until a limit is met, and each is asked once a second whether
 * it still answers. The curve is what an answer takes, and what one more instance takes.
 */
import { RunnerError } from "../errors.ts";
import { say } from "../messages.ts";
import { latencyMetric } from "../metrics.ts";
import { quantile } from "../stats/quantile.ts";
import type {
  Check,
  Crowd,
  Experiment,
  Lab,
  LimitUse,
  Message,
  Metric,
  Observation,
  Params,
  Session,
} from "../types.ts";
import { type Described, described, inFamily } from "./described.ts";
import { KEPT_BYTES } from "./kept-memory.ts";
import { waitUntil } from "./pacing.ts";

export type DensityParams = Params & {
  /** Not more instances than this. */
  readonly most: number;
  /** After so long none is opened any more. */
  readonly budgetMs: number;
  /** Answers that are waited for at each count, at least. */
  readonly probes: number;
};

const ALONG = { how: "curve", along: "instances" } as const;
const DETAIL = { role: "detail", against: "none", gated: false } as const;

const METRICS: readonly Metric[] = [
  { id: "instances", unit: "count", better: "higher", ...DETAIL, role: "headline" },
  latencyMetric("answer", { ...DETAIL, fold: ALONG }),
  latencyMetric("answer.p99", {
    ...DETAIL,
    role: "tail",
    of: "answer",
    fold: ALONG,
    drawn: "answer-p99",
  }),
  latencyMetric("opening", { ...DETAIL, fold: ALONG, drawn: "opening" }),
  { id: "memory", unit: "bytes", better: "lower", ...DETAIL, fold: ALONG, drawn: "memory-taken" },
  {
    id: "memory.each",
    unit: "bytes",
    better: "lower",
    ...DETAIL,
    fold: { how: "slope", along: "instances" },
  },
  {
    id: "used",
    unit: "ratio",
    better: "lower",
    ...DETAIL,
    fold: { how: "curve", along: "limit" },
  },
];

export function densityExperiment(
  spec: Omit<Described<DensityParams>, "tools" | "needs">,
): Experiment<DensityParams> {
  return {
    ...described({ ...spec, needs: ["limits"], tools: ["busybox"] }),
    metrics: () => inFamily(spec, METRICS),
    // What is made up opens nothing.
    subjects: (targets) =>
      targets
        .filter(({ kind }) => kind !== "fake")
        .map(({ id }) => ({ id, roles: { target: id }, at: {} })),
    seconds: ({ most, budgetMs }, { openingSeconds }) =>
      Math.min(budgetMs / 1e3, most * openingSeconds) + countsUpTo(most).length * SECONDS_A_LOOK,
    run: (lab, _subject, p) => density(lab, p),
  };
}

const SECONDS_A_LOOK = 3;

/** 1, 2, 5, 10, 20, 50 and so on, and the last one. */
export function countsUpTo(most: number): readonly number[] {
  const found: number[] = [];
  for (let power = 1; power < most; power *= 10) {
    found.push(...[1, 2, 5].map((one) => one * power).filter((count) => count < most));
  }
  return [...found, most];
}

async function density(lab: Lab, p: DensityParams): Promise<readonly Observation[]> {
  const crowd = lab.crowd("target");
  const untilMs = performance.now() + p.budgetMs;
  const grown: Grown = { sessions: [], openedNs: [], uses: new Map() };
  const before = crowd.look().runMemoryBytes;
  const found: Observation[] = [];
  const watch = watchLimits(crowd, grown.uses);
  let [held, usual, end]: [number, number | undefined, End | undefined] = [0, undefined, undefined];
  try {
    for (const count of countsUpTo(p.most)) {
      end = await growTo(lab, crowd, grown, { count, untilMs });
      const instances = grown.sessions.length;
      const at = { instances };
      // Those that are open are still asked, unless nothing was added since the last count.
      if (end?.kind === "failed" || instances === held) break;
      const answers = await probe(lab, grown.sessions, p.probes);
      const p99 = quantile(answers, 0.99);
      const now = crowd.look().runMemoryBytes;
      const memory = before === undefined || now === undefined ? undefined : now - before;
      found.push(
        { metric: "answer", at, values: answers, clock: "host" },
        { metric: "answer.p99", at, values: [p99], clock: "host" },
        { metric: "opening", at, values: grown.openedNs.splice(0), clock: "host" },
        ...ofMemory(at, memory),
      );
      // All limits, now that no answer is waited for.
      note(crowd.limits({ all: true }), grown.uses);
      usual ??= p99;
      if (p99 > MOST_SLOWER * usual && (await isSlow(lab, grown.sessions, p, usual))) {
        end = {
          kind: "slow",
          why: say("evidence.slow-answers", { ...at, p99Ns: p99, usualNs: usual }),
        };
        break;
      }
      held = instances;
      if (end !== undefined) break;
    }
  } finally {
    watch.stop();
  }
  if (held === 0 && end?.error !== undefined) throw end.error;
  return [
    { metric: "instances", values: [held], clock: "host" },
    ...found,
    ...memoryOfEach(found),
    ...[...grown.uses].map(([limit, share]): Observation => {
      return { metric: "used", at: { limit }, values: [share], clock: "host" };
    }),
    limitMet(held, end, grown.uses),
  ];
}

function ofMemory(at: Params, bytes: number | undefined): readonly Observation[] {
  if (bytes === undefined) return [];
  return [{ metric: "memory", at, values: [Math.max(0, bytes)], clock: "host" }];
}

/** What each more takes is a slope, which one count alone does not have. */
function memoryOfEach(found: readonly Observation[]): readonly Observation[] {
  const points = found.filter((one) => "metric" in one && one.metric === "memory");
  return points.length < 2 ? [] : points.map((one) => ({ ...one, metric: "memory.each" }));
}

interface Grown {
  readonly sessions: Session[];
  /** How long the openings took since they were last told. */
  readonly openedNs: number[];
  /** The largest share of each limit that was used. */
  readonly uses: Map<string, number>;
}

/** Why there were no more instances. */
interface End {
  readonly kind: "slow" | "failed" | "memory" | "time";
  readonly why: Message;
  readonly error?: RunnerError;
}

/** So much of its memory the host keeps as well, as a share. */
const KEPT_SHARE = 0.1;

async function growTo(
  lab: Lab,
  crowd: Crowd,
  { sessions, openedNs }: Grown,
  { count, untilMs }: { readonly count: number; readonly untilMs: number },
): Promise<End | undefined> {
  while (sessions.length < count) {
    lab.signal.throwIfAborted();
    const instances = sessions.length;
    if (performance.now() > untilMs)
      return { kind: "time", why: say("evidence.time-over", { instances }) };
    const { availableBytes } = crowd.look();
    // A machine may use all of its memory at once.
    const next = lab.target("target").kind === "vm" ? lab.size.memoryMiB * 2 ** 20 : 0;
    if (availableBytes - next < keptBytes(crowd)) {
      return { kind: "memory", why: say("evidence.memory-over", { instances, availableBytes }) };
    }
    const fromNs = process.hrtime.bigint();
    try {
      sessions.push(await lab.open("target"));
    } catch (error) {
      if (!(error instanceof RunnerError) || lab.signal.aborted) throw error;
      const why = say("evidence.not-opened", { instances, why: error.what });
      return { kind: "failed", why, error };
    }
    openedNs.push(Number(process.hrtime.bigint() - fromNs));
  }
  return undefined;
}

function keptBytes(crowd: Crowd): number {
  const memory = crowd.limits({ all: false }).find(({ limit }) => limit === "memory");
  return Math.max(KEPT_BYTES, KEPT_SHARE * (memory?.most ?? 0) * 1024);
}

const MOST_SLOWER = 5;

/** One hiccup of the host is no limit: it is asked once more. */
async function isSlow(
  lab: Lab,
  sessions: readonly Session[],
  { probes }: DensityParams,
  usual: number,
): Promise<boolean> {
  return quantile(await probe(lab, sessions, probes), 0.99) > MOST_SLOWER * usual;
}

/** Each instance is asked once a second, evenly spread; few instances are asked more often. */
const LEAST_RATE = 25;

/** What answers took, from when they were to be asked for, in ns. */
async function probe(
  lab: Lab,
  sessions: readonly Session[],
  probes: number,
): Promise<readonly number[]> {
  const rate = Math.max(sessions.length, LEAST_RATE);
  const count = Math.max(probes, sessions.length);
  // An instance is asked one question at a time. The next one waits for its turn.
  const asked = new Map<Session, Promise<unknown>>();
  const beginNs = process.hrtime.bigint();
  const answers: Promise<number>[] = [];
  for (let index = 0; index < count; index++) {
    const dueNs = beginNs + BigInt(Math.round((index * 1e9) / rate));
    await waitUntil(dueNs);
    if (lab.signal.aborted) break;
    const session = sessions[index % sessions.length] as Session;
    const turn = asked.get(session) ?? Promise.resolve();
    const answer = turn.then(async () => {
      await session.roundTripNs(lab.signal);
      return Number(process.hrtime.bigint() - dueNs);
    });
    asked.set(session, answer);
    // All are waited for below: none is unheard meanwhile.
    answer.catch(() => {});
    answers.push(answer);
  }
  lab.signal.throwIfAborted();
  return Promise.all(answers);
}

const WATCHED_EVERY_MS = 1000;

/** A record of the limits, once a second. */
function watchLimits(crowd: Crowd, uses: Map<string, number>): { stop(): void } {
  const look = () => note(crowd.limits({ all: false }), uses);
  look();
  const timer = setInterval(look, WATCHED_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/** Keeps the largest share of each. */
function note(limits: readonly LimitUse[], uses: Map<string, number>): void {
  for (const { limit, used, most } of limits) {
    uses.set(limit, Math.max(uses.get(limit) ?? 0, used / most));
  }
}

/** From here on a limit counts as reached. */
const REACHED = 0.95;

/** Whether as many instances were there as were allowed, and what kept them from being more. */
function limitMet(held: number, end: End | undefined, uses: ReadonlyMap<string, number>): Check {
  const reached = [...uses].filter(([, share]) => share >= REACHED).map(([limit]) => limit);
  const check = "density.no-limit";
  if (end === undefined)
    return { check, holds: "yes", evidence: say("evidence.all-opened", { held }) };
  const evidence = say("evidence.limit-met", { held, why: end.why, reached });
  return { check, holds: end.kind === "time" ? "unknown" : "no", evidence };
}
