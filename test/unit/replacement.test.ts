/** What a log of requests says about a replacement. */
import { describe, expect, it } from "vitest";
import { judged, type Log } from "../../bench/methods/replacement.ts";
import { type LoadRequest, parseOpenLoad } from "../../bench/tools/open-load.ts";

const MS = 1e6;

/** A request that took 2 ms, due at this moment. */
function request(service: string, dueMs: number, version: string, took = 2): LoadRequest {
  const by = { version, instance: `${service}-${version}` };
  return { service, dueNs: dueMs * MS, sentNs: dueMs * MS, endedNs: (dueMs + took) * MS, by };
}

function failed(service: string, dueMs: number, took = 1, failure = "503"): LoadRequest {
  const { by: _, ...rest } = request(service, dueMs, "", took);
  return { ...rest, failure };
}

/** From 0 to 2000 ms, 20 ms apart; the replacement is decided at 1000 ms. */
function log(two: (dueMs: number) => LoadRequest, more: Partial<Log> = {}): Log {
  const moments = Array.from({ length: 100 }, (_, index) => 20 * index);
  const requests = moments.flatMap((at) => [
    request("one", at, "v1"),
    two(at),
    request("three", at, "v1"),
  ]);
  const times = { decidedNs: 1000 * MS, doneNs: 1500 * MS };
  return { requests, replaced: "two", version: "v2", ...times, ...more };
}

const SMOOTH = log((at) => request("two", at, at < 1200 ? "v1" : "v2"));
const STOPPED = log((at) =>
  at >= 1000 && at < 1400 ? failed("two", at) : request("two", at, at < 1000 ? "v1" : "v2"),
);

describe("a replacement that nobody notices", () => {
  it("has no failure, and no longer gap than between two requests", () => {
    const { failed: count, neighboursFailed, gapNs, failedBefore } = judged(SMOOTH);
    expect({ count, neighboursFailed, gapNs, failedBefore }).toEqual({
      count: 0,
      neighboursFailed: 0,
      gapNs: 20 * MS,
      failedBefore: [],
    });
  });

  it("ends with the first answer of the new version after the last of the old one", () => {
    expect(judged(SMOOTH).replacedNs).toBe(202 * MS);
    const mixed = log((at) => request("two", at, at < 1200 || at === 1600 ? "v1" : "v2"));
    expect(judged(mixed).replacedNs).toBe(622 * MS);
  });

  it("counts an answer when it has come, not when it was asked for", () => {
    const slow = log((at) =>
      at === 1180 ? request("two", at, "v1", 300) : request("two", at, at < 1200 ? "v1" : "v2"),
    );
    expect(judged(slow).replacedNs).toBe(482 * MS);
  });
});

describe("a replacement that stops first", () => {
  it("has as many failures as requests came meanwhile, and the gap in which they came", () => {
    const { failed: count, gapNs, replacedNs } = judged(STOPPED);
    expect(count).toBe(20);
    expect(gapNs).toBe(420 * MS);
    expect(replacedNs).toBe(402 * MS);
  });

  it("has a gap until its end if nobody answers any more", () => {
    const ended = judged(log((at) => (at < 1000 ? request("two", at, "v1") : failed("two", at))));
    expect(ended.replacedNs).toBeUndefined();
    expect(ended.failed).toBe(50);
    expect(ended.gapNs).toBe((1980 + 1 - 982) * MS);
  });

  it("counts a request that was cut off, though it was sent before", () => {
    const cut = log((at) =>
      at === 980
        ? failed("two", at, 30, "ECONNRESET")
        : request("two", at, at < 1200 ? "v1" : "v2"),
    );
    const { failed: count, failedBefore } = judged(cut);
    expect([count, failedBefore]).toEqual([1, []]);
  });
});

it("a replacement is none if the old version goes on to answer", () => {
  expect(judged(log((at) => request("two", at, "v1"))).replacedNs).toBeUndefined();
});

it.each([
  [500, 1, "503"],
  [300, 2000, "timeout"],
])("a failure of a request at %d ms that took %d ms came before", (at, took, failure) => {
  const two = (due: number) =>
    due === at ? failed("two", due, took, failure) : request("two", due, due < 1200 ? "v1" : "v2");
  expect(judged(log(two)).failedBefore).toEqual([`two: ${failure}`]);
});

describe("the neighbours", () => {
  /** The neighbours' answers at these moments take longer. */
  function slowed(from: number, to: number, took: number): Log {
    const { requests, ...rest } = SMOOTH;
    const slow = (one: LoadRequest) =>
      one.service !== "two" && one.dueNs >= from * MS && one.dueNs < to * MS
        ? { ...one, endedNs: one.dueNs + took * MS }
        : one;
    return { ...rest, requests: requests.map(slow) };
  }

  it("are compared over the same time before and during it", () => {
    const [before, during] = [judged(slowed(500, 1000, 9)), judged(slowed(1000, 1500, 9))];
    expect(before.neighbours).toEqual({ before: [9 * MS], during: [2 * MS] });
    expect(during.neighbours).toEqual({ before: [2 * MS], during: [9 * MS] });
    const others = judged(slowed(0, 500, 9));
    expect(others.neighbours).toEqual({ before: [2 * MS], during: [2 * MS] });
  });

  it("have no percentile where none was asked", () => {
    const requests = SMOOTH.requests.filter(({ service }) => service === "two");
    expect(judged({ ...SMOOTH, requests }).neighbours).toEqual({ before: [], during: [] });
  });

  it("are told by the processes that answered, and by their failures", () => {
    const { requests } = SMOOTH;
    const restarted = requests.map((one) =>
      one.service === "three" && one.dueNs > 1100 * MS
        ? request("three", one.dueNs / MS, "v1b")
        : one,
    );
    const broken = [...restarted, failed("one", 1100)];
    const {
      processes,
      neighbourVersions,
      answers,
      neighboursFailed,
      failed: own,
    } = judged({
      ...SMOOTH,
      requests: broken,
    });
    expect(processes).toEqual({ one: ["one-v1"], three: ["three-v1", "three-v1b"] });
    expect(neighbourVersions).toEqual(["v1", "v1b"]);
    expect([answers, neighboursFailed, own]).toEqual([200, 1, 0]);
  });
});

it("lateness is from the time at which a request was due, not from when it was sent", () => {
  const late = SMOOTH.requests.map((one) => ({
    ...one,
    sentNs: one.dueNs + 7 * MS,
    endedNs: one.endedNs + 7 * MS,
  }));
  const { lateNs, neighbours } = judged({ ...SMOOTH, requests: late });
  expect(lateNs).toBe(7 * MS);
  expect(neighbours.during).toEqual([9 * MS]);
});

describe("the output of the load", () => {
  const one = { service: "one", dueNs: 0, sentNs: 1, endedNs: 2 };
  const output = (requests: unknown[], rest: object = {}) =>
    `loading\n${JSON.stringify({ fromNs: "12345678901234567890", rate: 50, requests, ...rest })}\n`;

  it("is read, with times beyond what a number holds", () => {
    const by = { version: "v1", instance: "7-ab" };
    const parsed = parseOpenLoad(
      output([
        { ...one, by },
        { ...one, failure: "503" },
      ]),
    );
    expect(parsed.fromNs).toBe(12_345_678_901_234_567_890n);
    expect(parsed.requests.map(({ failure }) => failure)).toEqual([undefined, "503"]);
  });

  it.each([
    ["a request that neither failed nor was answered", output([one])],
    ["a negative time", output([{ ...one, failure: "503", dueNs: -1 }])],
    ["no rate", output([], { rate: 0 })],
    ["a time in words", output([], { fromNs: "soon" })],
    ["nothing", "loading\n"],
  ])("is refused with %s", (_, stdout) => {
    expect(() => parseOpenLoad(stdout)).toThrow(/payload load/);
  });
});
