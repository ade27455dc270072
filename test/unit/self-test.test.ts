/** The gate's test of itself, on made-up runs: what it asks for, and what it says where it cannot. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SelfTestRequest } from "../../bench/campaign/gate/request.ts";
import { isAsExpected, playSelfTest } from "../../bench/campaign/gate/self-test.ts";
import type { MeasureRun } from "../../bench/campaign/gate/verdict.ts";
import { loadExperiments } from "../../bench/registry.ts";
import type { Run } from "../../bench/schema.ts";
import { writeRun } from "../../bench/store.ts";
import { textOf } from "../../reports/text/message.ts";
import { selfTestText } from "../../scripts/tell-self-test.ts";
import { type MadeMetric, madeRun } from "../made-runs.ts";
import { temporaryFolder } from "../support.ts";
import { refusalOf } from "../told.ts";

const ROUNDS = 20;

const workloads = (await loadExperiments()).filter(({ id }) => id === "start.exec");

/** A self-test of which each trial measures `readyNs`: of a target, in ns; undefined where it fails. */
function played(
  readyNs: (target: string) => number | undefined,
  { most = 5, margin }: { most?: number; margin?: number } = {},
) {
  const heads: string[] = [];
  const metric: MadeMetric = { workload: "start.exec", metric: "ready", value: readyNs };
  const measure: MeasureRun = async (choice) => {
    heads.push(choice.targets[1] as string);
    if (heads.length > most) return undefined;
    const { gate, targets, out, runId } = choice;
    const { run, records } = madeRun(ROUNDS, targets, [metric], {
      runId,
      gate: gate as Run["gate"],
    });
    writeRun(out, run, records);
    return out;
  };
  const request: SelfTestRequest = {
    mode: "self-test",
    target: "overlay",
    kind: "primitive",
    rules: [],
    margin,
    workloads,
    profile: "quick",
    rounds: 1000,
    budgetMs: 600_000,
    cpus: 1,
    memoryMiB: 512,
    json: false,
    install: false,
    out: join(temporaryFolder(), "out"),
  };
  const begun: string[] = [];
  const trials = playSelfTest(request, measure, (event) => {
    if (event.kind === "trial-begun") begun.push(textOf(event.what));
  });
  return { trials, heads, begun };
}

/** How many ns a side is slowed down by; what cannot be given in ns, by a lot. */
function slowdown(target: string, otherwise = 1e9): number {
  if (!target.includes("+")) return 0;
  const [, ns] = /=(\d+)ns$/.exec(target) ?? [];
  return ns === undefined ? otherwise : Number(ns);
}

describe("the gate's test of itself", { timeout: 120_000 }, () => {
  it("passes where slowdowns are seen, and the same twice is not slower", async () => {
    const { trials, heads, begun } = played((target) => 15e6 + slowdown(target));
    const found = await trials;
    expect(found?.trials.every(isAsExpected)).toBe(true);
    expect(begun).toHaveLength(5);
    // Four times 5% of 15 ms.
    expect(heads).toEqual([
      ...["overlay#head", "overlay+spin=3000000ns", "overlay+delay=3000000ns"],
      ...["overlay+fsync", "overlay+throttle=10%"],
    ]);
    const text = found === undefined ? "" : selfTestText(found);
    expect(text).toContain("The gate can be trusted here");
    expect(text.match(/as it has to be/g)).toHaveLength(5);
  });

  it("fails where one is not seen", async () => {
    const { trials } = played((target) => 15e6 + slowdown(target, 0));
    const found = await trials;
    expect(found?.trials.every(isAsExpected)).toBe(false);
    expect(found && selfTestText(found)).toContain("2 of 5 trials came out wrong");
  });

  it("slows down by four times what counts, where that is more than the margin asked for", async () => {
    // 20 us count at the least, which is a fifth of this.
    const { trials, heads } = played((target) => 100e3 + slowdown(target), { margin: 0.05 });
    expect((await trials)?.trials.every(isAsExpected)).toBe(true);
    expect(heads.slice(1, 3)).toEqual(["overlay+spin=80000ns", "overlay+delay=80000ns"]);
  });

  it.each([
    ["base", (target: string) => (target.endsWith("#base") ? undefined : 15e6), 1],
    ["both sides", () => undefined, 1],
    ["head", (target: string) => (target.endsWith("#head") ? undefined : 15e6), 1],
    [
      "a slowdown",
      (target: string) => (target.endsWith("+fsync") ? undefined : 15e6 + slowdown(target)),
      4,
    ],
  ])("says why it cannot be played where all rounds of %s fail", async (_, readyNs, most) => {
    const { trials, heads } = played(readyNs);
    expect(await refusalOf(trials)).toMatchObject({
      ...{ name: "IsotaxError", code: "NOT_MEASURED" },
      message: expect.stringMatching(/(was not measured|; the first time): it broke/),
      remedy: expect.stringMatching(/mend it; .*isotax report \//),
    });
    expect(heads).toHaveLength(most);
  });

  it.each([0, 1, 4])("says that it was interrupted, after %i trials", async (most) => {
    const { trials } = played((target) => 15e6 + slowdown(target), { most });
    expect(await trials).toBeUndefined();
  });
});
