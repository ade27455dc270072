/** Gates whose sides fail or hang now and then: how often is too often is asked of all rounds, not of the first few. */
import { describe, expect, it } from "vitest";
import { type Fault, playFaulty } from "../gate-evaluation/faulty.ts";

const GATES = 100;
const play = (base: Fault, head: Fault) =>
  playFaulty({ gates: GATES, base, head, most: 120, seed: 3001 });

describe("a gate in which rounds fail", () => {
  it("goes on where each side fails in one of twenty, until it is known that this is not too often", () => {
    const { verdicts, atFirstLook } = play({ fails: 0.05 }, { fails: 0.05 });
    expect(atFirstLook).toBeLessThanOrEqual(0.02 * GATES);
    expect(verdicts.pass + verdicts.improved).toBeGreaterThanOrEqual(0.95 * GATES);
    expect(verdicts.regressed).toBe(0);
  });

  it("does not go on until head has happened to fail seldom enough", () => {
    const { verdicts } = play({}, { fails: 0.3 });
    expect(verdicts.inconclusive).toBeGreaterThanOrEqual(0.85 * GATES);
  });

  it("ends at once where head fails always, for more rounds would not change it", () => {
    expect(play({}, { fails: 1 })).toMatchObject({ atFirstLook: GATES, rounds: 13 });
  });
});

describe("a gate whose head hangs in one of seven starts", () => {
  it("passes, for the typical start is as it was; the p90 beside the verdict says what is not", () => {
    const { verdicts, tail } = play({}, { hangs: 0.15 });
    expect(verdicts.pass).toBeGreaterThanOrEqual(0.95 * GATES);
    expect(tail).toBeGreaterThan(5);
  });
});
