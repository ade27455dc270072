import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { byMetric, observed } from "../../bench/check-records.ts";
import { experiment } from "../../bench/experiments/footprint.idle.ts";
import { folded } from "../../bench/stats/fold.ts";
import { slope } from "../../bench/stats/slope.ts";
import type { Footprint, Image, Session, Target } from "../../bench/types.ts";

const never = new AbortController().signal;

/** A target of which `count` instances take what `takes` says. */
function target(takes: (count: number) => Footprint | undefined) {
  const state = { open: 0, most: 0 };
  const session = (): Session =>
    ({
      footprint: () => takes(state.open),
      close: async () => {
        state.open--;
      },
    }) as unknown as Session;
  const fake = {
    id: "fake",
    open: async () => {
      state.open++;
      state.most = Math.max(state.most, state.open);
      if (state.open > 4) throw new Error("no room");
      return session();
    },
  } as unknown as Target;
  return { state, fake };
}

const footprint = (anonBytes: number): Footprint => ({
  pss: { anonBytes, fileBytes: 0, shmemBytes: 0 },
  availableBytes: 1e9 - 2 * anonBytes,
  diskUsedBytes: 7,
});

/** The slope of each metric. */
async function measured(fake: Target, instances: number): Promise<ReadonlyMap<string, number>> {
  const subject = { id: "fake", roles: { target: "fake" }, at: {} };
  const bench = { image: {} as Image, cpus: [0], memoryMiB: 64, signal: never };
  const lab = new CellLab(bench, subject, new Map([["fake", fake]]));
  try {
    const found = byMetric(
      observed(await experiment.run(lab, subject, { instances })).measurements,
    );
    const metrics = experiment.metrics({ instances }, lab.size);
    const values = metrics.flatMap((metric) => folded(metric, found.get(metric.id) ?? []));
    return new Map(values.map(({ metric, value }) => [metric.id, value]));
  } finally {
    await lab.close();
  }
}

describe("the footprint of an instance", () => {
  it("is the slope of a line through all counts", () => {
    expect(slope([1, 2, 4, 8], [15, 25, 45, 85])).toBeCloseTo(10, 10);
    expect(slope([1, 2], [5, 5])).toBe(0);
    expect(() => slope([1], [5])).toThrow(RangeError);
  });

  it("leaves out what all share, and opens no more than it was told", async () => {
    const { fake, state } = target((count) => footprint(1_000_000 + count * 300));
    const found = await measured(fake, 4);
    expect(state).toEqual({ open: 0, most: 4 });
    expect(found.get("pss")).toBeCloseTo(300, 6);
    expect(found.get("available")).toBeCloseTo(600, 6);
    expect(found.get("disk")).toBe(0);
    // Nothing is charged where there is no group to charge.
    expect([...found.keys()].some((metric) => metric.startsWith("cgroup"))).toBe(false);
  });

  it("closes what is open when one more cannot be had", async () => {
    const { fake, state } = target((count) => footprint(count));
    await expect(measured(fake, 8)).rejects.toThrow("no room");
    // The one that failed was never open.
    expect(state.open).toBe(1);
  });

  it("is an error where nothing can be counted", async () => {
    await expect(measured(target(() => undefined).fake, 2)).rejects.toThrow(/cannot be counted/);
  });
});
