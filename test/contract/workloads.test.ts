/**
 * Every workload of the catalogue, at smoke size, in every target; in a slice, the cells of that
 * slice. UPDATE_FIXTURES=ID keeps what the tools of that workload print in the target overlay, and
 * runs it alone; UPDATE_FIXTURES=all keeps what all print.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { byMetric, observationProblem, observed } from "../../bench/check-records.ts";
import { messageOf, RunnerError } from "../../bench/errors.ts";
import type { WorkStep } from "../../bench/methods/steps.ts";
import { loadExperiments } from "../../bench/registry.ts";
import type {
  Command,
  Experiment,
  Image,
  Observation,
  OpenSpec,
  Session,
  Target,
} from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { workloadProblem } from "../../runners/lacks.ts";
import { networkProblem } from "../../runners/network/lab.ts";
import { loadRecipes, loadTargets } from "../../runners/registry.ts";
import { LONGEST_TURN_MS, takeDockerTurn } from "../docker-turn.ts";
import { FIXTURES, fixtureName, fixturesWanted, hasSteps, thisSystem } from "../fixtures.ts";
import { cellsOf } from "../matrix.ts";
import { currentSlice } from "../slice.ts";
import { leftOvers, MUST_RUN, NOT_IN_CI, testContext, withLastWords } from "../support.ts";

const SIZE = { cpus: 1, memoryMiB: 512 };
/** A container takes 15 s, an emulated guest 30; a whole distribution is built the first time. */
const PATIENCE_MS = 400_000;
const never = new AbortController().signal;

const experiments = await loadExperiments();
const wanted = fixturesWanted(process.env["UPDATE_FIXTURES"], experiments);
let context: RunContext;
let image: Image;
let targets: readonly Target[];

let turn: { end: () => void } | undefined;

beforeAll(async () => {
  // The containers' contract has the turn too, and looks at what is left on the host.
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

/** Runs an experiment as a run does. One that runs steps does so in the instance that they share. */
async function observe(
  target: Target,
  experiment: Experiment,
  cpus: readonly number[],
  shared: Session,
): Promise<readonly Observation[]> {
  const { smoke } = experiment.params;
  const [subject] = experiment.subjects?.([target], smoke) ?? [
    { id: target.id, roles: { target: target.id }, at: {} },
  ];
  if (subject === undefined) return [];
  const bench = { image, cpus, memoryMiB: SIZE.memoryMiB, signal: never };
  const open = hasSteps(experiment)
    ? async () => listeningTo(shared, target, experiment)
    : target.open;
  const listening = { ...target, open };
  const lab = new CellLab(bench, subject, new Map([[target.id, listening]]));
  try {
    return await experiment.run(lab, subject, smoke);
  } finally {
    await lab.close();
  }
}

/** The session, which stays open, with what its commands print kept as fixtures where that is asked for. */
function listeningTo(session: Session, { id }: Target, experiment: Experiment): Session {
  const kept = wanted !== "none" && id === "overlay";
  const steps =
    kept && hasSteps(experiment) ? experiment.spec.steps(experiment.params.smoke, SIZE) : [];
  const keepOutput = ({ argv }: Command, stdout: string) => {
    const step = steps.find(({ command }) => JSON.stringify(command.argv) === JSON.stringify(argv));
    if (step !== undefined) keep(experiment, step, stdout);
  };
  return {
    facts: session.facts,
    lifecycle: session.lifecycle,
    exec: async (command, signal) => {
      const result = await session.exec(command, signal);
      keepOutput(command, result.stdout);
      return result;
    },
    serve: (command, signal) => session.serve(command, signal),
    stopServing: (signal) => session.stopServing(signal),
    load: async (command, signal, options) => {
      const result = await session.load(command, signal, options);
      keepOutput(command, result.stdout);
      return result;
    },
    roundTripNs: (signal) => session.roundTripNs(signal),
    clock: (signal) => session.clock(signal),
    hostCpu: () => session.hostCpu(),
    usage: (options) => session.usage(options),
    footprint: () => session.footprint(),
    stderrTail: () => session.stderrTail(),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

function keep(experiment: Experiment, step: WorkStep, text: string): void {
  const folder = new URL(`${thisSystem()}/`, FIXTURES);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(fixtureName(experiment, step), folder), text);
}

/** What is wrong with an experiment on a target; undefined if nothing is. */
async function problemIn(
  target: Target,
  experiment: Experiment,
  cpus: readonly number[],
  shared: Session,
): Promise<string | undefined> {
  const lack = workloadProblem(experiment, image);
  if (lack !== undefined) {
    return `${experiment.id}: ${textOf(lack.reason)} -> ${textOf(lack.remedy)}`;
  }
  try {
    const found = observed(await observe(target, experiment, cpus, shared));
    const metrics = experiment.metrics(experiment.params.smoke, SIZE);
    const declared = new Map(metrics.map((metric) => [metric.id, metric]));
    const problem = observationProblem(experiment.id, declared, found);
    if (problem !== undefined) return textOf(problem);
    const seen = byMetric(found.measurements);
    const missing = metrics.filter(({ id, gated }) => gated && !seen.has(id));
    if (missing.length > 0) {
      return `${experiment.id} lacks ${missing.map(({ id }) => id).join(", ")}`;
    }
    // Nothing is done without the host's CPU: what is not counted is not in the account.
    const costs = metrics
      .filter(({ role }) => role === "cost")
      .flatMap(({ id }) => seen.get(id) ?? []);
    const free = costs.find(({ values }) => values.some((ns) => !(ns > 0)));
    if (free !== undefined) return `${experiment.id} has a ${free.metric} of ${free.values.join()}`;
    return undefined;
  } catch (error) {
    const words = error instanceof RunnerError ? `\n${error.stderrTail}` : "";
    return `${experiment.id}: ${messageOf(error)}${words}`;
  }
}

/** What an instance must have for these, if they share it. */
function roomFor(
  experiments: readonly Experiment[],
): Pick<OpenSpec, "scratchMiB" | "rootMiB" | "served"> {
  const most = (sizes: readonly number[]) => Math.max(0, ...sizes);
  const scratchMiB = most(experiments.filter(hasSteps).map(({ spec }) => spec.scratchMiB));
  const rootMiB = most(experiments.map((experiment) => experiment.rootMiB));
  const served = experiments.some(({ needs }) => needs.includes("network"));
  return rootMiB === 0 ? { scratchMiB, served } : { scratchMiB, served, rootMiB };
}

// Two at a time, for much of it is waiting for clocks: nothing is compared here.
const recipes = await loadRecipes();
// What is asked for by name is done, whatever the slice.
const slice = typeof wanted === "string" ? currentSlice() : "all";
const cells = cellsOf(slice, recipes, experiments);
describe.concurrent("every workload runs", () => {
  for (const [index, { id, deadlines }] of recipes.entries()) {
    it(`in ${id}`, { timeout: PATIENCE_MS + 2 * deadlines.readyMs }, async (test) => {
      const target = targets.find((one) => one.id === id) as Target;
      const probe = await target.probe(never);
      if (!probe.ok) {
        const must = MUST_RUN && !(id in NOT_IN_CI);
        test.expect(must, `in CI every target must be ready: ${textOf(probe.reason)}`).toBe(false);
        return test.skip(`${textOf(probe.reason)} -> ${textOf(probe.remedy)}`);
      }
      const allowed = allowedCpus();
      const cpus = allowed.slice(index % allowed.length).slice(0, 1);
      const chosen = experiments.filter(
        (one) =>
          cells.get(id)?.has(one.id) === true &&
          (typeof wanted === "string" || wanted.has(one.id)) &&
          // Some experiments say themselves on which targets they are measured.
          one.subjects?.([target], one.params.smoke).length !== 0 &&
          !(one.needs.includes("network") && networkProblem() !== undefined),
      );
      const spec = { cpus, memoryMiB: SIZE.memoryMiB, image, ...roomFor(chosen) };
      await using session = await target.open(spec, never).catch(withLastWords);
      const problems: string[] = [];
      for (const experiment of chosen) {
        const problem = await problemIn(target, experiment, cpus, session);
        if (problem !== undefined) problems.push(problem);
      }
      test.expect(problems).toEqual([]);
    });
  }
});
