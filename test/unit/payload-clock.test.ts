import { describe, expect, it } from "vitest";
import { requireFineClock } from "../../bench/payload/clock.ts";

/** A clock that is looked at every 100 ns, and advances in steps. */
function stepping(stepNs: number, lostNs: readonly number[] = []): () => bigint {
  let ns = 0;
  let looks = 0;
  return () => {
    ns += 100 + (lostNs[looks++] ?? 0);
    return BigInt(Math.floor(ns / stepNs) * stepNs);
  };
}

describe("the clock inside", () => {
  it("may be as coarse as CPUs' counters are", () => {
    requireFineClock();
    requireFineClock(stepping(1));
    requireFineClock(stepping(10_000));
  });

  it("may lose the CPU now and then", () => {
    requireFineClock(stepping(1, [0, 50e6, 0, 50e6, 0, 50e6, 0, 50e6]));
  });

  it("is refused if it counts a timer's ticks", () => {
    expect(() => requireFineClock(stepping(4e6))).toThrow("in steps of 4.0 ms");
    expect(() => requireFineClock(stepping(1e6))).toThrow("in steps of 1.0 ms");
  });
});
