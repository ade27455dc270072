/** Scaling out: what a log says of it, the controller, and the load in phases. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { byMetric, observationProblem, observed } from "../../bench/check-records.ts";
import { experiment } from "../../bench/experiments/scale.out.ts";
import { control } from "../../bench/methods/controller.ts";
import { type ScalingLog, scalingJudged } from "../../bench/methods/scaling.ts";
import { inPhases } from "../../bench/payload/open-load.ts";
import { type LoadRequest, parsePhasedLoad, phasedLoad } from "../../bench/tools/open-load.ts";
import type {
  Command,
  Deployment,
  Image,
  Scaling,
  Target,
  TargetIdentity,
} from "../../bench/types.ts";

const MS = 1e6;
const never = new AbortController().signal;
const server: Command = { argv: ["serve"] };

function request(dueMs: number, tookMs: number, more: Partial<LoadRequest> = {}): LoadRequest {
  const times = { dueNs: dueMs * MS, sentNs: dueMs * MS, endedNs: (dueMs + tookMs) * MS };
  return { service: "two", ...times, by: { version: "v1", instance: "a" }, ...more };
}

/** A request each 10 ms from 0 to 6 s. */
function requests(tookMs: (dueMs: number) => number): LoadRequest[] {
  return Array.from({ length: 600 }, (_, index) => request(index * 10, tookMs(index * 10)));
}

const log: Omit<ScalingLog, "requests"> = {
  ...{ stepNs: 1000 * MS, backNs: 5000 * MS, endNs: 6000 * MS },
  replicas: [{ atNs: 0, count: 1 }],
  needed: { low: 1, high: 2 },
};
const objective = { windowNs: 200 * MS, share: 0.95, withinNs: 100 * MS, windows: 10 };

describe("a log of a service that is scaled", () => {
  it("says when answers are in time for good, and how long they were not", () => {
    const slow = (from: number, until: number) =>
      scalingJudged(
        { ...log, requests: requests((due) => (due >= from && due < until ? 300 : 20)) },
        objective,
      );
    expect(slow(1000, 1800)).toMatchObject({ metNs: 800 * MS, missedNs: 800 * MS, lost: 0 });
    // In time for less than ten windows does not count.
    expect(slow(2000, 2200)).toMatchObject({ metNs: 1200 * MS, missedNs: 200 * MS });
    expect(slow(1000, 5000)).toMatchObject({ metNs: undefined, missedNs: 4000 * MS });
    // That the load went back is no merit of the controller.
    const short = { ...log, backNs: 2000 * MS };
    const late = requests((due) => (due >= 1000 && due < 2000 ? 300 : 20));
    expect(scalingJudged({ ...short, requests: late }, objective).metNs).toBeUndefined();
  });

  it("minds 5% of late answers in a window at most, and counts what was lost", () => {
    const all = requests(() => 20);
    const late = all.map((one, index) => (index === 120 ? request(1200, 500) : one));
    expect(scalingJudged({ ...log, requests: late }, objective).missedNs).toBe(0);
    const lost = all.map((one, index) => {
      const { by: _, ...nobody } = one;
      return index === 50 || index === 150 ? { ...nobody, failure: "503" } : one;
    });
    // What was lost before the step has another reason.
    expect(scalingJudged({ ...log, requests: lost }, objective).lost).toBe(1);
  });

  it("counts instances over what the load needs, times their time", () => {
    const excess = (replicas: ScalingLog["replicas"]) =>
      scalingJudged({ ...log, requests: [], replicas }, objective).excessNs;
    expect(excess([{ atNs: 0, count: 1 }])).toBe(0);
    expect(
      excess([
        { atNs: 0, count: 1 },
        { atNs: 2000 * MS, count: 2 },
      ]),
    ).toBe(1000 * MS);
    expect(
      excess([
        { atNs: 0, count: 1 },
        { atNs: 2000 * MS, count: 2 },
        { atNs: 3000 * MS, count: 3 },
        { atNs: 5500 * MS, count: 1 },
      ]),
    ).toBe((2000 + 2 * 500) * MS);
  });
});

/** A service whose number of requests in flight depends on its instances. */
function scaling(inFlight: (count: number, ms: number) => number, growMs = 30) {
  let count = 1;
  const began = performance.now();
  const told: string[] = [];
  const made: Scaling = {
    inFlight: async () => inFlight(count, performance.now() - began),
    grow: async (service) => {
      told.push(`grow ${service}`);
      const beganNs = process.hrtime.bigint();
      await sleep(growMs);
      count++;
      const atNs = growMs * MS;
      return {
        beganNs,
        steps: [
          { step: "ready", atNs },
          { step: "joined", atNs },
        ],
      };
    },
    shrink: async (service) => {
      told.push(`shrink ${service}`);
      count--;
      const beganNs = process.hrtime.bigint();
      return {
        beganNs,
        steps: [
          { step: "left", atNs: 1 },
          { step: "gone", atNs: 2 },
        ],
      };
    },
  };
  return { made, told };
}

const asked = { service: "two", server, pollMs: 0, settleMs: 0, most: 3 };

async function controlled(of: Scaling, ms: number, more: Partial<typeof asked> = {}) {
  const stopped = new AbortController();
  setTimeout(() => stopped.abort(), ms);
  return control(of, { ...asked, ...more }, never, stopped.signal);
}

describe("the controller", () => {
  it("adds an instance when requests wait, and takes it away when few do", async () => {
    const { made, told } = scaling((count, ms) => (ms < 900 ? (count === 1 ? 6 : 1) : 0));
    const { crossedNs, grown, shrunk } = await controlled(made, 2000);
    expect(told).toEqual(["grow two", "shrink two"]);
    expect(grown[0]?.decidedNs).toBeGreaterThanOrEqual(crossedNs ?? 2n ** 63n);
    expect(shrunk).toHaveLength(1);
  });

  it("leaves a service alone that has little to do, and never has more than the most", async () => {
    const quiet = scaling(() => 0.3);
    expect((await controlled(quiet.made, 800)).crossedNs).toBeUndefined();
    expect(quiet.told).toEqual([]);
    const flooded = scaling(() => 99, 1);
    await controlled(flooded.made, 2500);
    expect(flooded.told).toEqual(["grow two", "grow two"]);
  });

  it("waits after a change until what had queued up was answered", async () => {
    const flooded = scaling(() => 99, 1);
    await controlled(flooded.made, 1800, { settleMs: 5000 });
    expect(flooded.told).toEqual(["grow two"]);
  });

  it("decides at its polling interval, however early it sees more", async () => {
    const { made } = scaling((count) => (count === 1 ? 6 : 1));
    const { crossedNs = 0n, grown } = await controlled(made, 1800, { pollMs: 1000 });
    const waitedMs = Number((grown[0]?.decidedNs ?? 0n) - crossedNs) / 1e6;
    expect(waitedMs).toBeGreaterThan(200);
  });

  it("ends with the error of an instance that does not start", async () => {
    const { made } = scaling(() => 9);
    const broken = { ...made, grow: () => Promise.reject(new Error("no room")) };
    await expect(controlled(broken, 3000)).rejects.toThrow("no room");
  });
});

describe("a load in phases", () => {
  const front = (service: string) => ({ service, address: "127.0.0.1", port: 1 });

  it("asks each service at its rate", () => {
    const all = inPhases(
      [
        { front: front("one"), rates: [10, 10] },
        { front: front("two"), rates: [10, 50] },
      ],
      [1000, 2000],
    );
    const of = (service: string, from: number, until: number) =>
      all.filter((one) => {
        return one.front.service === service && one.dueNs >= from * MS && one.dueNs < until * MS;
      }).length;
    expect([of("one", 0, 1000), of("one", 1000, 3000)]).toEqual([10, 20]);
    expect([of("two", 0, 1000), of("two", 1000, 3000)]).toEqual([10, 100]);
    const dues = all.map(({ dueNs }) => dueNs);
    expect(dues).toEqual([...dues].sort((a, b) => a - b));
  });

  it("is told to the payload, and read again", () => {
    const fronts = { two: { address: "127.0.0.1", port: 8002 } };
    const times = { phasesMs: [10, 20], patienceMs: 30 };
    const { argv } = phasedLoad(fronts, { two: [0.3, 1.5] }, times);
    expect(argv.slice(2)).toEqual(["phases", "30", "10,20", "two=127.0.0.1:8002=0.3,1.5"]);
    const load = { fromNs: "5", rates: { two: [1, 2] }, requests: [request(1, 2)] };
    expect(parsePhasedLoad(`loading\n${JSON.stringify(load)}\n`).fromNs).toBe(5n);
  });
});

describe("scale.out", () => {
  const params = {
    ...experiment.params.smoke,
    ...{ lowMs: 200, highMs: 2000, afterMs: 3000 },
  };

  /** The load is high while the payload would make it so. */
  function target({ grows = true, neighbour = "b", another = "z" } = {}) {
    const fronts = { two: { address: "127.0.0.1", port: 1 } };
    const told: string[] = [];
    const deploy = async (): Promise<Deployment> => {
      const { made } = scaling((count, ms) => {
        if (ms < 200 || ms > 2200) return 0;
        return count === 1 || !grows ? 9 : 1;
      });
      const fromNs = process.hrtime.bigint();
      const all = [
        ...requests((due) => (due >= 200 && due < 1000 ? 300 : 20)).filter(
          ({ dueNs }) => dueNs < 5200 * MS,
        ),
        request(1500, 20, { by: { version: "v1", instance: another } }),
        request(100, 20, { service: "one", by: { version: "v1", instance: "c" } }),
        request(100, 20, { service: "three", by: { version: "v1", instance: "b" } }),
        request(900, 20, { service: "three", by: { version: "v1", instance: neighbour } }),
      ];
      const rates = { one: [1, 1, 1], two: [10, 50, 10], three: [1, 1, 1] };
      const stdout = `loading\n${JSON.stringify({ fromNs: String(fromNs), rates, requests: all })}\n`;
      const result = { stdout, stderr: "", exitCode: 0, hostNs: 1 };
      return {
        fronts,
        load: async () => ({ stop: async () => result }),
        replace: () => Promise.reject(new Error("nothing is replaced")),
        scaling: made,
        close: async () => void told.push("close"),
      };
    };
    return { told, fake: { id: "fake", deploy } as unknown as Target };
  }

  async function run({ fake, told }: ReturnType<typeof target>) {
    const subject = {
      id: "fake haproxy 0 ms",
      roles: { target: "fake" },
      at: { way: "haproxy", pollMs: 0 },
    };
    const bench = { image: {} as Image, cpus: [0], memoryMiB: 64, signal: never };
    const lab = new CellLab(bench, subject, new Map([["fake", fake]]));
    try {
      return observed(await experiment.run(lab, subject, params));
    } finally {
      await lab.close();
      expect(told).toEqual(["close"]);
    }
  }

  it("tells each moment from the step, and whether only the loaded service changed", async () => {
    const found = await run(target());
    const metrics = new Map(
      experiment.metrics(params, { cpus: 1, memoryMiB: 1 }).map((one) => [one.id, one]),
    );
    expect(observationProblem(experiment.id, metrics, found)).toBeUndefined();
    const of = (metric: string) =>
      byMetric(found.measurements).get(metric)?.[0]?.values[0] ?? Number.NaN;
    expect(of("met")).toBe(800 * MS);
    const inOrder = ["crossed", "decided", "ready", "joined"].map(of);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    expect(of("gone")).toBeGreaterThanOrEqual(of("left"));
    expect(of("grown")).toBe(1);
    expect(of("rate.high")).toBe(50);
    expect(found.checks?.map(({ check, holds }) => `${check} ${holds}`)).toEqual([
      "scaled.objective-met yes",
      "scaled.only-loaded yes",
    ]);
    const other = await run(target({ neighbour: "other" }));
    expect(other.checks?.[1]).toMatchObject({ check: "scaled.only-loaded", holds: "no" });
    const alone = await run(target({ another: "a" }));
    expect(alone.checks?.[1]).toMatchObject({ check: "scaled.only-loaded", holds: "unknown" });
  });

  it("is measured in each way and at each polling interval", () => {
    const targets = [
      { id: "native" },
      { id: "some", ways: ["haproxy", "stop-first"] },
    ] as unknown as TargetIdentity[];
    const ids = (profile: "smoke" | "standard") =>
      experiment.subjects?.(targets, experiment.params[profile]).map(({ id }) => id);
    expect(ids("smoke")).toEqual(["some haproxy 0 ms"]);
    expect(ids("standard")).toEqual(["some haproxy 0 ms", "some haproxy 1000 ms"]);
  });
});
