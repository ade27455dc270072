/** The gate on made-up hosts whose truth is known: false alarms, power, and what intervals cover. */
import { describe, expect, it } from "vitest";
import { type Outcome, simulate } from "../../scripts/bench-gate/simulate.ts";
import { HOSTS } from "../../scripts/bench-gate/simulator.ts";

const CELLS = 4;
const DEFAULT_MARGIN = 0.05;

/** Pooled over all hosts, with one seed each. */
function pooled(trials: { gates: number; effect: number; margin: number; most: number }) {
  return HOSTS.map((host, index) => ({
    host: host.name,
    ...simulate(host, { ...trials, cells: CELLS, seed: 1000 + index }),
  }));
}

function total(outcomes: readonly Outcome[], of: (outcome: Outcome) => number): number {
  return outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
}

describe("the gate on simulated hosts", () => {
  const same = pooled({ gates: 120, effect: 0, margin: DEFAULT_MARGIN, most: 120 });
  const tenPercent = pooled({ gates: 60, effect: 0.1, margin: DEFAULT_MARGIN, most: 120 });

  it("gives a false alarm in at most 1% of gates where nothing has changed", () => {
    const gates = HOSTS.length * 120;
    expect(gates).toBeGreaterThanOrEqual(300);
    expect(total(same, ({ verdicts }) => verdicts.regressed)).toBeLessThanOrEqual(gates / 100);
  });

  it.each(same)("stays green on the $host host where nothing has changed", ({ verdicts }) => {
    expect(verdicts.pass + verdicts.improved).toBeGreaterThanOrEqual(0.95 * 120);
  });

  it.each(tenPercent)("sees 10% at the default margin on the $host host", ({ verdicts }) => {
    expect(verdicts.regressed).toBeGreaterThanOrEqual(0.95 * 60);
  });

  it.each(
    same.map(({ host }, index) => ({
      host,
      outcomes: [same[index], tenPercent[index]] as Outcome[],
    })),
  )("tells intervals that cover the truth in 93% to 97% on the $host host", ({ outcomes }) => {
    const share =
      total(outcomes, ({ covered }) => covered) / total(outcomes, ({ intervals }) => intervals);
    expect(share).toBeGreaterThanOrEqual(0.93);
    expect(share).toBeLessThanOrEqual(0.97);
  });

  it("errs in at most 1% of gates, all looks together, where the change is as large as the margin", () => {
    const hosts = HOSTS.filter(({ memory }) => memory === undefined);
    const outcomes = hosts.map((host, index) =>
      simulate(host, {
        ...{ gates: 150, cells: 1, effect: DEFAULT_MARGIN, margin: DEFAULT_MARGIN },
        ...{ most: 60, seed: 2000 + index },
      }),
    );
    const gates = 150 * hosts.length;
    const alarms = total(outcomes, ({ verdicts }) => verdicts.regressed);
    // Two standard deviations of a binomial above the 1% that it may be.
    expect(alarms / gates).toBeLessThanOrEqual(0.01 + 2 * Math.sqrt((0.01 * 0.99) / gates));
    const passes = total(outcomes, ({ verdicts }) => verdicts.pass);
    expect(passes / gates).toBeLessThanOrEqual(0.05 + 2 * Math.sqrt((0.05 * 0.95) / gates));
  });
});
