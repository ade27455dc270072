/** Gates whose sides fail or hang now and then, and are alike otherwise. */
import { describe, expect, it } from "vitest";
import { type Fault, playFaulty } from "../gate-evaluation/faulty.ts";

const GATES = 40;
const play = (base: Fault, head: Fault, most = 200) =>
  playFaulty({ gates: GATES, base, head, most, seed: 3001 });

describe("a gate in which rounds fail", () => {
  it("passes where both sides fail as often", () => {
    const { verdicts } = play({ fails: 0.05 }, { fails: 0.05 });
    expect(verdicts.pass + verdicts.improved).toBeGreaterThanOrEqual(0.9 * GATES);
    expect(verdicts.regressed).toBe(0);
  });

  it("is red where head fails in one of eight rounds, and base never", () => {
    const { verdicts } = play({}, { fails: 0.12 });
    expect(verdicts.regressed).toBeGreaterThanOrEqual(0.95 * GATES);
    expect(verdicts.pass).toBeLessThanOrEqual(0.05 * GATES);
  });

  it("is red in as few rounds as can tell where head fails always", () => {
    const { verdicts, rounds } = play({}, { fails: 1 });
    expect(verdicts.regressed).toBe(GATES);
    expect(rounds).toBeLessThan(20);
  });

  it("says nothing of speed where both fail in a third of the rounds", () => {
    expect(play({ fails: 0.35 }, { fails: 0.35 }).verdicts.inconclusive).toBeGreaterThanOrEqual(
      0.95 * GATES,
    );
  });
});

describe("a gate whose head hangs now and then", () => {
  it("is red where one start in ten takes ten times as long", () => {
    const { verdicts, tail } = play({}, { hangs: 0.1 });
    expect(verdicts.regressed).toBeGreaterThanOrEqual(0.95 * GATES);
    expect(tail).toBeGreaterThanOrEqual(1);
  });

  it("passes where base does, too", () => {
    const { verdicts } = play({ hangs: 0.05 }, { hangs: 0.05 });
    expect(verdicts.regressed).toBe(0);
    expect(verdicts.pass).toBeGreaterThanOrEqual(0.9 * GATES);
  });
});
