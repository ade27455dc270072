/**
 * Every workload of the catalogue, at smoke size, in every target; in a slice, the cells of that
 * slice. UPDATE_FIXTURES=1 keeps what the tools print.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageOf, RunnerError } from "../../bench/errors.ts";
import { measureFootprint } from "../../bench/footprint.ts";
import { loadWorkloads } from "../../bench/registry.ts";
import { measureServe } from "../../bench/serve.ts";
import type {
  Command,
  ExecWorkload,
  FootprintWorkload,
  Image,
  InspectWorkload,
  LoadResult,
  OpenSpec,
  ServeWorkload,
  Session,
  StartWorkload,
  Target,
  WorkStep,
} from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { networkProblem } from "../../runners/network/lab.ts";
import { loadRecipes, loadTargets } from "../../runners/registry.ts";
import { LONGEST_TURN_MS, takeDockerTurn } from "../docker-turn.ts";
import { FIXTURES, fixtureName, thisSystem } from "../fixtures.ts";
import { cellsOf } from "../matrix.ts";
import { currentSlice } from "../slice.ts";
import { leftOvers, MUST_RUN, NOT_IN_CI, testContext, withLastWords } from "../support.ts";

const SIZE = { cpus: 1, memoryMiB: 512 };
/** A container takes 15 s, an emulated guest 30; a whole distribution is built the first time. */
const PATIENCE_MS = 400_000;
const never = new AbortController().signal;

const workloads = await loadWorkloads();
const execs = workloads.filter((one): one is ExecWorkload => one.mode === "exec");
const serves = workloads.filter((one): one is ServeWorkload => one.mode === "serve");
const starts = workloads.filter((one): one is StartWorkload => one.mode === "start");
const inspections = workloads.filter((one): one is InspectWorkload => one.mode === "inspect");
const footprints = workloads.filter((one): one is FootprintWorkload => one.mode === "footprint");

let context: RunContext;
let image: Image;
let targets: readonly Target[];

let turn: { end: () => void } | undefined;

beforeAll(async () => {
  turn = await takeDockerTurn();
  context = testContext(true);
  ({ image } = await rootfsImage(context));
  targets = await loadTargets(context);
}, LONGEST_TURN_MS);
afterAll(async () => {
  const { runId } = context.options;
  await context.close();
  turn?.end();
  expect(leftOvers(runId)).toEqual([]);
});

async function runAll(
  session: Session,
  { id, lacks }: Target,
  some: readonly ExecWorkload[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const workload of some) {
    if (workload.needs?.some((need) => lacks[need] !== undefined)) continue;
    try {
      await runSmoke(session, workload, id);
    } catch (error) {
      problems.push(`${workload.id}: ${messageOf(error)}`);
    }
  }
  return problems;
}

async function runSmoke(session: Session, workload: ExecWorkload, id: string): Promise<void> {
  const run = async (command: Command) => {
    const { stdout, exitCode } = await session.exec(command, never);
    if (exitCode === 0) return stdout;
    throw new Error(`exit code ${exitCode}\n${stdout.slice(-1000)}\n${session.stderrTail()}`);
  };
  const { smoke } = workload.params;
  const warmup = workload.warmup?.(smoke, SIZE);
  if (warmup !== undefined) await run(warmup);
  for (const step of workload.steps(smoke, SIZE)) {
    const before = session.hostCpu();
    const stdout = await run(step.command);
    const after = session.hostCpu();
    const { measurements, work } = step.parse(stdout);
    expect(measurements.length, step.name).toBeGreaterThan(0);
    expect(work, step.name).toBeGreaterThan(0);
    if (before !== undefined && after !== undefined) {
      const spent = after.usageNs - before.usageNs;
      // Nothing is done without the host's CPU: what is not counted is not in the account.
      expect(spent, `CPU time of ${step.name}`).toBeGreaterThan(0);
    }
    keep(id, workload, step, stdout);
  }
}

function keep(id: string, workload: ExecWorkload | ServeWorkload, step: WorkStep, text: string) {
  if (process.env["UPDATE_FIXTURES"] === undefined || id !== "overlay") return;
  const folder = new URL(`${thisSystem()}/`, FIXTURES);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(fixtureName(workload, step), folder), text);
}

async function serveAll(
  session: Session,
  target: Target,
  some: readonly ServeWorkload[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const workload of some) {
    const { smoke } = workload.params;
    const outputs: LoadResult[] = [];
    const listening = listeningTo(session, outputs);
    try {
      const measured = await measureServe(listening, target, workload, smoke, SIZE, never);
      expect(measured.measurements.length).toBeGreaterThan(1);
      const steps = workload.steps(smoke, SIZE);
      for (const [index, { stdout }] of outputs.slice(-steps.length).entries()) {
        keep(target.id, workload, steps[index] as WorkStep, stdout);
      }
    } catch (error) {
      const words = error instanceof RunnerError ? `\n${error.stderrTail}` : "";
      problems.push(`${workload.id}: ${messageOf(error)}${words}`);
      await session.stopServing(never).catch(() => {});
    }
  }
  return problems;
}

/** What an instance must have for these workloads. */
function roomFor(
  done: readonly ExecWorkload[],
  asked: readonly ServeWorkload[],
): Pick<OpenSpec, "scratchMiB" | "rootMiB" | "served"> {
  const most = (sizes: readonly number[]) => Math.max(0, ...sizes);
  const scratchMiB = most([...done, ...asked].map((workload) => workload.scratchMiB));
  const rootMiB = most(done.map((workload) => workload.rootMiB ?? 0));
  const room = { scratchMiB, served: asked.length > 0 };
  return rootMiB === 0 ? room : { ...room, rootMiB };
}

/** Runs these workloads in one instance; says what went wrong. */
async function runIn(
  target: Target,
  spec: OpenSpec,
  done: readonly ExecWorkload[],
  asked: readonly ServeWorkload[],
): Promise<readonly string[]> {
  if (done.length + asked.length === 0) return [];
  await using session = await target.open(spec, never).catch(withLastWords);
  const problems = [...(await runAll(session, target, done))];
  problems.push(...(await serveAll(session, target, asked)));
  await session.close();
  return problems;
}

/** The session, with what its clients print written down. */
function listeningTo(session: Session, outputs: LoadResult[]): Session {
  return {
    ...{ facts: session.facts, lifecycle: session.lifecycle },
    exec: (command, signal) => session.exec(command, signal),
    serve: (command, signal) => session.serve(command, signal),
    stopServing: (signal) => session.stopServing(signal),
    load: async (command, signal, options) => {
      const result = await session.load(command, signal, options);
      outputs.push(result);
      return result;
    },
    roundTripNs: (signal) => session.roundTripNs(signal),
    clock: (signal) => session.clock(signal),
    hostCpu: () => session.hostCpu(),
    footprint: () => session.footprint(),
    stderrTail: () => session.stderrTail(),
    close: () => session.close(),
    [Symbol.asyncDispose]: () => session.close(),
  };
}

// Two at a time, for much of it is waiting for clocks: nothing is compared here.
const recipes = await loadRecipes();
const cells = cellsOf(currentSlice(), recipes, workloads);
describe.concurrent("every workload runs", () => {
  for (const [index, { id, deadlines }] of recipes.entries()) {
    const isChosen = (workload: { id: string }) => cells.get(id)?.has(workload.id) === true;
    it(`in ${id}`, { timeout: PATIENCE_MS + 2 * deadlines.readyMs }, async (test) => {
      const target = targets.find((one) => one.id === id) as Target;
      const probe = await target.probe(never);
      if (!probe.ok) {
        const must = MUST_RUN && !(id in NOT_IN_CI);
        test.expect(must, `in CI every target must be ready: ${probe.reason}`).toBe(false);
        return test.skip(`${probe.reason} -> ${probe.remedy}`);
      }
      const all = allowedCpus();
      const cpus = all.slice(index % all.length).slice(0, 1);
      const size = { cpus, memoryMiB: SIZE.memoryMiB, image };
      const done = execs.filter(isChosen);
      const asked = networkProblem() === undefined ? serves.filter(isChosen) : [];
      test
        .expect(await runIn(target, { ...size, ...roomFor(done, asked) }, done, asked))
        .toEqual([]);
      const bare = { ...size, scratchMiB: 0, served: false };
      for (const { id: one, command, expect: expected } of starts.filter(isChosen)) {
        const { stdout } = await target.start(bare, command, never).catch(withLastWords);
        test.expect(stdout, one).toBe(expected);
      }
      for (const inspection of inspections.filter(isChosen)) {
        test.expect(await inspection.measure(target, image), inspection.id).not.toEqual([]);
      }
      for (const footprint of footprints.filter(isChosen)) {
        const { smoke } = footprint.params;
        const taken = await measureFootprint(target, bare, footprint, smoke, never);
        // What others open and close meanwhile is in it: only that it is counted can be said.
        const pss = taken.find(({ metric }) => metric === "pss")?.values[0];
        test.expect(pss, footprint.id).toSatisfy(Number.isFinite);
      }
    });
  }
});
