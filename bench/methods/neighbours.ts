/**
 * Neighbours: a victim works at a fixed rate and is timed, alone, beside an idle instance of the same
 * target, and beside one that does its worst. What the victim loses is set beside what the neighbour
 * gets done: to strangle it is no isolation.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../errors.ts";
import type { Crowd, Experiment, Lab, Observation, OpenSpec, Params, Session } from "../types.ts";
import {
  type Aggressor,
  BOMB_PIDS,
  COUNTED,
  FORK_BOMB,
  NETWORK,
  ON_OTHER_CPU,
  ON_SAME_CPU,
  workDone,
} from "./aggressors.ts";
import { type Described, described, inFamily } from "./described.ts";
import { checkedExec, type Where } from "./exec.ts";
import { type Beside, METRICS, NeighbourFigures } from "./neighbour-figures.ts";
import { openVictim, SCRATCH_MIB, type Victim, type VictimKind } from "./victims.ts";

export type NeighbourParams = Params & {
  /** Operations of the victim, each time it is looked at. */
  readonly operations: number;
  /** What neighbours do: ids of aggressors, separated by spaces. */
  readonly neighbours: string;
};

const SAME_CPU = [...ON_SAME_CPU, NETWORK].map(({ id }) => id).join(" ");

/** For `NeighbourParams.neighbours`. */
export const NEIGHBOURS = {
  onSameCpu: `${SAME_CPU} ${FORK_BOMB.id}`,
  all: `${SAME_CPU} ${ON_OTHER_CPU.map(({ id }) => id).join(" ")} ${FORK_BOMB.id}`,
} as const;

export interface NeighbourSpec extends Omit<Described<NeighbourParams>, "tools" | "needs"> {
  readonly victim: VictimKind;
  /** Milliseconds between two operations of the victim. */
  readonly intervalMs: number;
}

/** An instance, and what it does, one after the other. */
interface Neighbour {
  readonly kind: "same-cpu" | "other-cpu" | "fork-bomb";
  readonly spec: Partial<OpenSpec>;
  readonly aggressors: readonly Aggressor[];
}

/** The neighbour is busy before the victim begins. */
const LEAD_MS = 300;
/** Of the program that works at the victim. */
const SECONDS_A_PROGRAM = 0.2;
/** The first one, alone, beside an idle one, and after all. */
const OTHER_LOOKS = 4;
/** The host counts CPU time in ticks of 10 ms: of a shorter look they would say little. */
const LEAST_LOOK_NS = 500e6;
const PEER_DEADLINE_MS = 600_000;

export function neighbourExperiment(spec: NeighbourSpec): Experiment<NeighbourParams> {
  const needs = ["limits", ...(spec.victim === "requests" ? ["network" as const] : [])] as const;
  return {
    ...described({ ...spec, needs, tools: ["node", "payload", "busybox"] }),
    metrics: () => inFamily(spec, METRICS),
    seconds: ({ operations, neighbours }, { openingSeconds, slowdown }) => {
      const asked = askedFor(neighbours);
      const busy = asked.flatMap(({ aggressors }) => aggressors).length;
      const look = (operations * spec.intervalMs) / 1e3 + SECONDS_A_PROGRAM * slowdown;
      const around = busy * (LEAD_MS / 1e3 + SECONDS_A_PROGRAM);
      return (asked.length + 1) * openingSeconds + (2 * busy + OTHER_LOOKS) * look + around;
    },
    run: (lab, _subject, p) => beside(lab, spec, p),
  };
}

const ALL: readonly Neighbour[] = [
  { kind: "same-cpu", spec: {}, aggressors: [...ON_SAME_CPU, NETWORK] },
  { kind: "other-cpu", spec: {}, aggressors: ON_OTHER_CPU },
  { kind: "fork-bomb", spec: { pids: BOMB_PIDS }, aggressors: [FORK_BOMB] },
];

function askedFor(neighbours: string): readonly Neighbour[] {
  const ids = neighbours.split(" ");
  return ALL.flatMap((one) => {
    const aggressors = one.aggressors.filter(({ id }) => ids.includes(id));
    return aggressors.length === 0 ? [] : [{ ...one, aggressors }];
  });
}

/** What can be had here of what was asked for. */
function neighboursFor(
  lab: Lab,
  { victim }: NeighbourSpec,
  { neighbours }: NeighbourParams,
): readonly Neighbour[] {
  const served = lab.lackOf("target", "network") === undefined;
  // A client that asks the victim is on the harness's CPUs itself.
  const apart = victim === "requests" ? [] : lab.otherCpus;
  return askedFor(neighbours).flatMap((one): readonly Neighbour[] => {
    if (one.kind === "other-cpu") {
      const cpus = apart.slice(0, lab.size.cpus);
      return cpus.length === 0 ? [] : [{ ...one, spec: { cpus } }];
    }
    const aggressors = one.aggressors.filter(({ outside }) => served || outside === undefined);
    const opens = aggressors.some(({ outside }) => outside !== undefined);
    return aggressors.length === 0
      ? []
      : [{ ...one, aggressors, spec: { ...one.spec, served: opens } }];
  });
}

async function beside(
  lab: Lab,
  spec: NeighbourSpec,
  p: NeighbourParams,
): Promise<readonly Observation[]> {
  const where = { workload: spec.id, target: lab.target("target").id };
  const { victim: kind, intervalMs } = spec;
  const victim = await openVictim(lab, { kind, where, intervalMs, operations: p.operations });
  const alone = await victim.look();
  const figures = new NeighbourFigures(victim.clock, p.operations, alone);
  const nominalMs = (p.operations * alone.intervalNs) / 1e6;
  const crowd = lab.target("target").kind === "fake" ? undefined : lab.crowd("target");
  for (const [index, neighbour] of neighboursFor(lab, spec, p).entries()) {
    const session = await lab.open("target", { scratchMiB: SCRATCH_MIB, ...neighbour.spec });
    if (index === 0) figures.tell("idle", await victim.look());
    const scene = { lab, where, victim, session, nominalMs, counts: countsOutside(kind, crowd) };
    for (const aggressor of neighbour.aggressors) {
      figures.tellBusy(aggressor.id, await during(scene, aggressor));
    }
    await session.close();
  }
  figures.tell("after", await victim.look());
  return figures.observations();
}

interface Scene {
  readonly lab: Lab;
  readonly where: Where;
  readonly victim: Victim;
  readonly session: Session;
  /** How long a look takes if nothing is late. */
  readonly nominalMs: number;
  /** Tells what CPU time others take. Undefined if clients outside are among them. */
  readonly counts: Crowd | undefined;
}

function countsOutside(victim: VictimKind, crowd: Crowd | undefined): Crowd | undefined {
  return victim === "requests" ? undefined : crowd;
}

/** Looks at the victim while the neighbour works, and once more while it is stopped. */
async function during(scene: Scene, aggressor: Aggressor): Promise<Beside> {
  const { lab, victim, session, nominalMs } = scene;
  const { signal } = lab;
  const fromNs = process.hrtime.bigint();
  await session.serve(aggressor.command(lab.size.memoryMiB), signal);
  const peer = await peerOf(session, aggressor, signal);
  try {
    await sleep(LEAD_MS, undefined, { signal });
    const since = cpusSince(
      aggressor.outside === undefined ? scene : { ...scene, counts: undefined },
    );
    const beganNs = process.hrtime.bigint();
    const look = await victim.look();
    const tookMs = Number(look.endedNs - beganNs) / 1e6;
    const cpusOutside = since();
    const looking = victim.look();
    // It is waited for below, also if the neighbour cannot be stopped.
    looking.catch(() => {});
    // The program has to begin first, beside the same neighbour: halfway through what it does then.
    await sleep(Math.max(tookMs - nominalMs, 0) + nominalMs / 2, undefined, { signal });
    const work = await stopped(scene, aggressor, fromNs);
    const stoppedNs = process.hrtime.bigint();
    return { look, work, cpusOutside, later: await looking, stoppedNs };
  } finally {
    await peer.end();
  }
}

/** Stops the neighbour, and says how many turns it did in a second. */
async function stopped(
  { lab: { signal }, where, session }: Scene,
  aggressor: Aggressor,
  fromNs: bigint,
): Promise<number | undefined> {
  try {
    await session.stopServing(signal);
    const seconds = Number(process.hrtime.bigint() - fromNs) / 1e9;
    const { stdout } = await checkedExec(session, where, COUNTED, signal);
    return workDone(stdout, aggressor.id) / seconds;
  } catch (error) {
    // A bomb may kill its own instance. That is what it did, and no failure of the measurement.
    if (aggressor !== FORK_BOMB || !(error instanceof RunnerError) || signal.aborted) throw error;
    await session.close().catch(() => {});
    return undefined;
  }
}

/** The neighbour's other end, if it has one. Resolves when it has begun. */
async function peerOf(
  session: Session,
  { outside }: Aggressor,
  signal: AbortSignal,
): Promise<{ end(): Promise<void> }> {
  if (outside === undefined) return { end: async () => {} };
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  let running: Promise<unknown> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    running = session.load(outside, either, { deadlineMs: PEER_DEADLINE_MS, onOutput: resolve });
    running.then(() => resolve(), reject);
  });
  return {
    end: async () => {
      ended.abort();
      await running.catch(() => {});
    },
  };
}

/** Begins to count. Tells how many CPUs were used by neither of the two, nor by the harness. */
function cpusSince({ counts, victim, session }: Scene): () => number | undefined {
  const now = () => {
    const own = [victim.session, session].map((one) => one.usage()?.own.cpu.usageNs);
    if (counts === undefined || own.includes(undefined)) return undefined;
    const { atNs, othersCpuNs } = counts.look();
    return { atNs, outsideNs: othersCpuNs - (own as number[]).reduce((sum, ns) => sum + ns, 0) };
  };
  const from = now();
  return () => {
    const until = now();
    if (from === undefined || until === undefined) return undefined;
    const lookedNs = Number(until.atNs - from.atNs);
    if (lookedNs < LEAST_LOOK_NS) return undefined;
    return Math.max(0, until.outsideNs - from.outsideNs) / lookedNs;
  };
}
