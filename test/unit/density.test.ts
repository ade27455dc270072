/** Instances until a limit is met, with sessions that are made up; and the limits of this host. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { byMetric, observationProblem, observed } from "../../bench/check-records.ts";
import { RunnerError } from "../../bench/errors.ts";
import { experiment } from "../../bench/experiments/scale.density.ts";
import { verbatim } from "../../bench/messages.ts";
import { countsUpTo } from "../../bench/methods/density.ts";
import type { Crowd, Image, Session, Target } from "../../bench/types.ts";
import { limitsInUse } from "../../runners/kernel/limits.ts";
import { MOST_INSTANCES } from "../../scripts/defaults.ts";

const GIB = 2 ** 30;

interface Truth {
  /** How long an answer takes when so many are open. */
  readonly answerMs?: (open: number) => number;
  readonly availableBytes?: (open: number) => number;
  /** The opening that fails. */
  readonly fails?: number;
  readonly pids?: (open: number) => number;
  readonly openMs?: number;
}

function target(truth: Truth = {}) {
  let [open, most] = [0, 0];
  const crowd: Crowd = {
    prepare: () => Promise.reject(new Error("nothing is started here")),
    look: () => ({
      atNs: process.hrtime.bigint(),
      othersCpuNs: 0,
      runMemoryBytes: open * 2 ** 20,
      availableBytes: truth.availableBytes?.(open) ?? 16 * GIB - open * 2 ** 20,
    }),
    limits: () => [
      { limit: "memory", used: 4 * 2 ** 20, most: 16 * 2 ** 20 },
      { limit: "pids", used: truth.pids?.(open) ?? open, most: 100 },
    ],
    waits: () => [],
    close: async () => {},
  };
  const fake = {
    id: "fake",
    kind: "primitive",
    crowd: () => crowd,
    open: async () => {
      await sleep(truth.openMs ?? 0);
      if (open + 1 === truth.fails) {
        throw new RunnerError("LAUNCHER_DIED", verbatim("EAGAIN"), verbatim("do"), "spawn", "");
      }
      most = Math.max(most, ++open);
      let busy = false;
      const session = {
        lifecycle: [],
        roundTripNs: async () => {
          if (busy) throw new Error("two questions at once");
          busy = true;
          await sleep(truth.answerMs?.(open) ?? 0);
          busy = false;
          return 1;
        },
        close: async () => void open--,
      };
      return session as unknown as Session;
    },
  } as unknown as Target;
  return { fake, seen: () => ({ open, most }) };
}

const params = { most: 10, budgetMs: 20_000, probes: 10 };

async function density(fake: Target, p = params, signal = new AbortController().signal) {
  const subject = { id: "fake", roles: { target: "fake" }, at: {} };
  const bench = { image: {} as Image, cpus: [1], memoryMiB: 256, signal };
  const lab = new CellLab(bench, subject, new Map([["fake", fake]]));
  try {
    return observed(await experiment.run(lab, subject, p));
  } finally {
    await lab.close();
  }
}

const held = (found: Awaited<ReturnType<typeof density>>) =>
  byMetric(found.measurements).get("instances")?.[0]?.values;

describe("scale.density", () => {
  it("opens as many as it may, and asks all of them at each count", async () => {
    const { fake, seen } = target();
    const found = await density(fake);
    const metrics = new Map(
      experiment.metrics(params, { cpus: 1, memoryMiB: 1 }).map((one) => [one.id, one]),
    );
    expect(observationProblem(experiment.id, metrics, found)).toBeUndefined();
    expect(held(found)).toEqual([10]);
    const of = byMetric(found.measurements);
    expect(of.get("answer")?.map(({ at, values }) => [at, values.length])).toEqual(
      [1, 2, 5, 10].map((instances) => [{ instances }, 10]),
    );
    expect(of.get("memory")?.map(({ values }) => values)).toEqual(
      [1, 2, 5, 10].map((count) => [count * 2 ** 20]),
    );
    expect(of.get("opening")?.map(({ values }) => values.length)).toEqual([1, 1, 3, 5]);
    expect(of.get("used")?.find(({ at }) => at?.["limit"] === "pids")?.values).toEqual([0.1]);
    expect(found.checks).toMatchObject([{ check: "density.no-limit", holds: "yes" }]);
    // Nothing is left open.
    expect(seen()).toEqual({ open: 0, most: 10 });
  });

  it.each<[string, Truth, number, RegExp]>([
    ["an opening that fails", { fails: 4 }, 2, /EAGAIN/],
    ["memory", { availableBytes: (open) => (open < 4 ? 8 * GIB : GIB) }, 4, /memory-over/],
    ["answers that are slow", { answerMs: (open) => (open < 5 ? 3 : 240) }, 2, /slow-answers/],
  ])("names what was met: %s", async (_what, truth, count, why) => {
    const { fake, seen } = target(truth);
    const found = await density(fake);
    expect(held(found)).toEqual([count]);
    expect(found.checks).toMatchObject([{ check: "density.no-limit", holds: "no" }]);
    expect(JSON.stringify(found.checks)).toMatch(why);
    expect(seen().open).toBe(0);
  });

  it("names the limits of the host that were used up by then", async () => {
    const { fake } = target({ fails: 4, pids: (open) => 94 + open });
    const { checks } = await density(fake);
    expect(checks).toMatchObject([{ evidence: { values: { reached: ["pids"], held: 2 } } }]);
  });

  it("does not know the limit if the time was over before", async () => {
    const { fake } = target({ openMs: 100 });
    const found = await density(fake, { ...params, budgetMs: 350 });
    expect(found.checks).toMatchObject([{ holds: "unknown" }]);
    const [count = 0] = held(found) ?? [];
    expect(count).toBeLessThan(10);
    // All that were open by then have answered.
    expect(byMetric(found.measurements).get("answer")?.at(-1)?.at).toEqual({ instances: count });
  });

  it("has no slope of a single count", async () => {
    const { fake } = target({ openMs: 60 });
    const { measurements } = await density(fake, { ...params, budgetMs: 50 });
    const of = byMetric(measurements);
    expect(of.get("memory")).toHaveLength(1);
    expect(of.get("memory.each")).toBeUndefined();
  });

  it("fails if not one opens, and ends when it is interrupted", async () => {
    await expect(density(target({ fails: 1 }).fake)).rejects.toMatchObject({
      code: "LAUNCHER_DIED",
    });
    const given = new AbortController();
    const { fake, seen } = target({ openMs: 50 });
    const interrupted = density(fake, params, given.signal);
    setTimeout(() => given.abort(), 120);
    await expect(interrupted).rejects.toMatchObject({ name: "AbortError" });
    expect(seen().open).toBe(0);
  });

  it("takes as many as the command line allows, and not more", () => {
    expect(experiment.params.thorough["most"]).toBe(MOST_INSTANCES);
  });

  it("grows by steps of 1, 2 and 5", () => {
    expect(countsUpTo(5)).toEqual([1, 2, 5]);
    expect(countsUpTo(100)).toEqual([1, 2, 5, 10, 20, 50, 100]);
    expect(countsUpTo(1)).toEqual([1]);
  });
});

describe("the limits of this host", () => {
  it("are told with what is used of them", () => {
    const all = new Map(limitsInUse().map((one) => [one.limit, one]));
    for (const limit of ["memory", "pids", "open files", "open files of the harness", "mounts"]) {
      const { used = 0, most = 0 } = all.get(limit) ?? {};
      expect(used, limit).toBeGreaterThan(0);
      expect(most, limit).toBeGreaterThan(used);
    }
    for (const { used, most } of all.values()) expect(used).toBeLessThanOrEqual(most);
  });
});
