/** All rounds behind a figure, as the page shows them: each with native's value in the same round. */
import { describe, expect, it } from "vitest";
import { lineOf, roundsOf } from "../../reports/html/client/rounds.ts";
import { chartData, type Distribution } from "../../reports/html/data.ts";
import { COMPARISONS, DIRECTIONS } from "../../reports/html/shared.ts";
import { reportInput } from "../../reports/model.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";

const DISTRIBUTION: Distribution = {
  key: "disk.fio read",
  factor: 1000,
  unit: "kB/s",
  logarithmic: false,
  axis: "",
  better: DIRECTIONS.indexOf("higher"),
  against: COMPARISONS.indexOf("slowdown"),
  note: "",
  series: [
    { target: "native", values: [4000, 6000, 8000] },
    { target: "crun", values: [3000, 2000], rounds: [2, 3] },
  ],
};

describe("all rounds of a metric", () => {
  it("are paired by the number of the round, not by their place", () => {
    expect(roundsOf(DISTRIBUTION, "crun", "native")).toEqual([
      { round: 2, value: 3000, native: 6000, against: 2 },
      { round: 3, value: 2000, native: 8000, against: 4 },
    ]);
  });

  it("are native's own without a comparison", () => {
    expect(roundsOf(DISTRIBUTION, "native", "native")).toHaveLength(3);
    expect(roundsOf(DISTRIBUTION, "native", "native")[0]).toEqual({ round: 1, value: 4000 });
  });

  it("stand in lines, a dash where native has no value", () => {
    const [first] = roundsOf(DISTRIBUTION, "crun", "native");
    expect(first && lineOf(first, DISTRIBUTION)).toEqual(["2", "6.00 kB/s", "3.00 kB/s", "2.00x"]);
    expect(lineOf({ round: 9, value: 1000 }, DISTRIBUTION)).toEqual(["9", "-", "1.00 kB/s", "-"]);
  });

  it("have the overhead of the report as their median", () => {
    const input = reportInput(exampleRun(), exampleRecords());
    const { distributions } = chartData(input);
    const compared = input.analysis.rows.flatMap((row) => {
      const distribution = distributions.find(({ key }) => key === `${row.workload} ${row.metric}`);
      if (row.overhead === undefined || distribution === undefined) return [];
      const values = roundsOf(distribution, row.subject, "native")
        .flatMap(({ against }) => against ?? [])
        .sort((a, b) => a - b);
      const middle = values.length >> 1;
      const [low = 0, high = 0] = [values[(values.length - 1) >> 1], values[middle]];
      return [{ shown: (low + high) / 2, said: row.overhead.summary.median }];
    });
    expect(compared.length).toBeGreaterThan(3);
    for (const { shown, said } of compared) {
      // The page's values have six digits.
      expect(Math.abs(shown - said)).toBeLessThanOrEqual(1e-4 * Math.abs(said) + 1e-9);
    }
  });
});
