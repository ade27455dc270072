import { describe, expect, it } from "vitest";
import { reportInput } from "../../reports/model.ts";
import { overText, rungsOf } from "../../reports/steps.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";

describe("the ladder", () => {
  const input = reportInput(exampleRun(), exampleRecords());

  it("gives each rung against the nearest one below that was measured, paired by rounds", () => {
    const rungs = rungsOf(input, "start.exec", false);
    expect(rungs.map(({ target }) => target.id)).toEqual(["native", "crun", "qemu-microvm"]);
    const [native, crun] = rungs;
    expect(native?.step).toBeUndefined();
    expect(crun?.step).toMatchObject({ below: "native", skipped: ["overlay"], shown: true });
    // Rounds differ by 0.09 ms: 15.0 - 0.41, 15.1 - 0.42, 15.2 - 0.43.
    const row = input.analysis.rows.find(
      ({ target, metric }) => target === "crun" && metric === "ready",
    );
    expect(row?.step?.summary.median).toBeCloseTo(15.2e6 - 420_000, -2);
    expect(crun?.step && overText(crun.step)).toBe("native (with overlay)");
  });

  it("keeps warm starts apart, with their prework", () => {
    const [warm, ...others] = rungsOf(input, "start.exec", true);
    expect(others).toEqual([]);
    expect(warm).toMatchObject({
      prework: "20.2 ms",
      step: { below: "crun", difference: "-12.0 ms" },
    });
  });

  it("claims no difference where the interval holds zero", () => {
    const records = exampleRecords().map((record) =>
      record.target === "crun-warm" && record.round === 1 && record.outcome.status === "ok"
        ? {
            ...record,
            outcome: {
              ...record.outcome,
              measurements: record.outcome.measurements.map((one) => ({ ...one, values: [1e9] })),
            },
          }
        : record,
    );
    const [warm] = rungsOf(reportInput(exampleRun(), records), "start.exec", true);
    expect(warm?.step?.shown).toBe(false);
  });
});
