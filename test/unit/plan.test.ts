import { describe, expect, it } from "vitest";
import { Estimator, usualPace } from "../../bench/campaign/estimate.ts";
import { cellKey, makePlan, planWorkload } from "../../bench/plan.ts";
import { loadExperiments } from "../../bench/registry.ts";
import type { TargetIdentity } from "../../bench/types.ts";

const input = {
  seed: 5,
  rounds: 4,
  targets: ["native", "crun", "docker"],
  workloads: [{ id: "cpu.sysbench" }, { id: "start.exec" }, { id: "image.size", rounds: 1 }],
};

describe("the plan", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(makePlan(input)).toEqual(makePlan(input));
    expect(makePlan({ ...input, seed: 6 })).not.toEqual(makePlan(input));
  });

  it("holds every target and workload once in each round, images once a run", () => {
    const cells = makePlan(input);
    expect(new Set(cells.map(cellKey)).size).toBe(cells.length);
    expect(cells.length).toBe(4 * 2 * 3 + 3);
    expect(cells.map(({ position }) => position)).toEqual(cells.map((_, index) => index));
    expect(cells.every(({ workload, round }) => workload !== "image.size" || round === 1)).toBe(
      true,
    );
  });

  it("holds a workload in no more rounds than it asks for, and in those of the run", () => {
    const workloads = [{ id: "footprint.idle", rounds: 3 }];
    const rounds = (of: number) =>
      new Set(makePlan({ ...input, workloads, rounds: of }).map(({ round }) => round));
    expect(rounds(5)).toEqual(new Set([1, 2, 3]));
    expect(rounds(2)).toEqual(new Set([1, 2]));
  });

  it("keeps the targets of a workload together, in an order that changes", () => {
    const cells = makePlan({ ...input, rounds: 12 });
    const orders = new Set<string>();
    for (let at = 0; at < cells.length; at += 3) {
      const block = cells.slice(at, at + 3);
      expect(new Set(block.map(({ workload }) => workload)).size).toBe(1);
      orders.add(block.map(({ target }) => target).join());
    }
    expect(orders.size).toBeGreaterThan(3);
  });
});

describe("a workload that is measured on some of the targets", () => {
  const target = (id: string): TargetIdentity => ({
    ...{ id, title: id, kind: "engine", rung: 1, adds: "" },
    ...{ below: [], warm: false, requires: [] },
  });
  const sizes = { profile: "quick", params: {}, size: { cpus: 1, memoryMiB: 512 } } as const;
  const targets = input.targets.map(target);

  it("is planned on those alone, and on all where they are all", async () => {
    const experiments = await loadExperiments();
    const [sysbench, neighbour] = ["cpu.sysbench", "neighbour.cpu"].map((id) =>
      experiments.find((one) => one.id === id),
    );
    if (sysbench === undefined || neighbour === undefined) throw new Error("no such experiment");
    const measuredOn = ["docker", "native"];
    const part = planWorkload(sysbench, { ...sizes, targets, measuredOn });
    const cells = makePlan({ ...input, rounds: 2, workloads: [part] });
    expect(new Set(cells.map(({ target }) => target))).toEqual(new Set(["native", "docker"]));
    expect(cells).toHaveLength(4);
    const all = planWorkload(sysbench, { ...sizes, targets, measuredOn: input.targets });
    expect(all).toEqual(planWorkload(sysbench, { ...sizes, targets }));
    const pairs = planWorkload(neighbour, { ...sizes, targets, measuredOn });
    expect(JSON.stringify(pairs.subjects)).not.toContain("crun");
  });
});

describe("estimates", () => {
  it("prefers what was seen in this run, then in an earlier one, then the nominal figure", () => {
    const cell = { position: 0, round: 1, subject: "native", target: "native", workload: "w" };
    const other = { ...cell, subject: "docker", target: "docker" };
    const estimator = new Estimator(
      () => 10,
      ({ target }) => (target === "docker" ? 5 : undefined),
    );
    expect(estimator.left([cell, other])).toBe(15);
    estimator.took(cell, 1);
    estimator.took(cell, 3);
    expect(estimator.of(cell)).toBe(2);
  });

  it("knows a positive duration for every workload on every kind of target", async () => {
    for (const workload of await loadExperiments()) {
      for (const kind of ["native", "primitive", "runtime", "engine", "vm"] as const) {
        expect(workload.seconds(workload.params.quick, usualPace(kind))).toBeGreaterThan(0);
      }
    }
  });
});
