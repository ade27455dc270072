/** The gate's test of itself, on made-up runs: what it asks for, and what it says where it cannot. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Run } from "../../bench/schema.ts";
import { writeRun } from "../../bench/store.ts";
import { EXIT_INTERRUPTED } from "../../scripts/interrupts.ts";
import { Progress } from "../../scripts/progress.ts";
import { type Measure, selfTest } from "../../scripts/self-test.ts";
import { type MadeMetric, madeRun } from "../made-runs.ts";
import { temporaryFolder, written } from "../support.ts";

const ROUNDS = 20;

let printed: string[];
beforeEach(() => {
  printed = written(process.stdout);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A self-test of which each trial measures `readyNs`: of a target, in ns; undefined where it fails. */
function played(
  readyNs: (target: string) => number | undefined,
  { trials = 5, margin }: { trials?: number; margin?: number } = {},
) {
  const heads: string[] = [];
  const metric: MadeMetric = { workload: "start.exec", metric: "ready", value: readyNs };
  const measure: Measure = async (choice) => {
    heads.push(choice.targets[1] as string);
    if (heads.length > trials) return undefined;
    const { gate, targets, out, runId } = choice;
    const { run, records } = madeRun(ROUNDS, targets, [metric], {
      runId,
      gate: gate as Run["gate"],
    });
    writeRun(out, run, records);
    return out;
  };
  const stream = { isTTY: false, write: () => true } as unknown as NodeJS.WriteStream;
  const request = { rules: [], target: "overlay", margin, out: join(temporaryFolder(), "out") };
  const code = selfTest(request, new Progress(stream), measure);
  return { code, heads };
}

/** How many ns a side is slowed down by; what cannot be given in ns, by a lot. */
function slowdown(target: string, otherwise = 1e9): number {
  if (!target.includes("+")) return 0;
  const [, ns] = /=(\d+)ns$/.exec(target) ?? [];
  return ns === undefined ? otherwise : Number(ns);
}

describe("the gate's test of itself", { timeout: 120_000 }, () => {
  it("passes where slowdowns are seen, and the same twice is not slower", async () => {
    const { code, heads } = played((target) => 15e6 + slowdown(target));
    expect(await code).toBe(0);
    // Four times 5% of 15 ms.
    expect(heads).toEqual([
      ...["overlay#head", "overlay+spin=3000000ns", "overlay+delay=3000000ns"],
      ...["overlay+fsync", "overlay+throttle=10%"],
    ]);
    expect(printed.join("")).toContain("The gate can be trusted here");
    expect(printed.join("").match(/as it has to be/g)).toHaveLength(5);
  });

  it("fails where one is not seen", async () => {
    const { code } = played((target) => 15e6 + slowdown(target, 0));
    expect(await code).toBe(1);
    expect(printed.join("")).toContain("2 of 5 trials came out wrong");
  });

  it("slows down by four times what counts, where that is more than the margin asked for", async () => {
    // 20 us count at the least, which is a fifth of this.
    const { code, heads } = played((target) => 100e3 + slowdown(target), { margin: 0.05 });
    expect(await code).toBe(0);
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
  ])("says why it cannot be played where all rounds of %s fail", async (_, readyNs, trials) => {
    const { code, heads } = played(readyNs);
    await expect(code).rejects.toMatchObject({
      ...{ name: "IsotaxError", code: "NOT_MEASURED" },
      message: expect.stringMatching(/overlay\S* was not measured: it broke/),
      remedy: expect.stringMatching(/^mend it; .*isotax report \//),
    });
    expect(heads).toHaveLength(trials);
    expect(printed.join("")).toBe("");
  });

  it.each([0, 1, 4])("says that it was interrupted, after %i trials", async (trials) => {
    const { code } = played((target) => 15e6 + slowdown(target), { trials });
    expect(await code).toBe(EXIT_INTERRUPTED);
    expect(printed.join("")).toBe("");
  });
});
