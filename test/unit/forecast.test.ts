/** What a gate will take, against gates that are played. */
import { describe, expect, it } from "vitest";
import { forecast, type PilotCell, roundsFor } from "../../bench/stats/forecast.ts";
import { playScenario } from "../gate-evaluation/scenario-table.ts";
import { SCENARIOS } from "../gate-evaluation/scenarios.ts";

const cell = (scatter: number, margin = 0.05): PilotCell => ({
  ...{ workload: "start.exec", metric: "ready", margin, scatter },
  asked: ["typical", "slow", "failures"],
});

describe("a forecast", () => {
  it("is what made-up gates take", () => {
    for (const [name, of] of [
      ["scatter 13%: the same", "pass"],
      ["scatter 13%: 10% slower", "regressed"],
    ] as const) {
      const scenario = SCENARIOS.find((one) => one.name === name);
      expect(scenario).toBeDefined();
      if (scenario === undefined) return;
      const { rounds } = playScenario(scenario, 40, 7);
      const [told] = forecast([cell(0.13)], 600);
      expect(told?.[of]).toBeGreaterThan(0.7 * rounds);
      expect(told?.[of]).toBeLessThan(1.4 * rounds);
    }
  });

  it("takes more rounds where they scatter more, or the margin is smaller", () => {
    const [quiet, noisy, strict] = [cell(0.05), cell(0.2), cell(0.05, 0.02)].map(
      (one) => forecast([one], 1000)[0],
    );
    expect(noisy?.pass).toBeGreaterThan(quiet?.pass as number);
    expect(strict?.pass).toBeGreaterThan(quiet?.pass as number);
    expect(noisy?.sees).toBeGreaterThan(quiet?.sees as number);
  });

  it("sees nothing in fewer rounds than can tell anything, and never decides a change of none", () => {
    expect(forecast([cell(0.05)], 5)[0]?.sees).toBeUndefined();
    expect(roundsFor(0, 0.05)).toBe(Number.POSITIVE_INFINITY);
  });
});
