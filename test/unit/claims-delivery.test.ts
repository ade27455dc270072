/** What runs show of C4 and C5, where the truth is known: building, delivering, and reusing images. */
import { describe, expect, it } from "vitest";
import { experiment as building } from "../../bench/experiments/image.build.ts";
import { seeded } from "../../bench/random.ts";
import type { RunRecord, WorkloadPlan } from "../../bench/schema.ts";
import { normalQuantile } from "../../bench/stats/distributions.ts";
import { claimLine, claimSentence } from "../../reports/claims.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { reportInput } from "../../reports/model.ts";
import { loadLanguage } from "../../reports/text/languages.ts";
import { speaking } from "../../reports/text/message.ts";
import { claimOf, decided } from "../made-claims.ts";
import {
  FORMATS,
  LINKS,
  type MadeDeliveries,
  type MadeFormat,
  madeDeliveries,
} from "../made-deliveries.ts";
import { type Made, noise } from "../made-runs.ts";

const BUILDERS = ["podman", "docker", "crun", "qemu-microvm"];

interface Truth extends Partial<MadeDeliveries> {
  /** Of a build from nothing, in s. */
  readonly build?: (target: string) => number;
  /** How many times 40 MB are pulled into an empty store. */
  readonly pull?: (target: string, format: string) => number;
}

/** Deliveries over all links, and builds in as many rounds. */
function run({ build = () => 1, pull = () => 1, rounds = 12, ...rest }: Truth = {}): Made {
  const formats = (rest.formats ?? FORMATS).map((one) => {
    const [, ...others] = one.megabytes;
    // The same model for all, so that bytes alone tell them apart.
    const model = { fixedSeconds: 0.1, unpackSeconds: 0, trips: 5 };
    return { ...one, model, megabytes: [40 * pull(one.target.id, one.format), ...others] as const };
  });
  const made = madeDeliveries({ links: LINKS, rounds, ...rest, formats });
  return withBuilds(made, rounds, build);
}

function withBuilds(made: Made, rounds: number, build: (target: string) => number): Made {
  const ids = made.run.targets.map(({ id }) => id).filter((id) => BUILDERS.includes(id));
  const metrics = [...building.metrics({}, { cpus: 1, memoryMiB: 512 })];
  const subjects = ids.map((id) => ({ id, roles: { target: id }, at: {} }));
  const plan: WorkloadPlan = {
    ...{ id: "image.build", version: 1, title: "", family: "delivery", params: {} },
    ...{ metrics, rounds, subjects },
  };
  const records = Array.from({ length: rounds }, (_, index) =>
    ids.map((target, at): RunRecord => {
      const values = [build(target) * 1e9 * noise(index * 9 + at, 0.02)];
      const observed = { metric: "build", at: { case: "cold" }, values, clock: "host" as const };
      return {
        ...(made.records[0] as RunRecord),
        ...{ subject: target, target, workload: "image.build", round: index + 1 },
        outcome: { status: "ok", measurements: [observed] },
      };
    }),
  );
  return {
    run: { ...made.run, rounds, workloads: [...made.run.workloads, plan] },
    records: [...made.records, ...records.flat()],
  };
}

const isVm = (target: string) => target.startsWith("qemu");

describe("containers are built and delivered faster", () => {
  const vmTakes = (factor: number) => (target: string) => (isVm(target) ? factor : 1);

  it("holds where both is so, whatever an emulated machine's start takes", () => {
    const result = claimOf(run({ build: vmTakes(3), pull: vmTakes(1.5) }), "C4");
    expect(result).toMatchObject({ verdict: "holds", emulated: [] });
    // crun and docker and podman, twice each.
    expect(result.parts).toHaveLength(6);
    for (const { figure, rounds } of result.parts) {
      expect(figure).toBeLessThan(1);
      expect(rounds).toBe(12);
    }
  });

  it("does not hold where a machine is as quick, or quicker", () => {
    expect(claimOf(run({ build: vmTakes(0.5), pull: vmTakes(0.4) }), "C4").verdict).toBe(
      "does-not-hold",
    );
    // Three rounds show nothing.
    expect(claimOf(run({ rounds: 3 }), "C4").verdict).toBe("not-shown");
  });

  it("depends where one is so, and the other is not", () => {
    const result = claimOf(run({ build: vmTakes(0.3), pull: vmTakes(1.5) }), "C4");
    expect(result.verdict).toBe("depends");
    expect(claimSentence(result)).toMatch(/It is so for .*a pull 0\.\d\dx the quickest VM's time/);
    expect(claimSentence(result)).toMatch(/It is not so for .*a build 3\.\d\dx the quickest VM's/);
  });

  it("does not hold for all where one is not so, and of the others nothing is shown", () => {
    const result = claimOf(run({ build: vmTakes(0.1) }), "C4");
    expect(result.verdict).toBe("not-for-all");
    expect(claimSentence(result)).toMatch(/does not hold for all\. It is not so for .*a build/);
    expect(claimSentence(result)).toMatch(/Undecided for .*a pull/);
    expect(claimSentence(result)).not.toContain("It is so for");
  });

  it("takes the quickest format of each", () => {
    const pulled = (pull: Truth["pull"] & object) =>
      claimOf(run({ build: vmTakes(3), pull }), "C4").verdict;
    // A slow format beside a quick one changes nothing.
    const slow = (format: string) => ["podman-gzip", "qemu-raw"].includes(format);
    expect(pulled((target, format) => vmTakes(1.5)(target) * (slow(format) ? 5 : 1))).toBe("holds");
    const backing = (_target: string, format: string) => (format === "qemu-backing" ? 0.4 : 1);
    expect(pulled(backing)).toBe("depends");
  });

  it("takes no lazy format, whose pull fetches next to nothing", () => {
    const [raw] = FORMATS.filter(({ format }) => format === "qemu-raw") as [MadeFormat];
    const http = { ...raw, format: "qemu-http", laterMegabytes: { byFirstOutput: 20, all: 60 } };
    const pull = (target: string, format: string) =>
      format === "qemu-http" ? 0.02 : vmTakes(1.5)(target);
    const of = (formats: readonly MadeFormat[]) =>
      claimOf(run({ build: vmTakes(3), pull, formats }), "C4");
    const [without, beside] = [of(FORMATS).parts, of([...FORMATS, http]).parts];
    expect(beside).toHaveLength(without.length);
    for (const [at, { figure }] of beside.entries()) {
      // Another cell moves the made noise.
      expect(figure / (without[at]?.figure ?? Number.NaN)).toBeCloseTo(1, 1);
    }
    const { laterMegabytes: _, ...whole } = http;
    expect(of([...FORMATS, whole]).verdict).toBe("depends");
  });

  it("is wrong in no more than one run of twenty where machines are exactly as quick", () => {
    const RUNS = 200;
    const random = seeded(20_260_102);
    const draw = () => normalQuantile((random.below(1_000_000) + 0.5) / 1_000_000);
    const same = run({
      formats: FORMATS.slice(0, 1).concat(FORMATS.slice(-1)),
      scatter: 0,
      rounds: 8,
    });
    const scattered = (): Made => ({
      ...same,
      records: same.records.map((record) => {
        if (record.outcome.status !== "ok") return record;
        const factor = Math.exp(0.1 * draw());
        const measurements = record.outcome.measurements
          .filter(({ metric }) => metric === "pull" || metric === "build")
          .map((one) => ({ ...one, values: one.values.map(() => 1e9 * factor) }));
        return { ...record, outcome: { ...record.outcome, measurements } };
      }),
    });
    let wrong = 0;
    for (let made = 0; made < RUNS; made++) {
      const [result] = decided(scattered(), ["C4"]);
      wrong += result?.verdict === "not-shown" ? 0 : 1;
    }
    // More than this is seen once in ten thousand times.
    expect(wrong).toBeLessThanOrEqual(RUNS * 0.05 + 3.7 * Math.sqrt(RUNS * 0.05 * 0.95));
  });

  it("is decided by links together, in few rounds, but not by one link", () => {
    const truth = { build: vmTakes(3), pull: vmTakes(1.5), rounds: 3 };
    const pulled = (of: Made) =>
      claimOf(of, "C4").parts.filter(({ workload }) => workload === "image.pull");
    const some = pulled(run(truth));
    expect(some.map(({ rounds }) => rounds)).toEqual([3, 3, 3]);
    // Builds of three rounds decide nothing.
    expect(claimOf(run(truth), "C4").verdict).toBe("not-shown");
    expect(claimOf(run(truth), "C4").moreRounds).toBeGreaterThan(0);
    expect(claimOf(run({ ...truth, rounds: 12 }), "C4").verdict).toBe("holds");
    expect(claimOf(run({ ...truth, links: LINKS.slice(0, 1) }), "C4").verdict).toBe("not-shown");
  });

  it("says what is missing: a machine that is pulled, and the command that measures it", () => {
    const containers = FORMATS.filter(({ target }) => !isVm(target.id));
    const result = claimOf(run({ formats: containers }), "C4");
    expect(result.verdict).toBe("not-measured");
    expect(result.command).toBe("isotax run --claims C4 --profile standard");
  });

  it("asks nothing of a target for which nothing is built or delivered", () => {
    const { run: made, records } = run({ build: vmTakes(3), pull: vmTakes(1.5) });
    const [first] = made.targets;
    const targets = [...made.targets, { ...first, id: "runc", kind: "runtime" as const }];
    const more = { ...made, targets: targets as typeof made.targets };
    const result = claimOf({ run: more, records }, "C4");
    expect(result).toMatchObject({ verdict: "holds", gaps: [] });
  });
});

describe("image layers are reused", () => {
  it("holds where containers and machines send little again, in one round", () => {
    const formats = FORMATS.filter(({ format }) => format !== "qemu-raw");
    const result = claimOf(run({ formats, rounds: 1 }), "C5");
    expect(result).toMatchObject({ verdict: "holds", gaps: [], emulated: [] });
    const podman = result.parts.filter(({ target }) => target === "podman");
    // In the format that sends least: 6.5 of 40 MB with the base, 0.05 of 40 MB of a changed file.
    expect(podman.map(({ figure }) => figure.toFixed(4))).toEqual(["0.1625", "0.0013"]);
    expect(podman.map(({ against }) => against)).toEqual(["podman-gzip", "podman-chunked"]);
    expect(claimSentence(result)).toMatch(
      /podman: the base there: 16\.3% of the first delivery's bytes \(podman-gzip\), one file changed: 0\.13%/,
    );
    expect(claimLine(result)).toMatch(/holds \(0\.13% to [\d.]+% sent again\)$/);
  });

  it("depends where a machine's whole disk is sent each time", () => {
    const formats = FORMATS.filter(({ format }) => format !== "qemu-backing");
    const result = claimOf(run({ formats, rounds: 1 }), "C5");
    expect(result.verdict).toBe("depends");
    expect(
      result.parts.filter(({ answer }) => answer === "no").map(({ target }) => target),
    ).toEqual(["qemu-microvm", "qemu-microvm"]);
  });

  it("does not hold where layers are sent whole, and is not measured without bytes", () => {
    const whole = FORMATS.filter(({ format }) => format === "podman-gzip").map((one) => ({
      ...one,
      megabytes: [40, 39, 38, 40] as const,
    }));
    expect(claimOf(run({ formats: whole, rounds: 1 }), "C5").verdict).toBe("does-not-hold");
    const { run: made, records } = run({ formats: whole, rounds: 1 });
    const without = records.map((record) => {
      if (record.outcome.status !== "ok") return record;
      const measurements = record.outcome.measurements.filter(
        ({ metric }) => metric !== "received",
      );
      return { ...record, outcome: { ...record.outcome, measurements } };
    });
    const result = claimOf({ run: made, records: without }, "C5");
    expect(result.verdict).toBe("not-measured");
    expect(claimSentence(result)).toContain("isotax run --claims C5");
  });

  it("leads to the section that has the figures, in each language", async () => {
    const { run: made, records } = run({ rounds: 2 });
    for (const tag of ["en", "ko"] as const) {
      const html = await speaking(await loadLanguage(tag), async () =>
        String(await htmlReport.render(reportInput(made, records))),
      );
      const claim = html.split('id="claim-C5"')[1]?.split("</details>")[0] ?? "";
      expect(claim).toContain('href="#delivery"');
      expect(claim).toContain("0.13%");
      expect(html.split('id="claim-C4"')[1]?.split("</details>")[0]).toMatch(/\d\.\d\dx/);
    }
  });
});
