import { describe, expect, it } from "vitest";
import type { RunRecord } from "../../bench/schema.ts";
import { analyze } from "../../bench/stats/analyze.ts";
import { textOf } from "../../reports/text/message.ts";
import { declared, plannedAs } from "../declared.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";

/** Five rounds of primes on native, around 5000 a second, scattered by this share. */
function warned(scatter: number, metric: string, noise?: number): readonly string[] {
  const example = exampleRun();
  const run = {
    ...example,
    rounds: 5,
    workloads: [plannedAs("cpu.sysbench", [])].map((workload) => {
      const is = declared("cpu.sysbench", { metric, unit: "ops/s", better: "higher" });
      const bounded = is.noise === undefined || noise === undefined ? is : { ...is, noise };
      return { ...workload, metrics: [bounded] };
    }),
  };
  const [first] = exampleRecords().filter(({ workload }) => workload === "cpu.sysbench");
  const records = [-2, -1, 0, 1, 2].map((step, index): RunRecord => {
    const values = [5000 * (1 + step * scatter)];
    const clock = "guest" as const;
    const outcome = { status: "ok" as const, measurements: [{ metric, clock, values }] };
    return { ...(first as RunRecord), round: index + 1, outcome };
  });
  return analyze(run, records).warnings.flatMap(({ code, message }) =>
    code === "noisy" ? [textOf(message)] : [],
  );
}

describe("a noisy workload", () => {
  it("says so from its own rounds, by the bound that it names", () => {
    expect(warned(0.1, "primes", 0.2)).toEqual([]);
    expect(warned(0.1, "primes", 0.1)).toEqual([
      "cpu.sysbench primes scatters by 15% between rounds on native; 10% is usual",
    ]);
    expect(warned(0.1, "primes")).toEqual([]);
    expect(warned(0.2, "primes")).toHaveLength(1);
  });

  it("is not told by its tails or its costs", () => {
    expect(warned(0.3, "randread.p99.9", 0.1)).toEqual([]);
    expect(warned(0.3, "randread.host-cpu", 0.1)).toEqual([]);
    expect(warned(0.3, "host-cpu/user", 0.1)).toEqual([]);
  });
});
