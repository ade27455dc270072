/** What makes a cell one that nothing can be said of: never does it pass, and the reason is named. */

import { describe, expect, it } from "vitest";
import { verbatim } from "../../bench/messages.ts";
import type { RunRecord } from "../../bench/schema.ts";
import { overall } from "../../bench/stats/decide.ts";
import { judgeInterleaved } from "../../bench/stats/interleaved.ts";
import { type Made, type MadeMetric, madeRun, ready } from "../made-runs.ts";
import { type ToldVerdict, told } from "../told.ts";

const ROUNDS = 30;
const FINE: MadeMetric = { workload: "cpu.sysbench", metric: "events", value: () => 1e6 };

/** A start that is the same on both sides but for some values, and work that is fine on both. */
function spoilt(
  change: (target: string, round: number) => number | undefined | "as it was",
  rounds = ROUNDS,
): Made {
  const start = ready(1);
  const value: MadeMetric["value"] = (target, round) => {
    const changed = change(target, round);
    return changed === "as it was" ? start.value(target, round) : changed;
  };
  return madeRun(rounds, ["crun", "runc"], [{ ...start, value }, FINE]);
}

function judged({ run, records }: Made): readonly ToldVerdict[] {
  const question = { base: "crun", head: "runc", rules: [] };
  return judgeInterleaved(run, records, question, {
    ...{ taken: [run.rounds], planned: [run.rounds] },
  }).map(told);
}

function expectDoubt(made: Made, reason: RegExp): ToldVerdict {
  const cells = judged(made);
  const cell = cells.find(({ workload }) => workload === "start.exec") as ToldVerdict;
  expect(cell).toMatchObject({ verdict: "inconclusive", gated: true });
  expect(cell.reason).toMatch(reason);
  expect(cell.remedy).toMatch(/./);
  // What is fine beside it does not make up for it.
  expect(overall(cells.filter(({ gated }) => gated).map(({ verdict }) => verdict))).toBe(
    "inconclusive",
  );
  return cell;
}

const failing = (target: string, upTo: number) =>
  spoilt((of, round) => (of === target && round <= upTo ? undefined : "as it was"));

describe("nothing is said of a cell", () => {
  it("as it was: it passes", () => {
    expect(new Set(judged(spoilt(() => "as it was")).map(({ verdict }) => verdict))).toEqual(
      new Set(["pass"]),
    );
  });

  it("that is missing in base", () => {
    const cell = expectDoubt(failing("crun", ROUNDS), /^crun was not measured: it broke$/);
    expect(cell.remedy).toBe("mend it");
    expect(cell.effect).toBeUndefined();
    expect(cell.baseSide).toBeUndefined();
  });

  it("that is missing on both", () => {
    const cell = expectDoubt(
      spoilt(() => undefined),
      /^crun was not measured: it broke$/,
    );
    expect(cell.metric).toBe("(nothing measured)");
  });

  it("of which one side gives fewer figures than the other", () => {
    const more: MadeMetric = {
      ...{ workload: "start.exec", metric: "exited" },
      value: (target) => (target === "crun" ? 2e7 : undefined),
    };
    const cells = judged(madeRun(ROUNDS, ["crun", "runc"], [ready(1), more]));
    expect(cells.map(({ verdict }) => verdict)).toEqual(["pass", "inconclusive"]);
    expect(cells[1]?.reason).toMatch(
      /^runc was not measured: the run .* has no such figure of it$/,
    );
  });

  it("that cannot be measured on one side", () => {
    const { run, records } = spoilt(() => "as it was");
    const unavailable: RunRecord["outcome"] = {
      ...{
        status: "unavailable",
        reason: verbatim("no daemon answers"),
        remedy: verbatim("start it"),
      },
    };
    const is = (one: RunRecord) => one.workload === "start.exec" && one.target === "runc";
    const rest = records.filter((one) => !is(one) || one.round === 1);
    const told = rest.map((one) => (is(one) ? { ...one, outcome: unavailable } : one));
    expectDoubt({ run, records: told }, /^runc was not measured: no daemon answers$/);
  });

  it("of which the run has lost the records", () => {
    const { run, records } = spoilt(() => "as it was");
    const is = (one: RunRecord) => one.workload === "start.exec" && one.target === "runc";
    const left = records.filter((one) => !is(one));
    expectDoubt({ run, records: left }, /^runc was not measured: the run ended before it was/);
  });

  it("that surely failed in more than one of ten rounds: those that worked may be others", () => {
    const doubt = /^crun failed in 7 of 30 rounds: it broke$/;
    expectDoubt(failing("crun", 7), doubt);
    // Of base, failures are no reason to think worse of head.
    const seldom = judged(failing("crun", 6));
    expect(seldom.map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
    expect(seldom[0]?.baseSide?.n).toBe(24);
    expect(seldom[0]?.reason).toMatch(/; failed rounds: 6 -> 0 of 30$/);
  });

  it("of which head failed more often, until it is known that this is seldom", () => {
    const cell = expectDoubt(
      failing("runc", 4),
      /^head failed in 4 of 30 rounds, base in 0 of 30: that head fails in 10% of rounds more than base, or in still more, is not ruled out$/,
    );
    expect(cell.question).toBe("failures");
  });

  it("but one of which head always fails is worse", () => {
    const [cell] = judged(failing("runc", ROUNDS));
    expect(cell).toMatchObject({
      ...{ verdict: "regressed", question: "failures" },
      reason:
        "head fails more often than base: head failed in 30 of 30 rounds, base in 0 of 30; the first time: it broke",
      remedy: "fix that first, because what fails has no speed: mend it",
    });
    expect(cell?.effect).toBeUndefined();
  });

  it.each([0, -5])("that has a value which is none: %d", (bad) => {
    for (const target of ["crun", "runc"]) {
      expectDoubt(
        spoilt((of, round) => (of === target && round === 7 ? bad : "as it was")),
        new RegExp(`^${target} has ${bad} ns in round 7, which is no measurement of ready$`),
      );
    }
  });

  it("that has too few rounds", () => {
    const cell = expectDoubt(
      spoilt(() => "as it was", 3),
      /^the same, but 3 rounds are too few to be 95% sure that it is within the 5% allowed; it takes 5 at the least$/,
    );
    expect(cell).toMatchObject({
      ...{
        moreRounds: 2,
        remedy:
          "measure more rounds: --rounds 5 or more (of a gate, with a --budget that they fit in)",
      },
      effect: { interval: { confidence: 0.75 } },
    });
    const single = expectDoubt(
      spoilt(() => "as it was", 1),
      /^1% faster, but 1 round is too few/,
    );
    expect(single.effect?.interval).toBeUndefined();
  });

  it("that has no round with both sides", () => {
    // Each fails where the other does not: more than one of ten, of either.
    expectDoubt(
      spoilt((of, round) => ((of === "crun") === (round % 2 === 0) ? "as it was" : undefined)),
      /^crun failed in 15 of 30 rounds/,
    );
  });

  it("of a run in which the clock was set back: nobody knows what else jumped", () => {
    const { run, records } = spoilt(() => "as it was");
    const setBack = (seconds: number): Made => ({
      run,
      records: records.map((one) =>
        one.round < 20
          ? one
          : {
              ...one,
              startedAt: new Date(Date.parse(one.startedAt) - seconds * 1000).toISOString(),
            },
      ),
    });
    const cell = expectDoubt(
      setBack(3600),
      /^the clock was set back by 359\d\.0 s during the run .*, before round 20 of start\.exec on crun$/,
    );
    expect(judged(setBack(3600)).map(({ reason }) => reason)).toEqual([cell.reason, cell.reason]);
    // 3 s after the cell before. Time synchronisation does as much, and forward it matters to nobody.
    expect(judged(setBack(4.5))[0]?.reason).toContain("set back by 1.5 s");
    for (const seconds of [3.5, -3600]) {
      expect(judged(setBack(seconds)).map(({ verdict }) => verdict)).toEqual(["pass", "pass"]);
    }
  });

  it("of which many rounds that went well lack the figure", () => {
    const gaps: MadeMetric = {
      ...{ workload: "start.exec", metric: "exited" },
      value: (target, round) => (target === "runc" && round > 15 ? undefined : 2e7),
    };
    const [start, exited] = judged(madeRun(ROUNDS, ["crun", "runc"], [ready(1), gaps]));
    expect(start?.verdict).toBe("pass");
    expect(exited).toMatchObject({
      ...{ verdict: "inconclusive", gated: true },
      reason: "runc gave no exited in 15 of 30 rounds that went well",
    });
  });

  it("that a margin was given by its name, and that was not measured", () => {
    const made = spoilt(() => "as it was");
    const rules = [{ cells: "start.exec/redy", relative: 0.05 }];
    const looks = { taken: [ROUNDS], planned: [ROUNDS] };
    const question = { base: "crun", head: "runc", rules };
    const cells = judgeInterleaved(made.run, made.records, question, looks).map(told);
    expect(cells.find(({ metric }) => metric === "redy")).toMatchObject({
      ...{ verdict: "inconclusive", gated: true },
      reason: expect.stringMatching(/^crun was not measured: .* has no such figure of it$/),
    });
    expect(cells.find(({ metric }) => metric === "ready")?.verdict).toBe("pass");
  });
});

describe("what was decided at a look", () => {
  const looks = { taken: [16, 24, 36], planned: [16, 24, 36] };
  const judgedAt = (made: Made) =>
    judgeInterleaved(made.run, made.records, { base: "crun", head: "runc", rules: [] }, looks).map(
      told,
    );

  it("stays so when what counts at the least becomes a larger share of a faster base", () => {
    // 20 us are 20% of 100 us, and a third of 60.
    const start: MadeMetric = {
      ...{ workload: "start.exec", metric: "ready" },
      value: (target, round) =>
        (round <= 16 ? 1e5 : 6e4) * (target === "runc" ? 1.28 * (1 + 1e-4 * (round % 5)) : 1),
    };
    const [cell] = judgedAt(madeRun(36, ["crun", "runc"], [start]));
    expect(cell).toMatchObject({ verdict: "regressed", margin: { effective: 0.2 } });
  });

  it("stays so when another workload begins to fail, which is then not judged itself", () => {
    const made = madeRun(
      36,
      ["crun", "runc"],
      [
        ready(1.08),
        {
          ...{ workload: "cpu.sysbench", metric: "events" },
          value: (target, round) => (target === "runc" && round > 24 ? undefined : 1e6),
        },
      ],
    );
    const [start, work] = judgedAt(made);
    const until24 = made.records.filter(({ round }) => round <= 24);
    const earlier = judgeInterleaved(
      made.run,
      until24,
      { base: "crun", head: "runc", rules: [] },
      { taken: [16, 24], planned: looks.planned },
    );
    expect(earlier.map(({ verdict }) => verdict)).toEqual(["regressed", "pass"]);
    expect(start?.verdict).toBe("regressed");
    expect(work).toMatchObject({
      verdict: "inconclusive",
      reason: expect.stringContaining("runc failed in 12 of 36 rounds"),
    });
  });
});

describe("a run of which a part was measured later", () => {
  it("has not had its clock set back for that, in the order in which it was written", () => {
    const { run, records } = spoilt(() => "as it was");
    const later = (record: RunRecord): RunRecord => ({
      ...record,
      startedAt: new Date(Date.parse(record.startedAt) + 3_600_000).toISOString(),
    });
    const first = records.filter(({ target }) => target === "crun");
    const second = records.filter(({ target }) => target === "runc").map(later);
    expect(
      new Set(judged({ run, records: [...first, ...second] }).map((one) => one.verdict)),
    ).toEqual(new Set(["pass"]));
  });
});
