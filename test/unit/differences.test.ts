/** Which of many cells differ: no more than the claimed share by chance, and each real one. */
import { describe, expect, it } from "vitest";
import { seeded } from "../../bench/random.ts";
import {
  type Comparison,
  differencesOf,
  leavesOutOne,
  pOfNoSlowdown,
} from "../../bench/stats/differences.ts";
import { normalQuantile } from "../../bench/stats/distributions.ts";
import { summarize } from "../../bench/stats/summary.ts";

function cellsOf(count: number, rounds: number, slowdown: number, seed: number): Comparison[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, index) => {
    const slowdowns = Array.from(
      { length: rounds },
      () => slowdown * Math.exp(0.02 * normalQuantile((random.below(1e6) + 0.5) / 1e6)),
    );
    return { key: `${slowdown} ${index}`, slowdowns, summary: summarize(slowdowns) };
  });
}

describe("cells that differ from native", () => {
  it("are next to none among many that do not, where some intervals leave out 1", () => {
    const found = differencesOf(cellsOf(780, 5, 1, 7));
    expect(found.byInterval).toBeGreaterThan(20);
    expect(Math.abs(found.byInterval - found.byChance)).toBeLessThan(25);
    expect(found.byChance).toBeCloseTo(780 * 0.0625, 6);
    expect(found.differ.size).toBeLessThanOrEqual(2);
  });

  it("are those that are much slower, even with five rounds", () => {
    const slower = cellsOf(40, 5, 2, 3);
    const found = differencesOf([...cellsOf(60, 5, 1, 4), ...slower]);
    for (const { key } of slower) expect(found.differ).toContain(key);
    expect(found.differ.size - slower.length).toBeLessThanOrEqual(6);
  });

  it("never have an interval with 1 in it", () => {
    const cells = cellsOf(300, 6, 1.02, 5);
    const { differ } = differencesOf(cells);
    expect(differ.size).toBeGreaterThan(0);
    for (const { key, summary } of cells.filter((one) => differ.has(one.key))) {
      expect(leavesOutOne(summary), key).toBe(true);
    }
  });

  it("are not among cells with too few rounds for an interval", () => {
    const found = differencesOf([...cellsOf(3, 2, 9, 1), ...cellsOf(2, 8, 9, 2)]);
    expect(found.without).toBe(3);
    expect(found.cells).toBe(2);
    expect(found.differ.size).toBe(2);
  });

  it("are none of none", () => {
    const { cells, byChance, differ } = differencesOf([]);
    expect([cells, byChance, differ.size]).toEqual([0, 0, 0]);
  });
});

describe("the chance of such slowdowns if there is none", () => {
  it("is that of Student's t on their logarithms", () => {
    // scipy.stats.ttest_1samp(numpy.log([1.1, 1.2, 1.05, 1.15]), 0).pvalue
    expect(pOfNoSlowdown([1.1, 1.2, 1.05, 1.15])).toBeCloseTo(0.027003612020506572, 12);
  });

  it("is 1 for what is the same in each round, and 0 for what is another in each", () => {
    expect(pOfNoSlowdown([1, 1, 1])).toBe(1);
    expect(pOfNoSlowdown([2, 2, 2])).toBe(0);
    expect(pOfNoSlowdown([2])).toBe(1);
  });
});
