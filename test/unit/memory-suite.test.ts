import { describe, expect, it } from "vitest";
import { oneCycle } from "../../bench/payload/memory-suite.ts";

describe("the cycle of random access", () => {
  it("comes to every cache line once before it begins again, and seldom to the next one", () => {
    const lines = 2 ** 12;
    const memory = oneCycle(lines);
    const seen = new Set<number>();
    let neighbours = 0;
    let at = 0;
    do {
      seen.add(at);
      const next = memory[at] as number;
      if (Math.abs(next - at) <= 2 * 16) neighbours++;
      at = next;
    } while (!seen.has(at));
    expect(at).toBe(0);
    expect(seen.size).toBe(lines);
    expect(neighbours).toBeLessThan(lines / 100);
  });
});
