/** Gates whose rounds fail now and then: how often is too often is asked of all rounds, not of the first few. */
import { describe, expect, it } from "vitest";
import { playFailing } from "../../scripts/bench-gate/failing.ts";

const GATES = 150;
const play = (base: number, head: number) =>
  playFailing({ gates: GATES, base, head, most: 120, seed: 3001 });

describe("a gate in which rounds fail", () => {
  it("goes on where each side fails in one of twenty, until it is known that this is not too often", () => {
    const { verdicts, atFirstLook } = play(0.05, 0.05);
    expect(atFirstLook).toBeLessThanOrEqual(0.02 * GATES);
    expect(verdicts.pass + verdicts.improved).toBeGreaterThanOrEqual(0.95 * GATES);
    expect(verdicts.regressed).toBe(0);
  });

  it("does not go on until head has happened to fail seldom enough", () => {
    const { verdicts } = play(0, 0.3);
    expect(verdicts.inconclusive).toBeGreaterThanOrEqual(0.9 * GATES);
  });

  it("ends at once where head fails always, for more rounds would not change it", () => {
    expect(play(0, 1)).toMatchObject({ atFirstLook: GATES, rounds: 13 });
  });
});
