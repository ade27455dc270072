/** The model of a delivery: times that are made by known rules, and times that were measured. */
import { describe, expect, it } from "vitest";
import { breakEven, savesUpTo } from "../../bench/stats/break-even.ts";
import {
  checkLink,
  FEWEST_LINKS,
  largestError,
  linksOf,
  TARGET_ERROR,
} from "../../bench/stats/link-check.ts";
import { fitLink, type LinkTime } from "../../bench/stats/link-fit.ts";
import { type LinkModel, secondsOver, slowStartRounds } from "../../bench/stats/link-time.ts";
import { noise } from "../made-runs.ts";

const MB = 1e6;

function grid(rates: readonly number[], trips: readonly number[]) {
  return rates.flatMap((mbit) => trips.map((rttMs) => ({ mbit, rttMs })));
}
const WHOLE = grid([10, 100, 1000], [0, 20, 100]);

function timesOf(model: LinkModel, by = 0, links = WHOLE): readonly LinkTime[] {
  return links.map((link, at) => ({ ...link, seconds: secondsOver(link, model) * noise(at, by) }));
}

describe("rounds of slow start", () => {
  /** Sends segment by segment what the window allows, as TCP does, and counts the time. */
  function simulated(bytes: number, mbit: number, rttMs: number): number {
    const perSecond = (mbit * 1e6) / 8;
    const rtt = rttMs / 1e3;
    let [window, left, seconds] = [14_480, bytes, 0];
    while (left > 0) {
      const sent = Math.min(window, left);
      left -= sent;
      // The next window is allowed when the first answer to this one has come.
      seconds += left > 0 ? Math.max(rtt, sent / perSecond) : sent / perSecond;
      if (window / perSecond >= rtt) return (seconds + left / perSecond - bytes / perSecond) / rtt;
      window *= 2;
    }
    return (seconds - bytes / perSecond) / rtt;
  }

  it.each([
    [20_000, 100, 20],
    [1 * MB, 10, 100],
    [11 * MB, 100, 20],
    [50 * MB, 1000, 100],
  ])("are those of a window that doubles: %d bytes, %d Mbit/s, %d ms", (bytes, mbit, rttMs) => {
    expect(slowStartRounds(bytes, { mbit, rttMs })).toBeCloseTo(simulated(bytes, mbit, rttMs), 1);
  });

  it("are none where all bytes fit into the first window, or nothing is delayed", () => {
    expect(slowStartRounds(14_000, { mbit: 1000, rttMs: 100 })).toBe(0);
    expect(slowStartRounds(50 * MB, { mbit: 1000, rttMs: 0 })).toBe(0);
    expect(slowStartRounds(50 * MB, { mbit: 1, rttMs: 1 })).toBe(0);
  });

  it("are about the logarithm of the bytes where the link does not limit", () => {
    const rounds = slowStartRounds(11 * MB, { mbit: 1e9, rttMs: 100 });
    expect(rounds).toBeCloseTo(Math.floor(Math.log2(11e6 / 14_480 + 1)), 2);
  });
});

describe("the model of a delivery", () => {
  const truth: LinkModel = { bytes: 11 * MB, fixedSeconds: 0.5, unpackSeconds: 1.2, trips: 9 };

  it("is found again in times without noise", () => {
    const found = fitLink(timesOf(truth), truth.bytes);
    expect(found.fixedSeconds).toBeCloseTo(0.5, 1);
    expect(found.unpackSeconds).toBeCloseTo(1.2, 1);
    expect(found.trips).toBeCloseTo(9, 1);
  });

  it.each([0.02, 0.04])("predicts the other half where times scatter by %d", (by) => {
    const checked = checkLink(timesOf(truth, by), truth.bytes);
    expect(checked?.fitted).toBe(4);
    expect(checked?.predicted).toHaveLength(5);
    expect(largestError(checked?.predicted ?? [])).toBeLessThan(TARGET_ERROR);
    expect(largestError(checked?.predicted ?? [])).toBeGreaterThan(0);
  });

  it("fails its check where times follow another rule", () => {
    // Something breaks down on long links that are fast.
    const others = WHOLE.map(({ mbit, rttMs }) => ({
      ...{ mbit, rttMs },
      seconds: mbit > 50 && rttMs > 50 ? 40 : secondsOver({ mbit, rttMs }, truth),
    }));
    const checked = checkLink(others, truth.bytes);
    expect(largestError(checked?.predicted ?? [])).toBeGreaterThan(TARGET_ERROR);
  });

  it("misses times of round trips without its rounds of slow start", () => {
    const without = timesOf(truth).map((time) => ({
      ...time,
      seconds: time.seconds + (time.rttMs / 1e3) * 10 * Math.log10(time.mbit),
    }));
    const all = checkLink(timesOf(truth), truth.bytes)?.predicted ?? [];
    const wrong = checkLink(without, truth.bytes)?.predicted ?? [];
    expect(largestError(wrong)).toBeGreaterThan(5 * largestError(all));
  });

  it("has no figure below zero, whatever the times", () => {
    for (let seed = 1; seed < 40; seed++) {
      const times = WHOLE.map((link, at) => ({ ...link, seconds: 3 * noise(seed * 9 + at, 1.5) }));
      const { fixedSeconds, unpackSeconds, trips } = fitLink(times, 5 * MB);
      expect(Math.min(fixedSeconds, unpackSeconds, trips)).toBeGreaterThanOrEqual(0);
    }
  });

  it("is not checked with fewer links than make two halves", () => {
    const few = timesOf(truth, 0, grid([10, 100, 1000], [0]));
    expect(linksOf(few)).toHaveLength(FEWEST_LINKS - 1);
    expect(checkLink(few, truth.bytes)).toBeUndefined();
    // The same link twice is not two.
    expect(checkLink([...few, ...few], truth.bytes)).toBeUndefined();
    const enough = checkLink(timesOf(truth, 0, grid([10, 50, 100, 1000], [0])), truth.bytes);
    expect(enough).toMatchObject({ fitted: 3 });
  });

  it("is fitted and checked by different links, of all rates and delays", () => {
    const times = timesOf(truth);
    const { predicted = [] } = checkLink(times, truth.bytes) ?? {};
    expect(new Set(predicted.map(({ mbit }) => mbit)).size).toBe(3);
    expect(new Set(predicted.map(({ rttMs }) => rttMs)).size).toBe(3);
    // What is predicted is not known beforehand: changing it changes no prediction.
    const shifted = times.map((time) =>
      predicted.some(({ mbit, rttMs }) => mbit === time.mbit && rttMs === time.rttMs)
        ? { ...time, seconds: time.seconds * 3 }
        : time,
    );
    const again = checkLink(shifted, truth.bytes)?.predicted ?? [];
    expect(again.map(({ predictedSeconds }) => predictedSeconds)).toEqual(
      predicted.map(({ predictedSeconds }) => predictedSeconds),
    );
  });

  it("predicts links between others: of a cross, those that are not its ends", () => {
    const cross = [...grid([10, 100, 1000], [0]), ...grid([100], [20, 100])];
    const { predicted = [], fitted } = checkLink(timesOf(truth, 0, cross), truth.bytes) ?? {};
    expect(fitted).toBe(3);
    expect(predicted.map(({ mbit, rttMs }) => `${mbit} ${rttMs}`)).toEqual(["100 0", "100 20"]);
    expect(largestError(predicted)).toBeLessThan(0.02);
  });

  it("takes links that lie in no grid", () => {
    const links = [
      { mbit: 10, rttMs: 0 },
      { mbit: 50, rttMs: 50 },
      { mbit: 100, rttMs: 100 },
      { mbit: 1000, rttMs: 200 },
    ];
    const checked = checkLink(timesOf(truth, 0, links), truth.bytes);
    expect(checked).toMatchObject({ fitted: 2 });
    expect(checked?.predicted).toHaveLength(2);
  });

  /**
   * Podman on the reference machine, by hand, one time each, in s: an image of about 11 MB into an
   * empty store.
   */
  const MEASURED = {
    gzip: [9.34, 9.25, 10.39, 1.75, 1.95, 3.43],
    "zstd:chunked": [8.86, 9.26, 10.79, 1.37, 1.77, 4.05],
  };

  it.each(Object.entries(MEASURED))("predicts half of what was measured of %s", (_name, all) => {
    const times = grid([10, 100], [0, 20, 100]).map((link, at) => ({
      ...link,
      seconds: all[at] ?? Number.NaN,
    }));
    const { predicted = [] } = checkLink(times, 10.8 * MB) ?? {};
    expect(predicted.map(({ mbit, rttMs }) => `${mbit} ${rttMs}`)).toEqual(["10 20", "100 20"]);
    expect(largestError(predicted)).toBeLessThan(TARGET_ERROR);
  });
});

describe("a break-even", () => {
  const small: LinkModel = { bytes: 1 * MB, fixedSeconds: 1, unpackSeconds: 0, trips: 0 };
  const large: LinkModel = { bytes: 10 * MB, fixedSeconds: 0.1, unpackSeconds: 0, trips: 0 };
  const range = { low: 10, high: 1000, rttMs: 0 };

  it("is where both take as long", () => {
    const found = breakEven(small, large, range);
    expect(found).toMatchObject({ faster: "crosses", below: "first" });
    // 9 MB more take the 0.9 s that it begins earlier.
    expect(found.faster === "crosses" ? found.mbit : 0).toBeCloseTo(80, 3);
    expect(breakEven(large, small, range)).toMatchObject({ faster: "crosses", below: "second" });
  });

  it("is none where one is always faster, or both are the same", () => {
    expect(breakEven(small, { ...small, fixedSeconds: 2 }, range)).toEqual({ faster: "first" });
    expect(breakEven({ ...small, fixedSeconds: 2 }, small, range)).toEqual({ faster: "second" });
    expect(breakEven(small, { ...small, fixedSeconds: 1.01 }, range)).toEqual({ faster: "same" });
    expect(breakEven(small, large, { ...range, low: 100 })).toEqual({ faster: "second" });
    expect(breakEven(small, large, { ...range, high: 10 })).toEqual({ faster: "first" });
  });

  it("moves with the delay, where one waits more often than the other", () => {
    const often = { ...small, trips: 50 };
    const at = (rttMs: number) => {
      const found = breakEven(often, large, { ...range, rttMs });
      return found.faster === "crosses" ? found.mbit : 0;
    };
    expect(at(20)).toBeLessThan(0.6 * at(0));
  });

  it("says up to which rate something is saved", () => {
    const models = { sooner: { ...large, bytes: 0 }, later: large };
    expect(savesUpTo(1, models, range)).toBeCloseTo(80, -1);
    expect(savesUpTo(100, models, range)).toBeUndefined();
  });
});
