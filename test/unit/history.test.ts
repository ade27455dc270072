/** A run against many before it. */
import { describe, expect, it } from "vitest";
import type { Run } from "../../bench/schema.ts";
import { type Analyzed, analyzed } from "../../bench/stats/cells.ts";
import { judgeHistory } from "../../bench/stats/history.ts";
import type { CellVerdict } from "../../bench/stats/judgement.ts";
import { madeRun, scatter } from "../made-runs.ts";

/** Of single runs, about 0.6%: what no two of them have in common. */
const wobble = (index: number) => scatter(index * 3, 0.004);

/** The index-th of many runs, `factor` times as slow as the first ones. */
function runOf(index: number, factor: number, over: Partial<Run> = {}): Analyzed {
  const level = 15e6 * factor * wobble(index);
  const metrics = [
    {
      ...{ workload: "start.exec", metric: "ready" },
      value: (of: string, round: number) => (of === "native" ? 4e5 : level * scatter(round, 0.01)),
    },
  ];
  const runId = `run-${index}`;
  const { run, records } = madeRun(10, ["native", "crun"], metrics, { runId, ...over });
  return analyzed(run, records);
}

/** Runs one after the other, by how slow each is. */
const series = (factors: readonly number[]) => factors.map((factor, at) => runOf(at, factor));
const times = (count: number, factor: number) => Array.from({ length: count }, () => factor);

function judged(runs: readonly Analyzed[], head: Analyzed, anchor?: Analyzed) {
  const [prediction, creep, ...others] = judgeHistory({ runs, anchor }, head, { rules: [] });
  expect(others).toEqual([]);
  return { prediction: prediction as CellVerdict, creep: creep as CellVerdict };
}

const OTHER_HOST = { host: { CPU: "Other 1", kernel: "6.1.0" } };

describe("a run against those before it", () => {
  it("passes where it is in line with them, and regresses where it is out of line", () => {
    const before = series(times(8, 1));
    const { prediction, creep } = judged(before, runOf(8, 1));
    expect(prediction).toMatchObject({
      ...{ verdict: "pass", base: "crun, earlier runs", head: "crun", gated: true },
      baseSide: { n: 8 },
    });
    expect(creep).toBeUndefined();
    expect(judged(before, runOf(8, 1.3)).prediction).toMatchObject({
      verdict: "regressed",
      reason: expect.stringMatching(/more than the 5% allowed, after 8 runs$/),
    });
    expect(judged(before, runOf(8, 0.7)).prediction.verdict).toBe("improved");
  });

  it("says nothing where they are too few to know how much runs scatter", () => {
    for (const count of [1, 4]) {
      for (const factor of [1, 3]) {
        expect(judged(series(times(count, 1)), runOf(count, factor)).prediction).toMatchObject({
          ...{ verdict: "inconclusive", gated: true },
          reason: `${count} earlier run(s) are too few to know how much runs scatter; it takes 5`,
        });
      }
    }
    expect(judged(series(times(5, 1)), runOf(5, 1)).prediction.verdict).toBe("pass");
  });

  it("takes runs that do not differ at all for what they are", () => {
    const before = Array.from({ length: 6 }, () => runOf(0, 1));
    expect(judged(before, runOf(0, 1)).prediction.verdict).toBe("pass");
    expect(judged(before, runOf(0, 1.04)).prediction.verdict).toBe("pass");
    expect(judged(before, runOf(0, 1.06)).prediction.verdict).toBe("regressed");
  });

  it("is not sure where they scatter more than the margin", () => {
    const wild = series([1, 1.2, 0.9, 1.15, 0.85, 1.1]);
    const { prediction } = judged(wild, runOf(6, 1.1));
    expect(prediction).toMatchObject({
      verdict: "inconclusive",
      remedy: expect.stringContaining("more runs"),
    });
    expect(prediction.moreRounds).toBeUndefined();
  });

  it("does not hold an accepted step against it: what is since then is the new normal", () => {
    const accepted = series([...times(10, 1), ...times(10, 1.3)]);
    expect(judged(accepted, runOf(20, 1.3)).prediction).toMatchObject({
      ...{ verdict: "pass", baseSide: { n: 10 } },
    });
    expect(judged(accepted, runOf(20, 1.5)).prediction.verdict).toBe("regressed");
    expect(judged(accepted, runOf(20, 1)).prediction.verdict).toBe("improved");
    // Where runs are too few to see the step, they scatter by as much.
    const early = series([...times(4, 1), ...times(4, 1.3)]);
    expect(judged(early, runOf(8, 1.3)).prediction.verdict).toBe("inconclusive");
  });

  it("leaves out runs of another host, and names them where too few remain", () => {
    const foreign = (count: number) =>
      Array.from({ length: count }, (_, at) => runOf(100 + at, 3, OTHER_HOST));
    const enough = judged([...foreign(6), ...series(times(6, 1))], runOf(6, 1)).prediction;
    expect(enough).toMatchObject({
      verdict: "pass",
      base: "crun, earlier runs",
      baseSide: { n: 6 },
    });
    expect(judged([...foreign(5), ...series(times(3, 1))], runOf(3, 1)).prediction).toMatchObject({
      verdict: "inconclusive",
      reason:
        "3 earlier run(s) are too few to know how much runs scatter; it takes 5; not comparable: " +
        "run-100: the host's CPU, run-101: the host's CPU, run-102: the host's CPU and 2 more",
    });
  });

  it("says nothing where it was not measured itself", () => {
    const head = runOf(6, 1);
    const lost = analyzed(
      head.run,
      head.records.filter(({ target }) => target !== "crun"),
    );
    expect(judged(series(times(6, 1)), lost).prediction).toMatchObject({
      ...{ verdict: "inconclusive", gated: true },
      reason: expect.stringMatching(/^crun was not measured/),
    });
    const without = { ...head.run, targets: head.run.targets.filter(({ id }) => id !== "native") };
    const alone = analyzed(
      without,
      head.records.filter(({ target }) => target !== "native"),
    );
    expect(judged(series(times(6, 1)), alone).prediction.reason).toContain(
      "native was not measured",
    );
  });
});

describe("a run against an anchor", () => {
  it("passes where the last runs, this one among them, are where it was", () => {
    const before = series(times(8, 1));
    const { creep } = judged(before, runOf(8, 1), before[0]);
    expect(creep).toMatchObject({
      ...{ verdict: "pass", base: "crun at run-0", head: "crun" },
      effect: { slowdown: expect.closeTo(1, 1) },
    });
  });

  it("looks at the last five runs together, this one among them", () => {
    const before = series([...times(4, 1), ...times(4, 1.12)]);
    const { creep } = judged(before, runOf(8, 1.12), before[0]);
    expect(creep.effect?.slowdown).toBeGreaterThan(1.1);
    const single = judged(series(times(8, 1)), runOf(8, 1.12), before[0]).creep;
    expect(single.effect?.slowdown).toBeLessThan(1.05);
    expect(single.verdict).not.toBe("regressed");
  });

  it("sees a creep of 1% a run that no prediction sees", () => {
    const all = series(Array.from({ length: 13 }, (_, at) => 1.01 ** at));
    for (let at = 5; at < all.length; at++) {
      const { prediction } = judged(all.slice(0, at), all[at] as Analyzed);
      expect(prediction.verdict, `run ${at}`).not.toBe("regressed");
    }
    expect(judged(all.slice(0, 12), all[12] as Analyzed, all[0]).creep).toMatchObject({
      verdict: "regressed",
      reason: expect.stringMatching(/more than the 5% allowed/),
    });
  });

  it("says nothing of one that is not comparable, and why", () => {
    const before = series(times(8, 1));
    const anchor = runOf(0, 1, { ...OTHER_HOST, runId: "v1.0" });
    const { prediction, creep } = judged(before, runOf(8, 3), anchor);
    expect(prediction.verdict).toBe("regressed");
    expect(creep).toMatchObject({
      ...{ verdict: "inconclusive", base: "crun at v1.0" },
      reason: "the anchor is not comparable: the host's CPU was Other 1, is Example 9000",
    });
  });

  it("says nothing where runs are too few, or the anchor lacks it", () => {
    const few = series(times(3, 1));
    expect(judged(few, runOf(3, 3), few[0]).creep).toMatchObject({
      verdict: "inconclusive",
      reason: "3 earlier run(s) are too few to tell a creep from scatter; it takes 5",
    });
    const { run, records } = runOf(0, 1);
    const empty = analyzed(
      run,
      records.filter(({ target }) => target !== "crun"),
    );
    expect(judged(series(times(8, 1)), runOf(8, 3), empty).creep).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringMatching(/^crun was not measured/),
    });
  });
});
