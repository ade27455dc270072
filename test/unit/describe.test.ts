/** A comparison in plain words: what differs, and what a gate would need. */
import { describe, expect, it } from "vitest";
import type { Judgement } from "../../bench/stats/judgement.ts";
import { judgeSides } from "../../bench/stats/sides.ts";
import { needs, openings } from "../../reports/gate/describe.ts";
import { type MadeMetric, madeRun, noise, ready } from "../made-runs.ts";

const QUESTION = { base: "crun", head: "runc", rules: [] };

function compared(metrics: readonly MadeMetric[], rounds = 5): Judgement {
  const { run, records } = madeRun(rounds, ["crun", "runc"], metrics);
  return judgeSides(run, records, QUESTION);
}

const MATRIX: MadeMetric = {
  ...{ workload: "cpu.sysbench", metric: "primes", unit: "ops/s", better: "higher" },
  value: (target) => (target === "runc" ? 4000 : 5000),
};

describe("what differs", () => {
  it.each([
    [9.18, "takes 9.18 times as long to start as crun"],
    [1.12, "takes 12% longer to start than crun"],
    [0.88, "takes 12% less time to start than crun"],
    [1, "takes as long to start as crun"],
  ])("is told of starts, by how much longer they take: %d", (factor, words) => {
    const [line, ...others] = openings(compared([ready(factor, { by: 0 }), MATRIX]));
    expect(line).toMatch(
      new RegExp(`^runc ${words} \\(start.exec/ready\\): .*medians of 5 rounds`),
    );
    expect(others).toEqual([]);
  });

  it("is told of what differs most, where nothing is a start", () => {
    expect(openings(compared([MATRIX]))).toEqual([
      "runc differs most from crun in cpu.sysbench/primes: 25% slower, 5.00 k/s -> 4.00 k/s (medians of 5 rounds).",
    ]);
  });

  it("is not told of what was not measured", () => {
    const failing = { ...ready(2), value: () => undefined };
    expect(openings(compared([failing]))).toEqual([]);
  });
});

describe("what a gate would need", () => {
  it("is rounds, where these are too few, and the command", () => {
    const judgement = compared([ready(9.18)]);
    expect(judgement.verdict).toBe("inconclusive");
    expect(needs(judgement, "isotax gate crun runc")).toMatch(
      /^A gate would need about 7 rounds for the 1 measurement that is open, and this run has 5\. .*: isotax gate crun runc$/,
    );
  });

  it("is not told where all is decided", () => {
    const judgement = compared([ready(1.5)], 30);
    expect(judgement.verdict).toBe("regressed");
    expect(needs(judgement, "isotax gate crun runc")).toMatch(/^All that counts is decided\./);
  });

  it("says where rounds would not help", () => {
    const failing = { ...ready(2, { of: noise }), value: () => undefined };
    expect(needs(compared([failing]), "isotax gate crun runc")).toMatch(/more than rounds/);
  });
});
