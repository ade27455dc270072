/** Many cells, looked at several times: what is divided over them. */
import { describe, expect, it } from "vitest";
import { type Chances, type Decidable, decide, ERRORS } from "../../bench/stats/decide.ts";
import { combined, studentEvidence } from "../../bench/stats/evidence.ts";

/** A cell whose chances are what they are given as, after any number of rounds. */
function cell(chances: Partial<Chances>): Decidable {
  const { worse = 1, better = 1, harmless = 1, othersHarmless = 0 } = chances;
  return { after: () => ({ worse, better, harmless, othersHarmless }) };
}

const once = (cells: readonly Decidable[]) => decide(cells, [30]).map(({ verdict }) => verdict);
const many = (count: number, one: Decidable) => Array.from({ length: count }, () => one);

describe("what is asked of many cells", () => {
  it("is called regressed, or improved, by Holm's method over all of them", () => {
    const p = ERRORS.alpha / 2;
    expect(once([cell({ worse: p })])).toEqual(["regressed"]);
    expect(once([cell({ better: p })])).toEqual(["improved"]);
    // One of ten by chance is what one expects.
    for (const of of [{ worse: p }, { better: p }]) {
      expect(new Set(once(many(10, cell(of))))).toEqual(new Set(["inconclusive"]));
      expect(once([cell(of), ...many(9, cell({}))])[0]).toBe("inconclusive");
      expect(once([cell(of), cell({})])[0]).not.toBe("inconclusive");
    }
    // The smallest is asked of ten, the next of nine.
    const [tenth, ninth] = [ERRORS.alpha / 10, ERRORS.alpha / 9];
    const rest = many(8, cell({}));
    expect(once([cell({ worse: tenth }), cell({ worse: ninth }), ...rest]).slice(0, 2)).toEqual([
      ...["regressed", "regressed"],
    ]);
    expect(
      once([cell({ worse: tenth }), cell({ worse: ninth * 1.01 }), ...rest]).slice(0, 2),
    ).toEqual(["regressed", "inconclusive"]);
  });

  it("passes by itself: a gate passes only if all of them do", () => {
    expect(new Set(once(many(10, cell({ harmless: ERRORS.beta }))))).toEqual(new Set(["pass"]));
    expect(once([cell({ harmless: ERRORS.beta * 1.01 })])).toEqual(["inconclusive"]);
  });

  it("passes only if nothing else is open, and improves no sooner", () => {
    const [error, open] = [1e-6, { othersHarmless: ERRORS.beta * 1.01 }];
    expect(once([cell({ harmless: error, ...open })])).toEqual(["inconclusive"]);
    expect(once([cell({ better: error, harmless: error, ...open })])).toEqual(["inconclusive"]);
    expect(once([cell({ worse: error, ...open })])).toEqual(["regressed"]);
    expect(once([cell({ better: error, othersHarmless: ERRORS.beta })])).toEqual(["improved"]);
  });

  it("keeps what was said at a look, whatever the next ones show", () => {
    const fading: Decidable = {
      after: (rounds) => cell(rounds <= 20 ? { worse: 1e-6 } : { harmless: 1e-6 }).after(rounds),
    };
    expect(decide([fading], [10, 20, 30])[0]).toMatchObject({ verdict: "regressed", rounds: 10 });
    expect(decide([fading], [30])[0]).toMatchObject({ verdict: "pass", rounds: 30 });
  });
});

describe("an error of several parts", () => {
  it("is known as well as they are, by their weight", () => {
    // Of two means: variances 4 and 9 of 10 and 15 values. By hand, 1 / (0.4^2 / 9 + 0.6^2 / 14).
    const { standardError, degrees } = combined([
      { variance: 4 / 10, degrees: 9 },
      { variance: 9 / 15, degrees: 14 },
    ]);
    expect(standardError).toBeCloseTo(1, 12);
    expect(degrees).toBeCloseTo(22.9927, 4);
    expect(combined([{ variance: 2, degrees: 6 }]).degrees).toBeCloseTo(6, 12);
  });

  it("has no part in what does not vary", () => {
    const none = combined([{ variance: 0, degrees: 4 }]);
    expect(none.standardError).toBe(0);
    const sure = studentEvidence({ of: "run", n: 5, estimate: 0.02, ...none });
    expect([sure.pAbove(0.01), sure.pAbove(0.03)]).toEqual([0, 1]);
    expect(
      combined([
        { variance: 0, degrees: 4 },
        { variance: 1, degrees: 3 },
      ]).degrees,
    ).toBe(3);
  });
});
