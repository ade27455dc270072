/** What the whole says: verdict, summary and notes. */

import { describe, expect, it } from "vitest";
import { verbatim } from "../../bench/messages.ts";
import type { Run } from "../../bench/schema.ts";
import { conclude } from "../../bench/stats/conclude.ts";
import type { CellVerdict, Comparison, Verdict } from "../../bench/stats/judgement.ts";
import type { MarginRule } from "../../bench/stats/margins.ts";
import { textOf } from "../../reports/text/message.ts";
import { exitCodeOf } from "../../scripts/commands/gate.ts";
import { exampleRun } from "../golden/example.ts";
import { exampleJudgement } from "../golden/example-judgement.ts";

const CELL = exampleJudgement().cells[0] as CellVerdict;

function concluded(
  verdicts: readonly (Verdict | readonly [Verdict, "told"])[],
  from: {
    readonly rules?: readonly MarginRule[];
    readonly run?: Partial<Run>;
    readonly comparison?: Comparison;
  } = {},
) {
  const cells = verdicts.map((one): CellVerdict => {
    const told = typeof one !== "string";
    return { ...CELL, verdict: told ? one[0] : one, gated: !told };
  });
  const judgement = conclude({
    ...{ comparison: from.comparison ?? "interleaved", base: "crun", head: "runc", cells },
    run: { ...exampleRun(), ...from.run },
    ...{ looks: { taken: [5, 10], planned: [5, 10, 20] }, rules: from.rules ?? [] },
  });
  const { summary, notes } = judgement;
  return { ...judgement, summary: textOf(summary), notes: notes.map(textOf) };
}

describe("what the whole says", () => {
  it.each([
    [
      ["pass", "pass"],
      "pass",
      "runc against crun, measured in turns on the same host: the typical start got worse by more than is allowed in none of 2 measurements.",
    ],
    [
      ["improved"],
      "improved",
      "runc against crun, measured in turns on the same host: the typical start got worse by more than is allowed in none of 1 measurement, and better by more than counts in 1.",
    ],
    [
      ["pass", "regressed", "inconclusive"],
      "regressed",
      "runc against crun, measured in turns on the same host: 1 of 3 measurements got worse by more than is allowed. False alarms: at most 1% of gates.",
    ],
    [
      ["improved", "inconclusive"],
      "inconclusive",
      "runc against crun, measured in turns on the same host: 1 of 2 measurements could not be decided. That does not mean that nothing got worse. The largest change is 12.3% slower (start.exec/ready). It is not sure enough that this is more than the 5% allowed.",
    ],
    [
      [],
      "inconclusive",
      "runc against crun, measured in turns on the same host: nothing was measured that a gate judges, so nothing can be said.",
    ],
  ] as const)("of %o: %s", (verdicts, verdict, summary) => {
    expect(concluded(verdicts)).toMatchObject({ verdict, summary });
  });

  it("says of what is not decided whether it is seen to be worse, and what a verdict lacks", () => {
    const of = (over: Partial<CellVerdict>) => {
      const cell = { ...CELL, verdict: "inconclusive" as const, ...over };
      const { summary } = conclude({
        ...{ comparison: "interleaved", base: "crun", head: "runc", cells: [cell] },
        ...{ run: exampleRun(), looks: { taken: [5], planned: [5] }, rules: [] },
      });
      return textOf(summary);
    };
    expect(of({ effect: { slowdown: 1.03 } })).toMatch(
      /None of these is seen to be worse by more than is allowed, and for none is that ruled out\.$/,
    );
    expect(of({ effect: { slowdown: 9.18 }, moreRounds: 6, bounds: [] })).toMatch(
      /The largest change is 9\.18 times as slow \(start\.exec\/ready\)\. So few rounds cannot show that .*: it takes 6 more rounds at the least\.$/,
    );
    expect(of({ moreRounds: 40 })).toMatch(
      /more than the 5% allowed, it takes about 40 more rounds\.$/,
    );
  });

  it("does not come from cells that are told only", () => {
    const { verdict, summary, cells } = concluded([
      "pass",
      ["regressed", "told"],
      ["inconclusive", "told"],
    ]);
    expect(verdict).toBe("pass");
    expect(summary).toContain("none of 1 measurement");
    expect(cells).toHaveLength(3);
    expect(concluded([["pass", "told"]]).verdict).toBe("inconclusive");
  });

  it("says how it was compared", () => {
    expect(concluded(["pass"], { comparison: "baseline" }).summary).toContain(
      "a run of another time, by the ratio to native in each",
    );
    expect(concluded(["pass"], { comparison: "history" }).summary).toContain(
      "by the ratio to native in each run",
    );
  });

  it("carries what the run was", () => {
    const { runId, createdAt, rounds, harness, host } = exampleRun();
    expect(concluded(["pass"])).toMatchObject({
      ...{ schema: 2, runId, createdAt, rounds, host, looks: [5, 10], alpha: 0.01 },
      wallMs: harness.wallMs,
    });
  });

  it("notes margins that fit nothing, perhaps a slip, and no others", () => {
    const rules = [{ cells: "start.exec/raedy" }, { cells: "start.*" }, { cells: "disk.fio/*" }];
    const { notes } = concluded(["pass"], { rules, run: { warnings: [] } });
    expect(notes).toEqual([
      'the margin for "start.exec/raedy" fits nothing that was measured here',
      'the margin for "disk.fio/*" fits nothing that was measured here',
    ]);
  });

  it("notes that the run is not complete, and its warnings, each once", () => {
    const warning = {
      code: "steal",
      message: verbatim("5% was stolen"),
      remedy: verbatim("another host"),
    } as const;
    const run = { status: "interrupted", warnings: [warning, warning] } as const;
    const { notes } = concluded(["pass"], { run: { ...run, warnings: [...run.warnings] } });
    expect(notes).toEqual(["the run is not complete: interrupted", "5% was stolen; another host"]);
  });
});

describe("the exit code of a gate", () => {
  it.each([
    ["pass", undefined, 0],
    ["improved", undefined, 0],
    ["regressed", undefined, 1],
    ["regressed", "pass", 1],
    ["inconclusive", undefined, 3],
    ["inconclusive", "pass", 0],
    ["inconclusive", "fail", 1],
    ["pass", "fail", 0],
  ] as const)("of %s, with inconclusive as %s, is %d", (verdict, inconclusive, code) => {
    expect(exitCodeOf({ verdict }, inconclusive)).toBe(code);
  });
});
