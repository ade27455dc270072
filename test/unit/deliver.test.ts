import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { byMetric, observationProblem, observed } from "../../bench/check-records.ts";
import { experiment } from "../../bench/experiments/image.pull.ts";
import { planWorkload } from "../../bench/plan.ts";
import type { Delivery, Image, Target, TargetIdentity } from "../../bench/types.ts";

const signal = new AbortController().signal;
const quick = experiment.params.quick;

/** A target to which each version comes at this rate. What is done with its stores is told. */
function target({
  mbit = 90,
  output = "ready\nread 1000\n",
  started = "ready\n",
  breaks = "",
  lazy = false,
} = {}) {
  const told: string[] = [];
  let stores = 0;
  const deliver: Target["deliver"] = async ({ format, mbit: asked }) => {
    const store = ++stores;
    const tell = (what: string) => told.push(`${store} ${what}`);
    tell(`${format} ${asked}`);
    const delivery: Delivery = {
      link: { mbit: asked, rttMs: 0, delay: "none", mtu: 1500, congestionControl: "cubic" },
      pull: async (version) => {
        tell(`pull ${version}`);
        if (version === breaks) throw new Error("no more registry");
        const receivedBytes = 1e6;
        const hostNs = (8 * receivedBytes * 1000) / mbit;
        return { hostNs, receivedBytes, sentBytes: 7, requests: 7 };
      },
      run: async (version, { argv }) => {
        const reads = String(argv.at(-1)).includes("readdir");
        tell(`${reads ? "read" : "run"} ${version}`);
        const came = { receivedBytes: 3, receivedByFirstLine: 2 };
        return reads
          ? { stdout: output, linesNs: [5e6, 8e6], ...came }
          : { stdout: started, linesNs: [5e6], ...came };
      },
      close: async () => void tell("close"),
    };
    return delivery;
  };
  const formats = [{ id: "some", main: true, lazy, tools: [] }];
  return { told, fake: { id: "fake", deliver, formats } as unknown as Target };
}

async function deliver(fake: Target) {
  const subject = {
    id: "some",
    roles: { target: "fake" },
    at: { format: "some", mbit: 100, rttMs: 0 },
  };
  const bench = {
    image: { files: [{ bytes: 900 }, { bytes: 100 }] } as unknown as Image,
    cpus: [0],
    memoryMiB: 64,
    signal,
  };
  const lab = new CellLab(bench, subject, new Map([["fake", fake]]));
  try {
    return { found: observed(await experiment.run(lab, subject, quick)), lab };
  } finally {
    await lab.close();
  }
}

describe("image.pull", () => {
  it.each([
    [false, "run"],
    [true, "read"],
  ])("fills a store, version by version, and reads all of what is lazy: %s", async (lazy, runs) => {
    const { fake, told } = target({ lazy });
    await deliver(fake);
    expect(told).toEqual([
      "1 some 100",
      "1 pull base",
      // What was pulled whole is read once.
      "1 read base",
      ...["first", "file-changed", "dependency-changed"].flatMap((version) => [
        `1 pull ${version}`,
        `1 ${runs} ${version}`,
      ]),
      "1 close",
    ]);
  });

  it("observes each store with the metrics that it declares", async () => {
    const { found, lab } = await deliver(target().fake);
    const metrics = new Map(experiment.metrics(quick, lab.size).map((one) => [one.id, one]));
    expect(observationProblem(experiment.id, metrics, found)).toBeUndefined();
    const of = (metric: string) =>
      (byMetric(found.measurements).get(metric) ?? []).map(({ at, values }) => [at, values]);
    expect(of("requests")).toEqual([
      [{ store: "empty-store" }, [7]],
      [{ store: "base-there" }, [7]],
      [{ store: "file-changed" }, [7]],
      [{ store: "dependency-changed" }, [7]],
    ]);
    const [, [ns] = []] = of("first-output")[0] as [unknown, number[]];
    expect(ns).toBeCloseTo(8e9 / 90 + 5e6, 0);
    const [, [allNs] = []] = of("all-read")[0] as [unknown, number[]];
    expect(allNs).toBeCloseTo(8e9 / 90 + 8e6, 0);
    expect(of("all-read")).toHaveLength(1);
    expect(of("received")[0]).toEqual([{ store: "empty-store" }, [1e6]]);
    expect(of("received.run")[0]).toEqual([{ store: "empty-store" }, [3]]);
    expect(of("received.first-output")[0]).toEqual([{ store: "empty-store" }, [1e6 + 2]]);
    expect(of("client-cpu")).toEqual([]);
    expect(lab.timedNs).toBeCloseTo(4 * (8e9 / 90 + 5e6) + 3e6, 0);
  });

  it.each([
    [90, "yes"],
    [100.5, "yes"],
    [102, "no"],
  ])("says of %d Mbit/s on a link of 100 whether it kept the rate", async (mbit, holds) => {
    const { found } = await deliver(target({ mbit }).fake);
    expect(found.checks).toMatchObject([
      { check: "link.rate", holds, evidence: { values: { mbit: 100, mtu: 1500 } } },
    ]);
  });

  it("closes the store if a pull fails or what came does not run", async () => {
    for (const [wrong, error] of [
      [target({ breaks: "file-changed" }), "no more registry"],
      [target({ output: "reary\nread 1000\n" }), /reary/],
      [target({ output: "ready\nread 999\n" }), /read 999/],
      [target({ started: "ready\nread 9\n" }), /read 9/],
    ] as const) {
      await expect(deliver(wrong.fake)).rejects.toThrow(error);
      const opened = wrong.told.filter((line) => line.endsWith("some 100")).length;
      expect(wrong.told.filter((line) => line.endsWith("close")).length).toBe(opened);
    }
  });

  it("is measured in each format of a target and at each rate, in short runs in the main ones", () => {
    const other = { id: "other" } as TargetIdentity;
    const formats = ["a", "b", "c"].map((id) => ({ id, main: id !== "c" }));
    const targets = [other, { id: "podman", formats } as unknown as TargetIdentity];
    const size = { cpus: 1, memoryMiB: 64 };
    const planned = (profile: "quick" | "standard") =>
      planWorkload(experiment, { profile, params: {}, size, targets }).subjects;
    expect(planned("quick")).toEqual([
      { id: "a 100 Mbit/s", roles: { target: "podman" }, at: { format: "a", mbit: 100, rttMs: 0 } },
      { id: "b 100 Mbit/s", roles: { target: "podman" }, at: { format: "b", mbit: 100, rttMs: 0 } },
    ]);
    expect(planned("standard")?.map(({ id }) => id)).toEqual(
      ["a", "b", "c"].flatMap((format) => [
        // A whole disk takes six minutes there, and says nothing new.
        ...(format === "c" ? [] : [`${format} 10 Mbit/s`]),
        `${format} 100 Mbit/s`,
        `${format} 1000 Mbit/s`,
        `${format} 100 Mbit/s 20 ms`,
        ...(format === "c" ? [] : [`${format} 100 Mbit/s 100 ms`]),
      ]),
    );
  });
});
