/** That what a verdict says follows from the figures that stand beside it, as they are printed. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Evidence, pairedEvidence, studentEvidence } from "../../bench/stats/evidence.ts";
import { type Candidate, judge } from "../../bench/stats/judge.ts";
import type { CellVerdict } from "../../bench/stats/judgement.ts";
import { judgeSides } from "../../bench/stats/sides.ts";
import { Turns } from "../../bench/stats/turns.ts";
import { gateText } from "../../reports/gate/terminal.ts";
import {
  besidesText,
  boundLines,
  countingText,
  findings,
  marginText,
  verdictSentence,
} from "../../reports/gate/words.ts";
import { changeText } from "../../reports/text/en/words/change.ts";
import { sureText } from "../../reports/text/figures.ts";
import { textOf } from "../../reports/text/message.ts";
import { exampleJudgement } from "../golden/example-judgement.ts";
import { madeRun, noise, ready } from "../made-runs.ts";

function candidate(evidence: (rounds: number) => Evidence | undefined, margin: number): Candidate {
  return {
    workload: "start.exec",
    metric: "ready",
    family: "start",
    each: "start",
    unit: "ns",
    better: "lower",
    base: "crun",
    head: "runc",
    emulated: false,
    gated: true,
    after: (rounds) => ({
      margin: { relative: margin, absolute: 0, effective: margin },
      evidence: evidence(rounds),
    }),
  };
}

/** A change in words as a share: `4.1% slower`, `2% faster`, `2.31 times as slow`, `the same`, `not slower`. */
function shareIn(text: string): number {
  const times = /([\d.]+) times/.exec(text);
  if (times !== null) return Number(times[1]) - 1;
  const share = Number(/([\d.]+)%/.exec(text)?.[1] ?? 0) / 100;
  return text.includes("faster") ? -share : share;
}

/** The figures of a reason, as a reader has them. */
function readReason(reason: string) {
  const [, bound] =
    /: (?:the typical start is )?((?:at|not)[^(]*) \((?:the bound that decides: )?one-sided, /.exec(
      reason,
    ) ?? [];
  const [, allowed] = /([\d.]+)% (?:allowed|slower is allowed|that counts)/.exec(reason) ?? [];
  if (bound === undefined || allowed === undefined) return undefined;
  return { bound, share: shareIn(bound), allowed: Number(allowed) / 100 };
}

/** Rounding in binary alone. */
const NEARLY = 1e-9;

/** What the bounds of a table say, as they are printed there: the verdict, and nothing else. */
function expectBoundsToSay(cell: CellVerdict): void {
  const lines = boundLines(cell);
  const told = lines.join(", ");
  const read = lines.map((line) => {
    const [, sign, share] = /^([<>]=) ([+-]?[\d.]+)% /.exec(line) ?? [];
    return { sign, share: Number(share) / 100, decides: line.endsWith(" *") };
  });
  const allowed = Number.parseFloat(marginText(cell.margin, cell)) / 100;
  const counting = Number.parseFloat(countingText(cell)) / 100;
  expect(read.length, told).toBeGreaterThan(0);
  expect(
    read.filter(({ decides }) => decides).map(({ sign }) => sign),
    told,
  ).toEqual({ regressed: [">="], improved: ["<="], pass: ["<="], inconclusive: [] }[cell.verdict]);
  for (const { sign, share } of read) {
    if (cell.verdict === "regressed") expect(share, told).toBeGreaterThan(allowed);
    if (cell.verdict === "improved") expect(share, told).toBeLessThan(-counting);
    if (cell.verdict === "pass") expect(share, told).toBeLessThan(allowed);
    if (cell.verdict !== "inconclusive") continue;
    if (sign === ">=") expect(share, told).toBeLessThanOrEqual(allowed + NEARLY);
    else expect(share, told).toBeGreaterThanOrEqual(allowed - NEARLY);
  }
}

function expectToFollow({ verdict, reason: said, ...cell }: CellVerdict): void {
  const reason = textOf(said);
  // The change is said once, though a report says it before a reason that lacks it.
  expect(findings({ ...cell, verdict, reason: said })).toEqual([reason]);
  const read = readReason(reason);
  if (verdict === "inconclusive" && read === undefined) {
    expect(reason).toMatch(/too few to be [\d.]+% sure/);
    // A bound that was there would have been told.
    expect(cell.bound).toBeUndefined();
    return;
  }
  expect(read, reason).toBeDefined();
  const { bound, share, allowed } = read as NonNullable<typeof read>;
  // No other figure stands beside the bound that a verdict comes from.
  expect(reason).not.toMatch(/interval|with [\d.]+% confidence/);
  expectBoundsToSay({ ...cell, verdict, reason: said });
  switch (verdict) {
    case "regressed":
      expect(bound, reason).toMatch(/^at least/);
      expect(share, reason).toBeGreaterThan(allowed);
      break;
    case "improved":
      expect(bound, reason).toMatch(/^at least .* faster$/);
      expect(-share, reason).toBeGreaterThan(allowed);
      break;
    case "pass":
      expect(bound, reason).toMatch(
        /^(at most .* as slow|at most .* slower|not slower|at least .* faster)$/,
      );
      expect(share, reason).toBeLessThan(allowed);
      break;
    case "inconclusive":
      if (reason.endsWith("or more, is not ruled out")) {
        expect(share, reason).toBeGreaterThanOrEqual(allowed - NEARLY);
        expect(bound).toMatch(/^at most/);
      } else {
        expect(reason).toMatch(/or less, is not ruled out$/);
        expect(share, reason).toBeLessThanOrEqual(allowed + NEARLY);
        expect(bound).toMatch(/^(at least|at most .* faster|not faster)/);
      }
  }
}

/** That nothing was decided before the last look, and what the last one showed is what is told. */
function expectLooksToSay({ looks = [], ...cell }: CellVerdict): void {
  const [last, ...before] = looks.toReversed();
  if (last === undefined) return;
  expect(last).toMatchObject({ slowdown: cell.effect?.slowdown, bounds: cell.bounds ?? [] });
  const { bound: _, ...open } = cell;
  for (const { slowdown, bounds } of before) {
    if (bounds.length === 0) continue;
    expectBoundsToSay({ ...open, verdict: "inconclusive", effect: { slowdown }, bounds });
  }
}

const margins = fc.constantFrom(0, 0.001, 0.02, 0.05, 0.1, 1 / 3, 1.5);
/** Close to margins as often as far from them, with next to no scatter as often as with much. */
const centres = fc.oneof(
  fc.double({ min: -1.5, max: 1.5, noNaN: true }),
  fc
    .tuple(margins, fc.constantFrom(0, 1e-12, 1e-8, 1e-6, 1e-4, 1e-3), fc.constantFrom(-1, 1))
    .map(([margin, off, sign]) => sign * (Math.log1p(margin) + off)),
);
const scatters = fc.constantFrom(0, 1e-7, 1e-4, 0.003, 0.02, 0.1, 0.5);
const plans = fc.constantFrom([30], [8], [16, 24, 36], [14, 21, 32, 48, 72, 110]);

describe("what a verdict says", () => {
  it("follows from the bound and the interval that are printed, of sides in turns", () => {
    const cells = fc.array(
      fc.tuple(centres, scatters, fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true }))),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(cells, margins, plans, fc.nat(5), (all, margin, planned, missing) => {
        const taken = planned.slice(0, Math.max(1, planned.length - missing));
        const asked = all.map(([centre, scatter, noise]) => {
          const logs = Array.from(
            { length: planned.at(-1) as number },
            () => centre + scatter * (noise.next().value as number),
          );
          const turns = new Turns(logs);
          const once = planned.length === 1;
          return candidate(
            (rounds) => (once ? pairedEvidence(logs.slice(0, rounds)) : turns.first(rounds)),
            margin,
          );
        });
        for (const cell of judge(asked, { taken, planned, told: true })) {
          expectToFollow(cell);
          expectLooksToSay(cell);
        }
      }),
      { numRuns: 600 },
    );
  });

  it("does so of runs", () => {
    fc.assert(
      fc.property(
        centres,
        scatters,
        margins,
        fc.integer({ min: 3, max: 40 }),
        (estimate, standardError, margin, degrees) => {
          const evidence = studentEvidence({
            of: "run",
            n: degrees,
            estimate,
            standardError,
            degrees,
          });
          const looks = { taken: [10], planned: [10] };
          for (const cell of judge([candidate(() => evidence, margin)], looks))
            expectToFollow(cell);
        },
      ),
      { numRuns: 600 },
    );
  });

  it("takes as many decimals as it needs", () => {
    const logs = (slowdown: number) =>
      Array.from({ length: 30 }, (_, index) => Math.log(slowdown) + 1e-7 * ((index % 5) - 2));
    const [cell] = judge([candidate(() => pairedEvidence(logs(1.0502)), 0.05)], {
      ...{ taken: [30], planned: [30] },
    });
    expect(cell).toMatchObject({ verdict: "regressed" });
    expect(textOf((cell as CellVerdict).reason)).toMatch(
      /^5\.02% slower: at least 5\.02% slower \(.*\), more than the 5\.00% allowed/,
    );
    expect(boundLines(cell as CellVerdict)).toEqual([">= +5.02% (99%) *", "<= +5.02% (95%)"]);
  });
});

describe("what a judgement says as a whole", () => {
  it("never reads as if nothing had changed where much has, and says what a verdict lacks", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.3, max: 12, noNaN: true }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 2, max: 30 }),
        scatters,
        (factors, rounds, by) => {
          const metrics = factors.map((factor, index) => ({
            ...ready(factor, { by, of: noise }),
            metric: `m${index}`,
          }));
          const { run, records } = madeRun(rounds, ["crun", "runc"], metrics);
          const question = { base: "crun", head: "runc", rules: [] };
          const judgement = judgeSides(run, records, question);
          const text = gateText(judgement);
          const open = judgement.cells.filter(
            ({ gated, verdict, effect, margin }) =>
              gated && verdict === "inconclusive" && (effect?.slowdown ?? 0) > 1 + margin.effective,
          );
          expect(text).not.toMatch(/nothing is surely worse/);
          if (judgement.verdict !== "inconclusive") return;
          expect(text.includes("That does not mean that nothing got worse.")).toBe(open.length > 0);
          if (open.length === 0) return;
          const largest = Math.max(...open.map(({ effect }) => effect?.slowdown ?? 0));
          const said = changeText(largest, { unit: "ns", better: "lower" });
          expect(textOf(judgement.summary)).toContain(`The largest change is ${said} (start.exec/`);
          expect(textOf(judgement.summary)).toMatch(
            /it takes (about )?\d+ more rounds?|not sure enough/,
          );
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("a change of exactly the margin, without any scatter", () => {
  // Some of these logarithms are a little above, and some below.
  it.each([0.01, 0.02, 0.05, 0.1, 0.15, 0.25, 1])(
    "is not called anything, of rounds: %d",
    (margin) => {
      for (const slowdown of [
        Math.log(1 + margin),
        Math.log1p(margin),
        -Math.log(1 / (1 + margin)),
      ]) {
        const logs = Array.from({ length: 60 }, () => slowdown);
        const run = studentEvidence({
          of: "run",
          n: 9,
          estimate: slowdown,
          standardError: 0,
          degrees: 8,
        });
        for (const evidence of [pairedEvidence(logs), new Turns(logs).first(60) as Evidence, run]) {
          const looks = { taken: [60], planned: [60] };
          const [same] = judge([candidate(() => evidence, margin)], looks);
          expect(same?.verdict).toBe("inconclusive");
          // Nor is one that is as much better.
          const [better] = judge([candidate(() => negated(evidence), margin)], looks);
          expect(better?.verdict).toBe("pass");
        }
      }
    },
  );

  function negated(of: Evidence): Evidence {
    return of.of === "round"
      ? pairedEvidence(Array.from({ length: of.n }, () => -of.estimate))
      : studentEvidence({
          of: "run",
          n: of.n,
          estimate: -of.estimate,
          standardError: 0,
          degrees: 8,
        });
  }
});

describe("bounds", () => {
  it("are where the test turns, exact or by the normal distribution", () => {
    const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 95, max: 180 }));
    const errors = fc.constantFrom(0.05, 0.01, 0.005, 0.0003, 2.9e-5);
    fc.assert(
      fc.property(
        sizes,
        errors,
        fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
        (n, error, noise) => {
          const logs = Array.from(
            { length: n },
            () => Math.round(1e6 * (noise.next().value as number)) / 1e6,
          );
          const evidence = pairedEvidence(logs);
          const [lower, upper] = [evidence.lower(error), evidence.upper(error)];
          if (lower === undefined || upper === undefined) {
            expect(evidence.pAbove(-2)).toBeGreaterThan(error);
            return;
          }
          expect(evidence.pAbove(lower - 1e-7)).toBeLessThanOrEqual(error);
          expect(evidence.pAbove(lower)).toBeGreaterThan(error);
          expect(evidence.pBelow(upper + 1e-7)).toBeLessThanOrEqual(error);
          expect(evidence.pBelow(upper)).toBeGreaterThan(error);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("say how sure they are, and never more", () => {
    const said = [0.05, 0.025, 0.01, 0.005, 0.0036, 1e-4, 2.9e-5].map((error) =>
      sureText(1 - error),
    );
    expect(said).toEqual(["95%", "97%", "99%", "99.5%", "99.6%", "99.99%", "99.997%"]);
    fc.assert(
      fc.property(fc.double({ min: 1e-7, max: 0.5, noNaN: true }), (error) => {
        const sure = Number.parseFloat(sureText(1 - error)) / 100;
        expect(sure).toBeLessThan(1);
        expect(sure).toBeLessThanOrEqual(1 - error + 1e-9);
        expect(1 - sure).toBeLessThan(11 * error);
      }),
    );
  });
});

describe("beside a verdict", () => {
  const judgement = exampleJudgement();

  it("stand the p90s and the failures of both sides, a pass too", () => {
    const passed = judgement.cells.find(({ verdict }) => verdict === "pass") as CellVerdict;
    expect(besidesText(passed)).toBe("p90 2.20 MB -> 2.24 MB; failed in 1 -> 0 of 20 rounds");
  });

  it("a pass is about what is typical", () => {
    const [start] = judgement.cells as readonly [CellVerdict];
    const { each: _, ...other } = start;
    const passing = (cells: readonly CellVerdict[]) =>
      verdictSentence({ ...judgement, verdict: "pass", cells });
    expect(passing([start])).toBe("the typical start did not get worse by more than is allowed");
    expect(passing([start, other])).toBe(
      "the typical value did not get worse by more than is allowed",
    );
  });
});
