/** Shards that make one run, and folders that do not. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeShards, type RunPart } from "../../bench/campaign/merge.ts";
import { divide } from "../../bench/campaign/shard.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { verbatim } from "../../bench/messages.ts";
import { makePlan } from "../../bench/plan.ts";
import type { Run, RunRecord, TargetState } from "../../bench/schema.ts";
import { RunSchema } from "../../bench/schema.ts";
import { analyze } from "../../bench/stats/analyze.ts";
import { readRun, writeRun } from "../../bench/store.ts";
import { textOf } from "../../reports/text/message.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { temporaryFolder } from "../support.ts";

/** The example as a whole run: where it left cells out, it says that they are unavailable. */
function whole(): { run: Run; records: RunRecord[] } {
  const run: Run = { ...exampleRun(), code: "c".repeat(64) };
  const records = exampleRecords();
  for (const target of run.targets) {
    for (const workload of run.workloads) {
      const is = (one: RunRecord) => one.target === target.id && one.workload === workload.id;
      const like = records[0];
      if (records.some(is) || like === undefined) continue;
      records.push({
        ...{ ...like, subject: target.id, target: target.id, workload: workload.id, round: 1 },
        outcome: {
          status: "unavailable",
          reason: verbatim("not in the example"),
          remedy: verbatim("none"),
        },
      });
    }
  }
  return { run, records };
}

/** The same as it would have been measured on `count` machines. */
function split(count: number, { run, records } = whole()): RunPart[] {
  return divide(run.workloads, count, () => 1).map((workloads, at) => {
    const own: Run = {
      ...run,
      runId: `${run.runId}-${at + 1}`,
      shard: { index: at + 1, count, workloads: run.workloads.map(({ id }) => id) },
      workloads: [...workloads],
    };
    const plan = makePlan({ ...own, targets: own.targets.map(({ id }) => id) });
    return {
      folder: `/shards/${at + 1}`,
      run: own,
      torn: false,
      records: plan.flatMap((cell) =>
        records
          .filter(
            (one) =>
              one.target === cell.target &&
              one.workload === cell.workload &&
              one.round === cell.round,
          )
          .map((one) => ({ ...one, position: cell.position })),
      ),
    };
  });
}

/** Two shards, the second one changed. */
function pair(change: (run: Run) => Partial<Run>): RunPart[] {
  const [one, two] = split(2) as [RunPart, RunPart];
  return [one, { ...two, run: { ...two.run, ...change(two.run) } }];
}

function target(run: Run, id: string, change: (state: TargetState) => Partial<TargetState>) {
  return {
    targets: run.targets.map((one) => (one.id === id ? { ...one, ...change(one) } : one)),
  };
}

function refusal(parts: readonly RunPart[]): IsotaxError {
  try {
    mergeShards(parts);
  } catch (error) {
    if (error instanceof IsotaxError) return error;
    throw error;
  }
  throw new Error("it was merged");
}

/** The reasons, one for each line. */
function reasons(error: IsotaxError): string[] {
  return error.message.split("\n  - ").slice(1);
}

describe("merging the shards of a plan", () => {
  it.each([1, 2, 3])("gives the analysis of the run that was not divided: %i", (count) => {
    const original = whole();
    const merged = mergeShards(split(count, original));
    const before = analyze(original.run, original.records);
    const after = analyze(merged.run, merged.records);
    expect(after.rows).toEqual(before.rows);
    const sorted = (all: typeof before.notMeasured) => all.map((one) => JSON.stringify(one)).sort();
    expect(sorted(after.notMeasured)).toEqual(sorted(before.notMeasured));
    expect(after.warnings).toEqual(before.warnings);
    expect(after.workloads).toEqual(before.workloads);
    expect(after.targets).toEqual(before.targets);
    expect(after.channelNs).toEqual(before.channelNs);
  });

  it("does not depend on the order in which the folders are named", () => {
    const parts = split(3);
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (shuffled) => {
        expect(mergeShards(shuffled)).toEqual(mergeShards(parts));
      }),
    );
  });

  it("numbers the cells on from shard to shard, so that each position is one cell's", () => {
    const parts = split(3);
    const { records } = mergeShards(parts);
    expect(records).toHaveLength(parts.flatMap((part) => part.records).length);
    const positions = records.map(({ position }) => position);
    expect(new Set(positions).size).toBe(positions.length);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
  });

  it("is a run like any other, which says what it was made of", () => {
    const { run } = mergeShards(split(2));
    expect(RunSchema.safeParse(run).success).toBe(true);
    expect(run.shard).toBeUndefined();
    expect(run.status).toBe("complete");
    expect(run.mergedFrom?.map(({ workloads }) => workloads)).toEqual([
      ["start.exec", "image.size"],
      ["cpu.sysbench"],
    ]);
    expect(run.runId).toMatch(/^20260102-030405-[0-9a-f]{4}$/);
  });

  it("lasts from the first start to the last end, and took what all took", () => {
    const { run } = mergeShards(
      pair(() => ({
        createdAt: "2026-01-02T03:00:00.000Z",
        finishedAt: "2026-01-02T04:00:00.000Z",
        harness: { setupMs: 500, wallMs: 1000, estimates: [{ atMs: 0, leftMs: 9 }] },
      })),
    );
    expect(run.createdAt).toBe("2026-01-02T03:00:00.000Z");
    expect(run.finishedAt).toBe("2026-01-02T04:00:00.000Z");
    expect(run.harness).toEqual({ setupMs: 1500, wallMs: 61_000, estimates: [] });
  });

  it("keeps the calibration of the first shard, whole", () => {
    const other = {
      start: { channelNs: [1], floorNs: [1] },
      end: { channelNs: [2], floorNs: [2] },
    };
    const { run } = mergeShards(pair(() => ({ calibration: other })));
    expect(run.calibration).toEqual(exampleRun().calibration);
  });

  it("tells a warning of several shards once", () => {
    const fresh = {
      code: "steal",
      message: verbatim("others took 9%"),
      remedy: verbatim("wait"),
    } as const;
    const { run } = mergeShards(pair(({ warnings }) => ({ warnings: [...warnings, fresh] })));
    expect(run.warnings).toEqual([...exampleRun().warnings, fresh]);
  });

  it("warns of hosts that are of one kind and yet not the same", () => {
    const { run } = mergeShards(
      pair(({ host }) => ({ bootId: "another", cpus: [3], host: { ...host, OS: "Debian 13" } })),
    );
    const warning = run.warnings.at(-1);
    expect(warning?.code).toBe("host-changed");
    const said = textOf(warning?.message ?? "");
    expect(said).toContain("booted anew, or is another one of its kind");
    expect(said).toContain("CPUs of the targets: 1 in shard 1/2; 3 in shard 2/2");
    expect(said).toContain("OS: Debian 12 in shard 1/2; Debian 13 in shard 2/2");
  });

  it("warns of a target's facts that do not make its samples others", () => {
    const vm = (run: Run) =>
      target(run, "qemu-microvm", ({ facts }) => ({ facts: { ...facts, QEMU: "9" } }));
    const warning = mergeShards(pair(vm)).run.warnings.at(-1);
    expect(textOf(warning?.message ?? "")).toContain(
      "qemu-microvm: QEMU: not there in shard 1/2; 9 in shard 2/2",
    );
  });

  it("takes a guest's size that is nearly the same for the same", () => {
    const sized = (text: string) => (run: Run) =>
      target(run, "qemu-microvm", ({ facts }) => ({
        facts: { ...facts, "memory seen inside": text },
      }));
    const [one, two] = split(2) as [RunPart, RunPart];
    const at = (part: RunPart, text: string) => ({
      ...part,
      run: { ...part.run, ...sized(text)(part.run) },
    });
    expect(mergeShards([at(one, "479 MiB"), at(two, "475 MiB")]).run.warnings).toEqual(
      exampleRun().warnings,
    );
    expect(refusal([at(one, "479 MiB"), at(two, "400 MiB")]).message).toContain(
      "qemu-microvm: memory seen inside: 479 MiB in /shards/1; 400 MiB in /shards/2",
    );
  });
});

describe("folders that do not make one run", () => {
  it.each<[string, (run: Run) => Partial<Run>, string]>([
    ["isotax", () => ({ isotax: "9.9.9" }), "isotax: 0.1.0 in /shards/1; 9.9.9 in /shards/2"],
    [
      "sources",
      () => ({ code: "d".repeat(64) }),
      "sources of isotax: cccccccccccc in /shards/1; d",
    ],
    ["profile", () => ({ profile: "smoke" }), "profile: quick in /shards/1; smoke in /shards/2"],
    ["seed", () => ({ seed: 7 }), "seed: 42 in /shards/1; 7 in /shards/2"],
    ["memory", () => ({ memoryMiB: 511 }), "memory in MiB: 512 in /shards/1; 511 in /shards/2"],
    ["CPUs", () => ({ cpus: [1, 2] }), "number of CPUs: 1 in /shards/1; 2 in /shards/2"],
    [
      "image",
      ({ image }) => ({
        image: { digest: "d2", tools: image.tools.map((tool) => ({ ...tool, sha256: "ff" })) },
      }),
      "image: d1 in /shards/1; d2 in /shards/2 (other bytes: busybox)",
    ],
    [
      "own image",
      ({ image }) => ({
        image: { ...image, digest: "d2", from: { kind: "archive", digest: "e".repeat(64) } },
      }),
      "image: d1 in /shards/1; d2 in /shards/2 (other bytes: your image)",
    ],
    [
      "CPU model of the host",
      ({ host }) => ({ host: { ...host, CPU: "Other" } }),
      "host: CPU: Example 9000 in /shards/1; Other in /shards/2",
    ],
    [
      "kernel of the host",
      ({ host }) => ({ host: { ...host, kernel: "6.2" } }),
      "host: kernel: 6.1.0 in /shards/1; 6.2 in /shards/2",
    ],
    [
      "accelerator of a target",
      (run) =>
        target(run, "qemu-microvm", ({ facts }) => ({ facts: { ...facts, accelerator: "kvm" } })),
      "qemu-microvm: accelerator: tcg in /shards/1; kvm in /shards/2",
    ],
    [
      "whether a target could be measured",
      (run) => target(run, "docker", () => ({ ok: true })),
      "docker: unavailable in /shards/1; measured in /shards/2",
    ],
    [
      "incomplete",
      () => ({ status: "interrupted" }),
      '/shards/2 is not complete: its status is "interrupted"',
    ],
  ])("are refused for their %s, and for that alone", (_, change, reason) => {
    const error = refusal(pair(change));
    expect(error.code).toBe("CANNOT_MERGE");
    expect(reasons(error)).toEqual([expect.stringContaining(reason)]);
    expect(textOf(error.remedy)).not.toBe("");
  });

  it("are refused for other rounds", () => {
    // Fewer rounds: all cells of the shorter plan have their records.
    expect(reasons(refusal(pair(() => ({ rounds: 2 }))))).toEqual([
      "rounds: 3 in /shards/1; 2 in /shards/2",
    ]);
  });

  it("are refused for other targets", () => {
    const without = (run: Run) => ({ targets: run.targets.filter(({ id }) => id !== "docker") });
    expect(reasons(refusal(pair(without)))).toEqual([
      expect.stringMatching(
        /^targets: native, crun, crun-warm, docker, qemu-microvm in \/shards\/1; /,
      ),
    ]);
  });

  it("are refused for an unfinished shard, with the command that finishes it", () => {
    const error = refusal(pair(() => ({ status: "running" })));
    expect(textOf(error.remedy)).toContain("isotax run --resume /shards/2");
  });

  it("are refused for a shard that could end when it chose", () => {
    const adaptive: NonNullable<Run["adaptive"]> = { looks: [3], taken: [3], ended: "decided" };
    expect(reasons(refusal(pair(() => ({ adaptive }))))).toEqual([
      expect.stringContaining("/shards/2 was free to end early"),
    ]);
  });

  it("are refused for what a gate asked of one of them", () => {
    const gate = { base: "native", head: "crun", rules: [] };
    expect(reasons(refusal(pair(() => ({ gate }))))).toEqual([
      expect.stringMatching(/^what a gate asks: not there in \/shards\/1; .*"head":"crun"/),
    ]);
  });

  it("are refused for a shard of which a part was lost on the way", () => {
    const [one, two] = split(2) as [RunPart, RunPart];
    const short = { ...two, records: two.records.slice(0, -2), torn: true };
    expect(reasons(refusal([one, short]))).toEqual([
      expect.stringMatching(
        /^\/shards\/2 says that it is complete, but 2 of its cells .* cut off$/,
      ),
    ]);
  });

  it("are refused for a run that is no shard, and for a merged one", () => {
    const [one, two] = split(2) as [RunPart, RunPart];
    const { run, records } = whole();
    const plain = { folder: "/plain", run, records, torn: false };
    expect(reasons(refusal([plain, one, two]))).toEqual(["/plain was not made with --shard"]);
    const merged = { ...mergeShards([one, two]), folder: "/merged", torn: false };
    expect(reasons(refusal([one, two, merged]))).toEqual(["/merged is a merged run already"]);
  });

  it("are refused for a shard that is there twice, also under one name", () => {
    const [one, two] = split(2) as [RunPart, RunPart];
    expect(reasons(refusal([one, two, two]))).toEqual([
      "shard 2/2 is there twice: /shards/2, /shards/2",
    ]);
    expect(reasons(refusal([one, { ...one, folder: "/copy" }, two]))).toEqual([
      "shard 1/2 is there twice: /shards/1, /copy",
    ]);
  });

  it("are refused for the shards that are missing, each by its name", () => {
    const error = refusal(split(3).slice(1, 2));
    expect(reasons(error)).toEqual(["shard 1/3 is missing", "shard 3/3 is missing"]);
    expect(textOf(error.remedy)).toContain("isotax run --shard 1/3");
  });

  it("are refused for shards of other numbers", () => {
    const [one] = split(2) as [RunPart, RunPart];
    const two = split(3)[1] as RunPart;
    expect(reasons(refusal([one, two]))).toEqual([
      "number of shards: 2 in /shards/1; 3 in /shards/2",
    ]);
  });

  it("are refused for shards of other plans", () => {
    const plan = ["cpu.sysbench", "start.exec"];
    const other = ({ shard }: Run) => (shard ? { shard: { ...shard, workloads: plan } } : {});
    expect(reasons(refusal(pair(other)))).toContain(
      "workloads of the plan: start.exec, cpu.sysbench, image.size in /shards/1; cpu.sysbench, start.exec in /shards/2",
    );
  });

  it("are refused for a workload that two shards hold, and for one that none holds", () => {
    const [one, two] = split(2) as [RunPart, RunPart];
    const other = { ...one, run: { ...one.run, shard: two.run.shard }, folder: "/other" };
    expect(reasons(refusal([one, other as RunPart]))).toEqual([
      "start.exec is in more than one shard: /shards/1, /other",
      "cpu.sysbench is in none of the shards",
      "image.size is in more than one shard: /shards/1, /other",
    ]);
  });

  it("are refused with every reason and every remedy at once", () => {
    const error = refusal(
      pair(({ host }) => ({ seed: 1, status: "interrupted", host: { ...host, CPU: "Other" } })),
    );
    expect(reasons(error)).toHaveLength(3);
    expect(textOf(error.remedy).split("\n")).toHaveLength(3);
  });
});

describe("the merged folder", () => {
  it("is read as it was written", () => {
    const folder = join(temporaryFolder(), "merged");
    const { run, records } = mergeShards(split(2));
    writeRun(folder, run, records);
    expect(readRun(folder)).toMatchObject({ run, records, torn: false });
    expect(readdirSync(folder).sort()).toEqual(["records.ndjson", "run.json"]);
  });

  it("is not written where something is already", () => {
    const folder = join(temporaryFolder(), "mine");
    mkdirSync(folder);
    writeFileSync(join(folder, "thesis.txt"), "mine");
    const { run, records } = mergeShards(split(2));
    expect(() => writeRun(folder, run, records)).toThrow(/is not empty/);
    expect(readFileSync(join(folder, "thesis.txt"), "utf8")).toBe("mine");
    expect(existsSync(join(folder, "run.json"))).toBe(false);
  });
});
