/** Experiments that nothing else knows by name: they are judged and shown by what they declare. */
import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { observationProblem, observed } from "../../bench/check-records.ts";
import { experiment as neighbour } from "../../bench/experiments/neighbour.cpu.ts";
import { inFamily } from "../../bench/methods/described.ts";
import { rateMetric, tailMetric } from "../../bench/metrics.ts";
import { SCHEMA_VERSION } from "../../bench/schema.ts";
import { analyze } from "../../bench/stats/analyze.ts";
import { judgeSides } from "../../bench/stats/sides.ts";
import type { Command, Experiment, Image, Session, Target, Values } from "../../bench/types.ts";
import { chartData } from "../../reports/html/data.ts";
import { summaryMarkdown } from "../../reports/markdown.ts";
import { reportInput } from "../../reports/model.ts";
import { terminalTables } from "../../reports/terminal-tables.ts";
import { textOf } from "../../reports/text/message.ts";
import { madeRun, scatter } from "../made-runs.ts";

const TIDES = { id: "tides", order: 55, traits: { betweenRuns: { deviation: 0.1, degrees: 10 } } };

/** Twenty rounds of a workload whose family and metrics no module knows; head is 30% slower. */
function tides() {
  const made = madeRun(
    20,
    ["native", "crun", "runc"],
    [
      {
        workload: "tides.height",
        metric: "waves",
        value: (target, round) => (target === "runc" ? 70 : 100) * scatter(round, 0.01),
      },
    ],
  );
  const metrics = inFamily({ family: TIDES, noise: 0.1 }, [
    rateMetric("waves"),
    tailMetric("late waves", "waves"),
  ]);
  const workloads = made.run.workloads.map((one) => ({
    ...one,
    family: TIDES.id,
    title: "Waves a second",
    metrics: [...metrics],
  }));
  return {
    run: { ...made.run, schema: SCHEMA_VERSION, workloads },
    records: made.records,
  } as const;
}

describe("a family that nobody knows", () => {
  const { run, records } = tides();

  it("is in table and charts, with its unit and its slowdown against native", async () => {
    const input = reportInput(run, records);
    expect(terminalTables(input)).toMatch(/tides\.height[\s\S]*waves[\s\S]*100 \/s/);
    expect(await summaryMarkdown.render(input)).toMatch(/waves \| 100 \/s.*1\.43x/);
    expect(chartData(input).distributions.map(({ key }) => key)).toEqual(["tides.height waves"]);
  });

  it("is judged by a gate, by what it declares", () => {
    const judgement = judgeSides(run, records, { base: "crun", head: "runc", rules: [] });
    expect(judgement.cells.map(({ metric, verdict, gated }) => [metric, verdict, gated])).toEqual([
      ["waves", "regressed", true],
    ]);
    expect(judgement.cells.map(({ reason }) => textOf(reason)).join()).toMatch(/slower/);
  });

  it("has the noise that it declares", () => {
    expect(analyze(run, records).warnings.filter(({ code }) => code === "noisy")).toEqual([]);
  });
});

/** Runs an experiment on sessions that are made up. */
async function run(
  experiment: Experiment,
  exec: (command: Command, nth: number) => string,
): Promise<ReturnType<typeof observed>> {
  let opened = 0;
  let closed = 0;
  const open = async (): Promise<Session> => {
    const nth = ++opened;
    return {
      exec: async (command: Command) => ({ stdout: exec(command, nth), exitCode: 0, hostNs: 1 }),
      serve: async () => {},
      stopServing: async () => {},
      stderrTail: () => "",
      lifecycle: [],
      close: async () => {
        closed++;
      },
    } as unknown as Session;
  };
  const target = { id: "made", open } as unknown as Target;
  const subject = { id: "made", roles: { target: "made" }, at: {} };
  const bench = {
    image: {} as Image,
    cpus: [0],
    memoryMiB: 64,
    signal: new AbortController().signal,
  };
  const lab = new CellLab(bench, subject, new Map([["made", target]]));
  const found = observed(await experiment.run(lab, subject, experiment.params.smoke));
  await lab.close();
  expect(closed).toBe(opened);
  return found;
}

describe("neighbour.cpu", () => {
  it("gives a curve over what is beside it, and how many times as late the slowest wake", async () => {
    let looks = 0;
    const p99 = [1e6, 2e6, 9e6];
    const { measurements } = await run(neighbour, (_, nth) => {
      // The neighbour is never measured.
      expect(nth).toBe(1);
      const tasks = [
        { task: "wake-up", unit: "ns", values: [1e5, 2e5], operations: 2 },
        { task: "wake-up.p99", unit: "ns", values: [p99[looks++]], operations: 0 },
      ];
      return JSON.stringify({ suite: "timer", tasks });
    });
    const metrics = neighbour.metrics(neighbour.params.smoke, { cpus: 1, memoryMiB: 64 });
    const declared = new Map(metrics.map((metric) => [metric.id, metric]));
    expect(observationProblem("neighbour.cpu", declared, { measurements })).toBeUndefined();
    const found = (id: string) =>
      measurements
        .filter(({ metric }: Values) => metric === id)
        .map(({ at, values }) => [at?.["beside"], values]);
    expect(found("wake-up.p99")).toEqual([
      ["alone", [1e6]],
      ["idle", [2e6]],
      ["busy", [9e6]],
    ]);
    expect(found("p99.busy-to-alone")).toEqual([[undefined, [9]]]);
    expect(found("p99.idle-to-alone")).toEqual([[undefined, [2]]]);
  });
});
