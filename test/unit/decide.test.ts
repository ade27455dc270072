/** Many cells, looked at several times: what is divided over them. */
import { describe, expect, it } from "vitest";
import { type Decidable, decide, ERRORS } from "../../bench/stats/decide.ts";
import { combined, type Evidence, studentEvidence } from "../../bench/stats/evidence.ts";

/** A cell whose chances are what they are given as, whatever the bound. */
function cell(chances: { worse?: number; better?: number; harmless?: number }): Decidable {
  const margin = 0.05;
  const { worse = 1, better = 1, harmless = 1 } = chances;
  const evidence: Evidence = {
    ...{ n: 30, of: "round", inTurns: true, estimate: 0 },
    ...{ lower: () => undefined, upper: () => undefined },
    ...{ interval: () => undefined, fewest: () => 0, moreRounds: () => undefined },
    wouldShow: () => Number.POSITIVE_INFINITY,
    pAbove: () => worse,
    pBelow: (bound) => (bound < 0 ? better : harmless),
  };
  return { margin: () => margin, after: () => evidence };
}

const once = (cells: readonly Decidable[]) =>
  decide(cells, [30], [30]).map(({ verdict }) => verdict);
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

  it("is asked with a share of the error at each look, and keeps what was said at one", () => {
    const looks = [10, 20, 30];
    // A sixth, a third and a half: in proportion to the rounds.
    const seen = cell({ worse: (0.999 * ERRORS.alpha) / 3 });
    expect(decide([seen], [10], looks)[0]?.verdict).toBe("inconclusive");
    expect(decide([seen], [10, 20], looks)[0]).toMatchObject({ verdict: "regressed", rounds: 20 });
    const fading: Decidable = {
      ...seen,
      after: (rounds) => cell(rounds <= 20 ? { worse: 1e-6 } : { harmless: 1e-6 }).after(rounds),
    };
    expect(decide([fading], looks, looks)[0]).toMatchObject({ verdict: "regressed", rounds: 10 });
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
