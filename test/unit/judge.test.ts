/** Verdicts of sides that were measured in the same rounds. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overall } from "../../bench/stats/decide.ts";
import {
  type GateQuestion,
  judgeInterleaved,
  openWorkloads,
} from "../../bench/stats/interleaved.ts";
import type { Looks } from "../../bench/stats/judge.ts";
import type { Verdict } from "../../bench/stats/judgement.ts";
import { Simulation } from "../gate-evaluation/simulator.ts";
import { type Made, type MadeMetric, madeRun, noise, ready, scatter } from "../made-runs.ts";
import { type ToldVerdict, told } from "../told.ts";

const QUESTION: GateQuestion = { base: "crun", head: "runc", rules: [] };
const SIDES = ["crun", "runc"] as const;
const ROUNDS = 30;

function judged(
  { run, records }: Made,
  { looks, ...asked }: Partial<GateQuestion> & { readonly looks?: Looks } = {},
): ToldVerdict[] {
  const once = { taken: [run.rounds], planned: [run.rounds] };
  return judgeInterleaved(run, records, { ...QUESTION, ...asked }, looks ?? once).map(told);
}

/** The one cell of a run that has but one metric. */
function only(made: Made, asked: Parameters<typeof judged>[1] = {}): ToldVerdict {
  const cells = judged(made, asked);
  expect(cells).toHaveLength(1);
  return cells[0] as ToldVerdict;
}

function starts(factor: number, options: Parameters<typeof ready>[1] = {}, rounds = ROUNDS): Made {
  return madeRun(rounds, SIDES, [ready(factor, options)]);
}

/** A metric of its own, `factor` times as slow on head. */
function timed(metric: string, factor: number): MadeMetric {
  const { value } = ready(factor);
  return { workload: "cpu.sysbench", metric, value };
}

describe("what a cell is told beside its verdict", () => {
  it("is the slowdown that would have been called regressed in 80 of 100 cases", () => {
    const { detectable } = only(starts(1, { by: 0.1, of: noise }, 60));
    const random = new Simulation(21);
    const gates = 300;
    let seen = 0;
    for (let i = 0; i < gates; i++) {
      const value: MadeMetric["value"] = (target) =>
        target === "runc"
          ? 15e6 * (1 + (detectable as number)) * Math.exp(0.1 * random.normal())
          : 15e6;
      const made = madeRun(60, SIDES, [{ workload: "start.exec", metric: "ready", value }]);
      if (only(made).verdict === "regressed") seen++;
    }
    expect(seen / gates).toBeGreaterThan(0.7);
    expect(seen / gates).toBeLessThan(0.9);
  });

  it("is the chance of such a change where there is none: small only where there is one", () => {
    expect(only(starts(1)).chance).toBeGreaterThan(0.5);
    expect(only(starts(1.05)).chance).toBeLessThan(1e-4);
    expect(only(starts(0.95)).chance).toBeLessThan(1e-4);
    // Five rounds that all agree: 2 in 2^5.
    expect(only(starts(2, {}, 5)).chance).toBeCloseTo(2 / 32, 12);
    // Too few to call anything regressed.
    expect(only(starts(2, {}, 5)).detectable).toBeUndefined();
  });
});

describe("a verdict", () => {
  it("is that it got worse, where it is by more than is allowed", () => {
    const cell = only(starts(1.12));
    expect(cell).toMatchObject({
      ...{ workload: "start.exec", metric: "ready", family: "start", unit: "ns" },
      ...{ base: "crun", head: "runc", gated: true, emulated: false, verdict: "regressed" },
      ...{ baseSide: { median: 15e6, n: 30 }, margin: { relative: 0.05, effective: 0.05 } },
      reason:
        "12% slower: at least 11.4% slower (the bound that decides: one-sided, 99.1%), more than the 5% allowed, after 30 rounds",
      remedy: expect.stringContaining("look at what changed"),
    });
    expect(cell.effect?.slowdown).toBeCloseTo(1.12, 9);
    expect(cell.moreRounds).toBeUndefined();
  });

  it("is that it got better, where it did by as much", () => {
    const cell = only(starts(0.88));
    expect(cell).toMatchObject({
      verdict: "improved",
      reason:
        "12% faster: at least 11.6% faster (the bound that decides: one-sided, 99%), more than the 4.8% that counts, after 30 rounds",
    });
    expect(cell).not.toHaveProperty("remedy");
  });

  it("is that it passes, where it surely is not worse by more", () => {
    for (const factor of [0.97, 1, 1.03]) expect(only(starts(factor)).verdict).toBe("pass");
    expect(only(starts(1.01)).reason).toBe(
      "1% slower: the typical start is at most 1.5% slower (the bound that decides: one-sided, 95%), less than the 5% allowed",
    );
    expect(only(starts(1, { by: 0 }))).toMatchObject({
      ...{ verdict: "pass", effect: { slowdown: 1 } },
      reason: expect.stringMatching(/^the same: the typical start is not slower /),
    });
  });

  it("turns with the direction of what is measured", () => {
    const rate = (slowdown: number) =>
      madeRun(ROUNDS, SIDES, [
        {
          ...{ workload: "cpu.sysbench", metric: "primes", unit: "ops/s", better: "higher" },
          value: (target, round) =>
            5000 * scatter(round, 0.01) * (target === "runc" ? 1 / slowdown : 1),
        },
      ]);
    expect(only(rate(1.12))).toMatchObject({
      verdict: "regressed",
      reason: expect.stringMatching(/^12% slower/),
    });
    expect(only(rate(0.8)).verdict).toBe("improved");
  });

  it.each([
    [
      1.04,
      /^3.5% slower after 30 rounds: at most 5.9% slower \(.*\), so the 5% allowed, or more, is not ruled out$/,
    ],
    [
      1.07,
      /^6.4% slower after 30 rounds: at least 2\.9% slower \(.*\), so the 5% allowed, or less, is not ruled out$/,
    ],
  ])("is none where rounds scatter too much, and says what would help: %d", (factor, reason) => {
    const noisy = { by: 0.07, of: noise };
    const cell = only(starts(factor, noisy));
    const more = cell.moreRounds ?? 0;
    expect(cell).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringMatching(reason),
      remedy: expect.stringContaining(`about ${more} more rounds would tell`),
    });
    expect(more).toBeGreaterThan(50);
    // Which is a guess by what was found so far, and not a wild one.
    expect(only(starts(factor, noisy, ROUNDS + 2 * more)).verdict).not.toBe("inconclusive");
  });

  it("is none on the margin itself, where rounds do not help", () => {
    expect(only(starts(1.0501, { by: 0.05 }))).toMatchObject({
      verdict: "inconclusive",
      remedy: expect.stringContaining("more rounds would hardly tell"),
    });
    expect(only(starts(1.0501, { by: 0.05 })).moreRounds).toBeUndefined();
  });

  it("takes the margin that is given, and what kind of target head is", () => {
    expect(only(starts(1.12), { margin: 0.2 }).verdict).toBe("pass");
    expect(only(starts(1.03), { margin: 0.01 }).verdict).toBe("regressed");
    const vm = { value: ready(1).value, workload: "start.exec", metric: "ready" };
    const cell = only(madeRun(ROUNDS, ["crun", "qemu-microvm"], [vm]), { head: "qemu-microvm" });
    expect(cell).toMatchObject({ emulated: true, margin: { relative: 0.1 } });
  });

  it("does not count less than matters, whatever share it is", () => {
    const small = starts(1.15, { baseNs: 100_000 });
    expect(only(small)).toMatchObject({
      verdict: "pass",
      margin: { relative: 0.05, absolute: 20_000, effective: 0.2 },
      reason: expect.stringContaining("less than the 20% (the least that counts) allowed"),
    });
    expect(only(small, { rules: [{ cells: "start.exec/*", absolute: 0 }] }).verdict).toBe(
      "regressed",
    );
    expect(only(starts(1.3, { baseNs: 100_000 })).verdict).toBe("regressed");
  });
});

describe("many cells", () => {
  it("let none go red that is barely worse, as one of so many by chance is", () => {
    const barely = (others: number) =>
      madeRun(8, SIDES, [
        timed("odd", 1.12),
        ...Array.from({ length: others }, (_, index) => timed(`m${index}`, 1)),
      ]);
    const oddOf = (made: Made) => judged(made).find(({ metric }) => metric === "odd");
    expect(oddOf(barely(0))?.verdict).toBe("regressed");
    expect(oddOf(barely(19))).toMatchObject({
      verdict: "inconclusive",
      // 2^-n times 20 cells is below 1% from 11 rounds on.
      ...{
        remedy:
          "measure more rounds: --rounds 12 or more (of a gate, with a --budget that they fit in)",
        moreRounds: 4,
      },
    });
  });

  it("of which some do not count, are judged as if those were not there", () => {
    const extras = fc.array(fc.constantFrom(0.5, 0.9, 1, 1.2, 3), { maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(0.8, 1, 1.03, 1.2), extras, (factor, others) => {
        const gated = [ready(factor), timed("primes", 1)];
        const told = others.map((other, index) => timed(`part/${index}`, other));
        // So few that for three cells they would not do.
        const alone = judged(madeRun(8, SIDES, gated));
        const together = judged(madeRun(8, SIDES, [...gated, ...told]));
        expect(together.filter((cell) => cell.gated)).toEqual(alone);
        // They have verdicts, for information.
        const known = together.filter((cell) => !cell.gated);
        expect(known.map(({ verdict }) => verdict)).toEqual(
          others.map((other): Verdict => {
            if (other > 1.05) return "regressed";
            return other < 0.95 ? "improved" : "pass";
          }),
        );
      }),
      { numRuns: 20 },
    );
  });

  it("are told as a whole: what is worse or not known is not made good by what is better", () => {
    const table: readonly (readonly [Verdict, readonly Verdict[]])[] = [
      ["regressed", ["pass", "inconclusive", "regressed", "improved"]],
      ["inconclusive", ["pass", "improved", "inconclusive"]],
      ["improved", ["pass", "improved", "pass"]],
      ["pass", ["pass", "pass"]],
    ];
    for (const [whole, verdicts] of table) {
      expect(overall(verdicts)).toBe(whole);
      expect(overall([...verdicts].reverse())).toBe(whole);
    }
  });
});

describe("several looks", () => {
  /** `before` times as slow in the first 40 rounds, `after` times in those after them. */
  const turning = (before: number, after: number) =>
    madeRun(120, SIDES, [
      {
        ...{ workload: "start.exec", metric: "ready" },
        value: (target, round) =>
          target === "crun" ? 15e6 : 15e6 * scatter(round, 0.01) * (round <= 40 ? before : after),
      },
    ]);
  const planned = [40, 120];
  const looks = { taken: [40, 120], planned };

  it.each([
    [1.3, 0.5, "regressed"],
    [1, 1.5, "pass"],
    [0.7, 1.5, "improved"],
  ])("let a verdict stand that one of them reached: %d, then %d", (before, after, verdict) => {
    const made = turning(before, after);
    const cell = only(made, { looks });
    expect(cell.verdict).toBe(verdict);
    expect(cell.effect?.slowdown).toBeCloseTo(before, 9);
    if (verdict !== "pass") expect(cell.reason).toContain("after 40 rounds");
    // The last look alone would see that the rounds do not agree.
    const last = only(made, { looks: { taken: [120], planned } });
    expect(last).toMatchObject({ verdict: "inconclusive", dependence: { cause: "drift" } });
  });

  it("say the same when a run is judged again, round for round as when it was measured", () => {
    const { run, records } = turning(1.3, 0.5);
    const first = records.filter(({ round }) => round <= 40);
    const then = judged({ run, records: first }, { looks: { taken: [40], planned } });
    expect(only({ run, records }, { looks }).reason).toBe(then[0]?.reason);
  });

  it("ask for more rounds than one look alone", () => {
    const made = starts(1.12, {}, 8);
    expect(only(made, { looks: { taken: [8], planned: [8] } }).verdict).toBe("regressed");
    expect(only(made, { looks: { taken: [8], planned: [8, 12, 18, 27] } }).verdict).toBe(
      "inconclusive",
    );
  });

  it("keep open what is not decided, and only what counts", () => {
    const open = (metrics: readonly MadeMetric[]) => {
      const { run, records } = madeRun(40, SIDES, metrics);
      return openWorkloads(run, records, QUESTION, { taken: [40], planned });
    };
    expect(open([ready(1.2), timed("primes", 1)])).toEqual(new Set());
    expect(open([ready(1.05, { by: 0.05 }), timed("primes", 1)])).toEqual(new Set(["start.exec"]));
    expect(open([ready(1), timed("part/x", 1.0501)])).toEqual(new Set());
  });
});
