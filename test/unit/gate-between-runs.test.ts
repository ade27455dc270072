/** Baseline and history on simulated runs: what differs between runs is part of the error. */
import { describe, expect, it } from "vitest";
import { CPU } from "../../bench/methods/families.ts";
import { judgeBaseline } from "../../bench/stats/baseline.ts";
import { type Analyzed, analyzed } from "../../bench/stats/cells.ts";
import { judgeHistory } from "../../bench/stats/history.ts";
import type { Verdict } from "../../bench/stats/judgement.ts";
import { Simulation } from "../gate-evaluation/simulator.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";

const ROUNDS = 15;
const RULES = { rules: [] };

/** A run of native and crun whose starts are made up; `launch`: where this run happens to land. */
function simulated(
  simulation: Simulation,
  slowdown: number,
  launch: number,
  day: number,
  rounds = ROUNDS,
  { scatter: by = 0.03 } = {},
) {
  const template = exampleRecords().find(
    ({ target, workload }) => target === "crun" && workload === "start.exec",
  );
  if (template === undefined) throw new Error("the example has no start on crun");
  const example = exampleRun();
  const run = {
    ...example,
    rounds,
    runId: `day-${day}`,
    createdAt: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
    targets: example.targets.filter(({ id }) => id === "native" || id === "crun"),
    // As work of the CPU: starts vary more from run to run than these made-up ones do.
    workloads: example.workloads
      .filter(({ id }) => id === "start.exec")
      .map((workload) => ({
        ...workload,
        metrics: workload.metrics.map((metric) => ({ ...metric, ...CPU.traits })),
      })),
  };
  // Another machine of the same kind may be faster as a whole.
  const host = Math.exp(0.3 * simulation.normal());
  const landed = launch * simulation.normal();
  const records = Array.from({ length: rounds }, (_, index) => index + 1).flatMap((round) =>
    (["native", "crun"] as const).map((target, position) => {
      const scatter = by * simulation.normal();
      const value =
        host * Math.exp(scatter) * (target === "native" ? 1e6 : 20e6 * slowdown * Math.exp(landed));
      return {
        ...template,
        subject: target,
        target,
        round,
        position: 2 * round + position,
        startedAt: new Date(Date.UTC(2026, 0, 1 + day, 0, round)).toISOString(),
        outcome: {
          status: "ok" as const,
          measurements: [{ metric: "ready", clock: "host" as const, values: [value] }],
        },
      };
    }),
  );
  return analyzed(run, records);
}

/** How often a gate says what, of many that are asked about the same change. */
function shares(gates: number, gate: () => Verdict | undefined) {
  const count = { regressed: 0, pass: 0, improved: 0, inconclusive: 0 };
  for (let i = 0; i < gates; i++) count[gate() ?? "inconclusive"]++;
  return { regressed: count.regressed / gates, pass: count.pass / gates };
}

function verdictOf(cells: readonly { metric: string; verdict: Verdict }[]): Verdict | undefined {
  return cells.find(({ metric }) => metric === "ready")?.verdict;
}

describe("a gate between runs, on simulated machines", () => {
  const LAUNCH = 0.02;

  it("against a baseline gives a false alarm in at most 1% where nothing has changed", () => {
    const simulation = new Simulation(11);
    const gates = 400;
    let alarms = 0;
    for (let i = 0; i < gates; i++) {
      const base = simulated(simulation, 1, LAUNCH, 2 * i);
      const head = simulated(simulation, 1, LAUNCH, 2 * i + 1);
      if (verdictOf(judgeBaseline(base, head, RULES)) === "regressed") alarms++;
    }
    expect(alarms).toBeLessThanOrEqual(gates / 100);
  });

  it("against a baseline sees 35%, though runs land differently", () => {
    const simulation = new Simulation(12);
    let seen = 0;
    for (let i = 0; i < 40; i++) {
      const base = simulated(simulation, 1, LAUNCH, 2 * i);
      const head = simulated(simulation, 1.35, LAUNCH, 2 * i + 1);
      if (verdictOf(judgeBaseline(base, head, RULES)) === "regressed") seen++;
    }
    expect(seen).toBeGreaterThanOrEqual(38);
  });

  it("against a history gives a false alarm in at most 1% where nothing has changed", () => {
    const simulation = new Simulation(13);
    const runs = Array.from({ length: 320 }, (_, day) => simulated(simulation, 1, LAUNCH, day));
    let alarms = 0;
    for (let day = 20; day < runs.length; day++) {
      const history = { runs: runs.slice(day - 20, day) };
      const cells = judgeHistory(history, runs[day] as (typeof runs)[number], RULES);
      if (verdictOf(cells) === "regressed") alarms++;
    }
    expect(alarms).toBeLessThanOrEqual(3);
  });

  // Worse by exactly the margin is where each of the two errors is what it may be at most.
  it("against a history is wrong as often as it says at the margin, and no more rarely", () => {
    const simulation = new Simulation(15);
    const { regressed, pass } = shares(800, () => {
      const runs = Array.from({ length: 5 }, (_, day) => simulated(simulation, 1, 0.04, day, 8));
      const head = simulated(simulation, 1.05, 0.04, 5, 8);
      return verdictOf(judgeHistory({ runs }, head, RULES));
    });
    // 1% and 5%, give or take three standard errors of 800 tries.
    expect(regressed).toBeGreaterThan(0.001);
    expect(regressed).toBeLessThan(0.021);
    expect(pass).toBeGreaterThan(0.027);
    expect(pass).toBeLessThan(0.073);
  });

  it("against a history is no more often wrong for having measured fewer rounds than its runs", () => {
    const simulation = new Simulation(16);
    const noisy = { scatter: 0.12 };
    const { regressed } = shares(400, () => {
      const runs = Array.from({ length: 12 }, (_, day) =>
        simulated(simulation, 1, 0.01, day, 30, noisy),
      );
      const head = simulated(simulation, 1, 0.01, 12, 5, noisy);
      return verdictOf(judgeHistory({ runs }, head, RULES));
    });
    expect(regressed).toBeLessThan(0.02);
  });

  it("against an anchor is wrong as often as it says at the margin, and no more rarely", () => {
    const simulation = new Simulation(17);
    const { regressed, pass } = shares(800, () => {
      const runs = Array.from({ length: 7 }, (_, day) => simulated(simulation, 1.05, 0.04, day, 8));
      const [anchor, head] = [1, 1.05].map((slowdown, at) =>
        simulated(simulation, slowdown, 0.04, 8 + at, 8),
      );
      const creep = judgeHistory({ runs, anchor }, head as Analyzed, RULES).find(
        ({ metric, against }) => metric === "ready" && against?.what === "anchor",
      );
      return creep?.verdict;
    });
    // Half of 1% at the least: two cells are asked about, and Holm's method divides by them.
    expect(regressed).toBeGreaterThan(0.0005);
    expect(regressed).toBeLessThan(0.021);
    expect(pass).toBeGreaterThan(0.027);
    expect(pass).toBeLessThan(0.073);
  });

  it("against a baseline is not wrong more often than it says at the margin", () => {
    const simulation = new Simulation(18);
    // Runs that land as differently as it reckons with, each time.
    const deviation = CPU.traits.betweenRuns?.deviation ?? Number.NaN;
    const { regressed, pass } = shares(800, () => {
      const base = simulated(simulation, 1, deviation, 0, 8);
      const head = simulated(simulation, 1.2, deviation, 1, 8);
      return verdictOf(judgeBaseline(base, head, { margin: 0.2, rules: [] }));
    });
    expect(regressed).toBeLessThan(0.021);
    expect(pass).toBeLessThan(0.073);
    expect(pass).toBeGreaterThan(0.02);
  });

  it("against a history sees 25%", () => {
    const simulation = new Simulation(14);
    let seen = 0;
    for (let i = 0; i < 40; i++) {
      const runs = Array.from({ length: 12 }, (_, day) => simulated(simulation, 1, LAUNCH, day));
      const head = simulated(simulation, 1.25, LAUNCH, 12);
      if (verdictOf(judgeHistory({ runs }, head, RULES)) === "regressed") seen++;
    }
    expect(seen).toBeGreaterThanOrEqual(38);
  });
});
