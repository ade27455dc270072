/** What image.build and image.same say of builds, whatever builds. */
import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { observationProblem, observed } from "../../bench/check-records.ts";
import { experiment as build } from "../../bench/experiments/image.build.ts";
import { experiment as same } from "../../bench/experiments/image.same.ts";
import type {
  BuildOrder,
  Built,
  Comparison,
  Experiment,
  Image,
  Target,
  Workshop,
} from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";

const EQUAL: Comparison = { trees: ["tree", "tree"], differences: [], treeDifferences: [] };

class MadeUp implements Workshop {
  readonly facts = {};
  readonly orders: (BuildOrder | "change")[] = [];
  closed = 0;
  constructor(
    readonly ways: Workshop["ways"],
    private readonly digests: readonly string[],
    private readonly comparison: Comparison,
    private readonly cpuNs?: number,
  ) {}
  async build(order: BuildOrder): Promise<Built> {
    const number = this.orders.filter((one) => one !== "change").length;
    this.orders.push(order);
    const digest = this.digests[number] ?? "";
    const newBytes = order.fresh ? 900 : 100;
    return { number, digest, hostNs: 1000 * (number + 1), cpuNs: this.cpuNs, newBytes };
  }
  change() {
    this.orders.push("change");
  }
  async compare() {
    return this.comparison;
  }
  async close() {
    this.closed++;
  }
  [Symbol.asyncDispose]() {
    return this.close();
  }
}

async function run(experiment: Experiment, workshop: Workshop) {
  const target = {
    id: "podman",
    builder: "podman",
    workshop: async () => workshop,
  } as unknown as Target;
  const [subject] = experiment.subjects?.([target], {}) ?? [];
  if (subject === undefined) throw new Error("it has no subject");
  const bench = {
    image: {} as Image,
    cpus: [0],
    memoryMiB: 64,
    signal: new AbortController().signal,
  };
  const lab = new CellLab(bench, subject, new Map([[target.id, target]]));
  const found = observed(await experiment.run(lab, subject, {}));
  await lab.close();
  return { ...found, timedNs: lab.timedNs };
}

describe("image.build", () => {
  it("measures a build from nothing, then one after a change that may reuse the first", async () => {
    const workshop = new MadeUp(["usual", "fixed"], ["a", "b"], EQUAL, 500);
    const { measurements, timedNs } = await run(build, workshop);
    expect(workshop.orders).toEqual([
      { way: "usual", fresh: true },
      "change",
      { way: "usual", fresh: false },
    ]);
    expect(workshop.closed).toBe(1);
    expect(timedNs).toBe(3000);
    const told = measurements.map(({ metric, at, values }) => [metric, at?.["case"], ...values]);
    expect(told).toEqual([
      ["build", "cold", 1000],
      ["build.host-cpu", "cold", 500],
      ["made", "cold", 900],
      ["build", "changed", 2000],
      ["build.host-cpu", "changed", 500],
      ["made", "changed", 100],
    ]);
    const metrics = build.metrics({}, { cpus: 1, memoryMiB: 64 });
    const declared = new Map(metrics.map((metric) => [metric.id, metric]));
    expect(observationProblem(build.id, declared, { measurements, checks: [] })).toBeUndefined();
  });

  it("leaves out the CPU time that cannot be counted", async () => {
    const { measurements } = await run(build, new MadeUp(["fixed"], ["a", "b"], EQUAL));
    expect(measurements.map(({ metric }) => metric)).not.toContain("build.host-cpu");
  });

  it("has no subject where nothing builds an image", () => {
    expect(build.subjects?.([{ id: "native" } as Target], {})).toEqual([]);
  });
});

describe("image.same", () => {
  it("holds where digest and tree are the same, for each way that the builder knows", async () => {
    const workshop = new MadeUp(["usual", "fixed"], ["a", "a", "b", "b"], EQUAL);
    const { checks = [] } = await run(same, workshop);
    expect(workshop.orders).toEqual([
      { way: "usual", fresh: true },
      { way: "usual", fresh: true, elsewhere: true },
      { way: "fixed", fresh: true },
      { way: "fixed", fresh: true, elsewhere: true },
    ]);
    expect(checks.map(({ check, holds }) => `${check} ${holds}`)).toEqual([
      "same.digest.usual yes",
      "same.tree.usual yes",
      "same.digest.fixed yes",
      "same.tree.fixed yes",
    ]);
  });

  it("says what differs, each kind once", async () => {
    const fields = ["mtime"];
    const workshop = new MadeUp(["usual"], ["a", "b"], {
      trees: ["one", "other"],
      differences: [
        { path: "new", fields: [] },
        { path: "app", fields },
        { path: "app/a", fields },
        { path: "config", fields: ["created", "history"] },
      ],
      treeDifferences: [{ path: "new", fields: [] }],
    });
    const { checks = [] } = await run(same, workshop);
    expect(checks.map(({ holds }) => holds)).toEqual(["no", "no"]);
    expect(checks.map(({ evidence }) => textOf(evidence))).toEqual([
      "differs: only one of the two has new; mtime of app and 1 more; created, history of config",
      "differs: only one of the two has new",
    ]);
  });

  it("says that bytes differ where the content does not", async () => {
    const differences = [{ path: "", fields: ["bytes"] }];
    const comparison = { ...EQUAL, differences };
    const { checks = [] } = await run(same, new MadeUp(["fixed"], ["a", "b"], comparison));
    expect(checks.map(({ holds, evidence }) => `${holds} ${textOf(evidence)}`)).toEqual([
      "no differs: bytes in which no difference of the content was found",
      "yes tree... both times",
    ]);
  });
});
