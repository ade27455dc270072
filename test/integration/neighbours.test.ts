/** Victims beside neighbours that do their worst, in real instances; the host stays as it was. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { byMetric, observationProblem, observed } from "../../bench/check-records.ts";
import { experiment as requests } from "../../bench/experiments/neighbour.requests.ts";
import { experiment as timer } from "../../bench/experiments/neighbour.timer.ts";
import type { NeighbourParams } from "../../bench/methods/neighbours.ts";
import type { Experiment, Image, Target } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { loadTargets } from "../../runners/registry.ts";
import { leftOvers, MUST_RUN, testContext } from "../support.ts";

const { signal } = new AbortController();
const cpus = allowedCpus().slice(-1);
const harnessCpus = allowedCpus().filter((cpu) => !cpus.includes(cpu));
const IDS = ["native", "overlay", "crun"];

let context: RunContext;
let image: Image;
let targets: readonly Target[];

const possible = isRoot() && which("crun") !== undefined;

describe.skipIf(!(possible || MUST_RUN))("noisy neighbours (need root and crun)", () => {
  beforeAll(async () => {
    context = testContext(true);
    ({ image } = await rootfsImage(context, [timer, requests]));
    targets = await loadTargets(context, IDS);
  });
  afterAll(async () => {
    expect(await context.close()).toEqual([]);
    expect(context.ledger.live).toEqual([]);
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  async function seen(experiment: Experiment<NeighbourParams>, id: string, p: NeighbourParams) {
    const target = targets.find((one) => one.id === id) as Target;
    const subject = { id, roles: { target: id }, at: {} };
    const bench = { image, cpus, harnessCpus, memoryMiB: 256, signal };
    const lab = new CellLab(bench, subject, new Map([[id, target]]));
    try {
      const found = observed(await experiment.run(lab, subject, p));
      const metrics = new Map(experiment.metrics(p, lab.size).map((one) => [one.id, one]));
      expect(observationProblem(experiment.id, metrics, found)).toBeUndefined();
      const values = byMetric(found.measurements);
      return (metric: string) =>
        Object.fromEntries(
          (values.get(metric) ?? []).map(({ at, values: [one] }) => [at?.["beside"], one ?? -1]),
        );
    } finally {
      await lab.close();
    }
  }

  it.each(IDS)("keeps a fork bomb and a neighbour on another CPU inside: %s", async (id) => {
    const of = await seen(timer, id, { operations: 300, neighbours: "cpu-apart fork-bomb" });
    const work = of("work");
    expect(Object.keys(work)).toEqual(
      harnessCpus.length > 0 ? ["cpu-apart", "fork-bomb"] : ["fork-bomb"],
    );
    // It forked as long as it was let.
    expect(work["fork-bomb"]).toBeGreaterThan(100);
    // What was left of it ended with its instance.
    expect(of("lost")["after"]).toBeLessThan(0.5);
  });

  it("asks a service beside neighbours, one of them on the network", async () => {
    const of = await seen(requests, "crun", { operations: 50, neighbours: "page-cache network" });
    expect(of("work")["network"]).toBeGreaterThan(1);
    expect(Object.keys(of("late.p99"))).toContain("network");
    expect(of("lost")["alone"]).toBe(0);
    expect(of("lost")["after"]).toBe(0);
  });
});
