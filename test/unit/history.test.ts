/** A run against many before it. */

import { describe, expect, it } from "vitest";
import { verbatim } from "../../bench/messages.ts";
import type { Run, RunRecord } from "../../bench/schema.ts";
import { type Analyzed, analyzed } from "../../bench/stats/cells.ts";
import { type History, judgeHistory } from "../../bench/stats/history.ts";
import { madeRun, scatter } from "../made-runs.ts";
import { type ToldVerdict, told } from "../told.ts";

/** Of single runs, about 0.6%: what no two of them have in common. */
const wobble = (index: number) => scatter(index * 3, 0.004);

/** The index-th of many runs, `factor` times as slow as the first ones. */
function runOf(index: number, factor: number, over: Partial<Run> = {}, rounds = 10): Analyzed {
  const level = 15e6 * factor * wobble(index);
  const metrics = [
    {
      ...{ workload: "start.exec", metric: "ready" },
      value: (of: string, round: number) => (of === "native" ? 4e5 : level * scatter(round, 0.01)),
    },
  ];
  const runId = `run-${index}`;
  const { run, records } = madeRun(rounds, ["native", "crun"], metrics, { runId, ...over });
  return analyzed(run, records);
}

/** Runs one after the other, by how slow each is. */
const series = (factors: readonly number[]) => factors.map((factor, at) => runOf(at, factor));
const times = (count: number, factor: number) => Array.from({ length: count }, () => factor);

function judged(
  runs: readonly Analyzed[],
  head: Analyzed,
  beside: Pick<History, "anchor" | "accepted"> = {},
) {
  const cells = judgeHistory({ runs, ...beside }, head, { rules: [] });
  const [prediction, creep, ...others] = cells.map(told);
  expect(others).toEqual([]);
  return { prediction: prediction as ToldVerdict, creep: creep as ToldVerdict };
}

const FAILED: RunRecord["outcome"] = {
  ...{ status: "failed", phase: "exec", code: "INSTANCE_DIED", stderrTail: "" },
  ...{ reason: verbatim("it broke"), remedy: verbatim("mend it") },
};

const OTHER_HOST = { host: { CPU: "Other 1", kernel: "6.1.0" } };

describe("a run against those before it", () => {
  it("passes where it is in line with them, and regresses where it is out of line", () => {
    const before = series(times(8, 1));
    const { prediction, creep } = judged(before, runOf(8, 1));
    expect(prediction).toMatchObject({
      ...{
        verdict: "pass",
        base: "crun",
        against: { what: "earlier-runs" },
        head: "crun",
        gated: true,
      },
      baseSide: { n: 8 },
    });
    expect(creep).toBeUndefined();
    expect(judged(before, runOf(8, 1.3)).prediction).toMatchObject({
      verdict: "regressed",
      reason: expect.stringMatching(/more than the 5% allowed, after 8 runs$/),
    });
    expect(judged(before, runOf(8, 0.7)).prediction.verdict).toBe("improved");
  });

  it("is told beside all of them, with the changes of level, and with those that do not count", () => {
    const before = series([...times(6, 1), 1.4, ...times(5, 1), ...times(6, 0.7)]);
    const { trend } = judged(before, runOf(18, 0.9)).prediction;
    expect(trend?.runs.map(({ runId }) => runId)).toEqual([
      ...before.map(({ run }) => run.runId),
      "run-18",
    ]);
    expect(trend?.changes).toEqual([12]);
    // The level became better for good, so what came before it does not count any more.
    expect(trend?.runs.map(({ normal }) => normal)).toEqual([
      ...Array.from({ length: 12 }, () => false),
      ...Array.from({ length: 6 }, () => true),
      false,
    ]);
    expect(trend?.runs[12]?.slowdown).toBeCloseTo(1, 1);
    expect(trend?.runs[6]?.slowdown).toBeCloseTo(2, 1);
    expect(trend?.runs.at(-1)?.slowdown).toBeCloseTo(0.9 / 0.7, 1);
  });

  it("is told beside few, too, where nothing can be said of it yet", () => {
    const { verdict, trend } = judged(series(times(3, 1)), runOf(3, 1.2)).prediction;
    expect(verdict).toBe("inconclusive");
    expect(trend?.runs).toHaveLength(4);
    expect(trend?.runs.at(-1)?.slowdown).toBeCloseTo(1.2, 1);
  });

  it("says nothing where they are too few to know how much runs scatter", () => {
    for (const count of [1, 4]) {
      for (const factor of [1, 3]) {
        expect(judged(series(times(count, 1)), runOf(count, factor)).prediction).toMatchObject({
          ...{ verdict: "inconclusive", gated: true },
          reason: `${count === 1 ? "1 earlier run is" : "4 earlier runs are"} too few to know how much runs scatter; it takes 5`,
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

  it("does not take for normal what has become worse, however long it lasts", () => {
    const worse = series([...times(10, 1), ...times(10, 1.3)]);
    expect(judged(worse, runOf(20, 1.3)).prediction).toMatchObject({
      ...{ verdict: "regressed", baseSide: { n: 10 } },
      remedy: expect.stringMatching(/^look at what changed since run-10; .* --accept run-10$/),
    });
    expect(judged(worse, runOf(20, 1)).prediction.verdict).toBe("pass");
    // Mended: what was worse in between is none of what is normal, and those since then are.
    const mended = series([...times(10, 1), ...times(8, 1.3), ...times(7, 1)]);
    expect(judged(mended, runOf(25, 1)).prediction).toMatchObject({
      ...{ verdict: "pass", baseSide: { n: 17 } },
    });
    // Where runs are too few to see the step, they scatter by as much.
    const early = series([...times(4, 1), ...times(4, 1.3)]);
    expect(judged(early, runOf(8, 1.3)).prediction.verdict).toBe("inconclusive");
  });

  it("takes for normal what was accepted, from then on", () => {
    const worse = series([...times(10, 1), ...times(10, 1.3)]);
    for (const [from, n] of [
      [10, 10],
      [14, 6],
    ]) {
      const named = { accepted: [`run-${from}`] };
      expect(judged(worse, runOf(20, 1.3), named).prediction).toMatchObject({
        ...{ verdict: "pass", baseSide: { n } },
      });
    }
    const accepted = ["run-10"];
    expect(judged(worse, runOf(20, 1.5), { accepted }).prediction.verdict).toBe("regressed");
    expect(judged(worse, runOf(20, 1), { accepted }).prediction.verdict).toBe("improved");
    // Of the next night, where nothing but its name says that it was meant to be so.
    const first = series([...times(10, 1), 1.3, 1.3]);
    expect(judged(first, runOf(12, 1.3), { accepted }).prediction).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringContaining("2 earlier runs are too few"),
    });
    // What is as it was is not begun anew by a name that was accepted for another cell.
    expect(judged(series(times(12, 1)), runOf(12, 1), { accepted }).prediction).toMatchObject({
      ...{ verdict: "pass", baseSide: { n: 12 } },
    });
  });

  it("takes for normal what has become better, and holds a return from it against a run", () => {
    const better = series([...times(10, 1.3), ...times(10, 1)]);
    expect(judged(better, runOf(20, 1)).prediction).toMatchObject({
      ...{ verdict: "pass", baseSide: { n: 10 } },
    });
    expect(judged(better, runOf(20, 1.3)).prediction.verdict).toBe("regressed");
  });

  it("predicts by Student's t, with the runs' own scatter", () => {
    const levels = [1, 1.02, 0.99, 1.01, 0.98];
    const exact = (index: number, factor: number) => runOf(index, factor / wobble(index));
    const before = levels.map((factor, at) => exact(at, factor));
    const { effect } = judged(before, exact(5, 1.1)).prediction;
    const logs = levels.map(Math.log);
    const mean = logs.reduce((sum, log) => sum + log, 0) / 5;
    const s = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / 4);
    // The 97.5% quantile of Student's t with 4 degrees of freedom, by SciPy.
    const half = 2.7764451051977987 * s * Math.sqrt(1 + 1 / 5);
    const shift = Math.log(1.1) - mean;
    expect(effect?.interval?.low).toBeCloseTo(Math.exp(shift - half), 6);
    expect(effect?.interval?.high).toBeCloseTo(Math.exp(shift + half), 6);
  });

  it("is less sure of a run that has fewer rounds than the others, and says nothing of too few", () => {
    const before = series(times(8, 1));
    const width = (rounds: number) => {
      const { effect } = judged(before, runOf(8, 1, {}, rounds)).prediction;
      return (effect?.interval?.high as number) / (effect?.interval?.low as number);
    };
    expect(width(5)).toBeGreaterThan(width(10) * 1.01);
    const few = judged(before, runOf(8, 1, {}, 3));
    expect(few.prediction).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringContaining("3 rounds are too few"),
    });
    const anchored = judged(before, runOf(8, 1), { anchor: runOf(0, 1, { runId: "v1" }, 3) });
    expect(anchored.creep.reason).toContain("3 rounds are too few");
    const short = [...before.slice(0, 4), runOf(4, 1, {}, 3)];
    expect(judged(short, runOf(8, 1)).prediction.reason).toContain("4 earlier runs are too few");
  });

  it("does not count earlier runs that failed, or had their clock set back", () => {
    const before = series(times(5, 1));
    const failing = before.map(({ run, records }, at) =>
      at < 4
        ? analyzed(run, records)
        : analyzed(
            run,
            records.map((record) =>
              record.target === "crun" && record.round <= 8
                ? { ...record, outcome: FAILED }
                : record,
            ),
          ),
    );
    expect(judged(failing, runOf(5, 1)).prediction).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringContaining("run-4: crun failed in 8 of 10 rounds"),
    });
    const last = before[4] as Analyzed;
    const [first, ...others] = last.records;
    const late = { ...(first as RunRecord), startedAt: "2030-01-01T00:00:00.000Z" };
    const setBack = [...before.slice(0, 4), analyzed(last.run, [late, ...others])];
    expect(judged(setBack, runOf(5, 1)).prediction.reason).toContain("the clock was set back");
  });

  it("leaves out runs of another host, and names them where too few remain", () => {
    const foreign = (count: number) =>
      Array.from({ length: count }, (_, at) => runOf(100 + at, 3, OTHER_HOST));
    const enough = judged([...foreign(6), ...series(times(6, 1))], runOf(6, 1)).prediction;
    expect(enough).toMatchObject({
      verdict: "pass",
      base: "crun",
      against: { what: "earlier-runs" },
      baseSide: { n: 6 },
    });
    expect(judged([...foreign(5), ...series(times(3, 1))], runOf(3, 1)).prediction).toMatchObject({
      verdict: "inconclusive",
      reason:
        "3 earlier runs are too few to know how much runs scatter; it takes 5; not comparable: " +
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
    const { creep } = judged(before, runOf(8, 1), { anchor: before[0] });
    expect(creep).toMatchObject({
      ...{ verdict: "pass", base: "crun", head: "crun" },
      against: { what: "anchor", runId: "run-0" },
      effect: { slowdown: expect.closeTo(1, 1) },
    });
  });

  it("looks at the last five runs together, this one among them", () => {
    const before = series([...times(4, 1), ...times(4, 1.12)]);
    const { creep } = judged(before, runOf(8, 1.12), { anchor: before[0] });
    expect(creep.effect?.slowdown).toBeGreaterThan(1.1);
    const single = judged(series(times(8, 1)), runOf(8, 1.12), { anchor: before[0] }).creep;
    expect(single.effect?.slowdown).toBeLessThan(1.05);
    expect(single.verdict).not.toBe("regressed");
  });

  it("sees a creep of 1% a run that no single run shows", () => {
    const all = series(Array.from({ length: 13 }, (_, at) => 1.01 ** at));
    for (let at = 5; at < 10; at++) {
      const { prediction } = judged(all.slice(0, at), all[at] as Analyzed);
      expect(prediction.verdict, `run ${at}`).not.toBe("regressed");
    }
    // Several together do.
    expect(judged(all.slice(0, 12), all[12] as Analyzed).prediction.verdict).toBe("regressed");
    expect(judged(all.slice(0, 12), all[12] as Analyzed, { anchor: all[0] }).creep).toMatchObject({
      verdict: "regressed",
      reason: expect.stringMatching(/more than the 5% allowed/),
    });
  });

  it("says nothing of one that is not comparable, and why", () => {
    const before = series(times(8, 1));
    const anchor = runOf(0, 1, { ...OTHER_HOST, runId: "v1.0" });
    const { prediction, creep } = judged(before, runOf(8, 3), { anchor });
    expect(prediction.verdict).toBe("regressed");
    expect(creep).toMatchObject({
      ...{ verdict: "inconclusive", against: { what: "anchor", runId: "v1.0" } },
      reason: "the anchor is not comparable: the host's CPU was Other 1, is Example 9000",
    });
  });

  it("says nothing where runs are too few, or the anchor lacks it", () => {
    const few = series(times(3, 1));
    expect(judged(few, runOf(3, 3), { anchor: few[0] }).creep).toMatchObject({
      verdict: "inconclusive",
      reason: "3 earlier runs are too few to tell a creep from scatter; it takes 5",
    });
    const { run, records } = runOf(0, 1);
    const empty = analyzed(
      run,
      records.filter(({ target }) => target !== "crun"),
    );
    expect(judged(series(times(8, 1)), runOf(8, 3), { anchor: empty }).creep).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringMatching(/^crun was not measured/),
    });
  });
});
