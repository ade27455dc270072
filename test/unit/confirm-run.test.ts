/** What a run folder may have done again, and what it may not without its user's word. */
import { readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { IsotaxError } from "../../bench/errors.ts";
import { planHash } from "../../bench/plan-hash.ts";
import { loadExperiments } from "../../bench/registry.ts";
import type { Run } from "../../bench/schema.ts";
import { writeRun } from "../../bench/store.ts";
import { onTarget } from "../../bench/subjects.ts";
import type { Experiment } from "../../bench/types.ts";
import { codeDigest, VERSION } from "../../bench/version.ts";
import { textOf } from "../../reports/text/message.ts";
import { isKnownTarget } from "../../runners/registry.ts";
import { chooseTargets } from "../../scripts/choose-targets.ts";
import { chooseWorkloads } from "../../scripts/choose-workloads.ts";
import { checkedParams, confirmedTargets, resumeCommand } from "../../scripts/confirm-run.ts";
import { likeRun } from "../../scripts/options.ts";
import { resumedRun } from "../../scripts/resume.ts";
import { madeRun, ready } from "../made-runs.ts";
import { temporaryFolder } from "../support.ts";

let known: readonly Experiment[];
beforeAll(async () => {
  known = await loadExperiments();
});

const EVIL = "command:/bin/sh -c 'touch /x'";

/** A run that was interrupted before it had a record. */
function interrupted(targets: readonly string[], over: Partial<Run> = {}): Run {
  const { run } = madeRun(1, targets, [ready(1)]);
  const start = known.find(({ id }) => id === "start.exec") as Experiment;
  const workloads = run.workloads.map((one) => ({
    ...{
      ...one,
      version: start.version,
      params: { ...start.params.quick } as Record<string, number>,
    },
  }));
  const whole: Run = {
    ...{ ...run, isotax: VERSION, code: codeDigest(), status: "interrupted", workloads },
    ...over,
  };
  return { ...whole, planHash: planHash(whole), ...over };
}

function written(run: Run): string {
  const folder = join(temporaryFolder(), "run");
  writeRun(folder, run, []);
  return folder;
}

const FLAGS = { install: false, open: false, json: false } as const;

async function refusal(work: Promise<unknown>): Promise<IsotaxError> {
  return work.then(
    () => {
      throw new Error("it was accepted");
    },
    (error: IsotaxError) => error,
  );
}

describe("a target", () => {
  it.each([
    ...["native", "crun", "docker:none", "namespaces:pid", "qemu-microvm:user", "crun#head"],
    ...["overlay+spin=1ms", "crun+fsync#base"],
  ])("%s is known", async (id) => {
    expect(await isKnownTarget(id)).toBe(true);
  });

  it.each([
    ...[EVIL, "oci:/tmp/x", "oci:./x", "oci:reboot", "command:x#head", "oci:/x+spin=1ms"],
    ...["moon", "docker:moon", "__proto__", "constructor", "native:x", "#head", ""],
  ])("%s is not", async (id) => {
    expect(await isKnownTarget(id)).toBe(false);
  });

  it.each(["__proto__", "constructor", "toString"])("%s is none, nor a workload", async (word) => {
    await expect(chooseTargets(word)).rejects.toMatchObject({ code: "UNKNOWN_TARGET" });
    expect(() => chooseWorkloads(word, known)).toThrow(/unknown workload/);
  });

  it("has no control characters: no run could be read that has it", async () => {
    const error = await refusal(chooseTargets("command:a\u001b[2J"));
    expect(error).toMatchObject({ code: "UNKNOWN_TARGET" });
    expect(error.message).toContain('"command:a\\u001b[2J"');
  });
});

describe("--resume", () => {
  it("goes on with targets that are known by name", async () => {
    const folder = written(interrupted(["native", "crun"]));
    const plan = await resumedRun({ ...FLAGS, resume: folder });
    expect(plan?.choice.targets).toEqual(["native", "crun"]);
    const again = await resumedRun({ ...FLAGS, resume: folder, targets: "crun" });
    expect(again?.choice.targets).toEqual(["native", "crun"]);
  });

  it.each([EVIL, "oci:/tmp/x", "oci:x", "command:a, b"])(
    "shows %j, and executes it only if it is said again",
    async (id) => {
      const folder = written(interrupted(["native", id]));
      const error = await refusal(resumedRun({ ...FLAGS, resume: folder }));
      expect(error.code).toBe("NOT_CONFIRMED");
      expect(error.message).toContain(`\n    ${id}`);
      expect(textOf(error.remedy)).toContain(`isotax run --resume ${folder} --targets `);
      const other = { ...FLAGS, resume: folder, targets: "native" };
      expect((await refusal(resumedRun(other))).code).toBe("NOT_CONFIRMED");
      const said = await resumedRun({ ...FLAGS, resume: folder, targets: id });
      expect(said?.choice.targets).toEqual(["native", id]);
      const all = await resumedRun({ ...FLAGS, resume: folder, targets: ` native,${id}` });
      expect(all?.choice.targets).toEqual(["native", id]);
    },
  );

  it("takes no target that the run has not", async () => {
    const folder = written(interrupted(["native"]));
    const error = await refusal(resumedRun({ ...FLAGS, resume: folder, targets: "native,runc" }));
    expect(error).toMatchObject({ code: "NOT_PLANNED" });
    expect(error.message).toContain("names runc,");
    const unknown = written(interrupted(["native", "moon"]));
    const said = { ...FLAGS, resume: unknown, targets: "moon" };
    expect(await refusal(resumedRun(said))).toMatchObject({ code: "UNKNOWN_TARGET" });
  });

  it("refuses a plan that was edited, or has no checksum", async () => {
    const folder = written(interrupted(["native"]));
    const file = join(folder, "run.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/"seed": \d+/, '"seed": 43'));
    expect(await refusal(resumedRun({ ...FLAGS, resume: folder }))).toMatchObject({
      ...{ code: "BROKEN_RUN", message: expect.stringContaining("seed") },
    });
    const { planHash: _, ...without } = JSON.parse(text);
    writeFileSync(file, JSON.stringify(without));
    expect(await refusal(resumedRun({ ...FLAGS, resume: folder }))).toMatchObject({
      ...{ code: "PLAN_CHANGED", message: expect.stringContaining("no checksum") },
    });
  });

  it("refuses to write to where a link leads", async () => {
    const folder = written(interrupted(["native"]));
    const file = join(folder, "records.ndjson");
    renameSync(file, join(folder, "elsewhere"));
    symlinkSync("elsewhere", file);
    const error = await refusal(resumedRun({ ...FLAGS, resume: folder }));
    expect(error).toMatchObject({ code: "RUN_IS_LINKED" });
  });

  it("is told with what it takes", async () => {
    expect(await resumeCommand("/o", ["native", "crun"])).toBe("isotax run --resume /o");
    expect(await resumeCommand("/o o", ["native", "command:a b"])).toBe(
      "isotax run --resume '/o o' --targets 'command:a b'",
    );
  });
});

describe("a gate that measures as a run of a file was measured", () => {
  const options = {};

  it("executes what is known, and what its user says", async () => {
    const run = interrupted(["native", EVIL]);
    const error = await refusal(likeRun(run, options, "isotax gate --baseline x", known));
    expect(error).toMatchObject({ code: "NOT_CONFIRMED" });
    expect(textOf(error.remedy)).toContain("isotax gate --baseline x --targets ");
    const { targets } = await likeRun(run, { ...options, targets: EVIL }, "", known);
    expect(targets).toEqual(["native", EVIL]);
  });

  it.each<[string, Record<string, string | number>]>([
    ["more than any profile", { iterations: 1e9, budgetMs: 1000 }],
    ["a text", { iterations: "$(touch /x)", budgetMs: 1000 }],
    ["less than one", { iterations: -1, budgetMs: 1000 }],
    ["half a start", { iterations: 2.5, budgetMs: 1000 }],
    ["another name", { iterations: 10, budgetMs: 1000, "x; touch /x": 1 }],
    ["a name too few", { iterations: 10 }],
  ])("takes no parameter that is %s", (_what, params) => {
    const workloads = interrupted(["native"]).workloads.map((one) => ({ ...one, params }));
    expect(() => checkedParams({ workloads }, known)).toThrow(
      expect.objectContaining({ code: "WORKLOAD_CHANGED" }),
    );
  });

  it("measures a workload on those targets on which the run did", async () => {
    const run = interrupted(["native", "crun"]);
    const [workload] = run.workloads;
    if (workload === undefined) throw new Error("the run has no workload");
    const part = { ...workload, subjects: [onTarget("crun")] };
    const { measuredOn } = await likeRun({ ...run, workloads: [part] }, options, "", known);
    expect(measuredOn).toEqual({ [workload.id]: ["crun"] });
  });

  it("measures no workload that it does not name", async () => {
    const run = interrupted(["native"]);
    const workloads = run.workloads.map((one) => ({ ...one, id: "all", params: {} }));
    const error = await refusal(likeRun({ ...run, workloads }, options, "", known));
    expect(error).toMatchObject({ code: "WORKLOAD_CHANGED" });
  });

  it("takes those of every profile, and fewer iterations", () => {
    for (const profile of ["smoke", "quick", "standard", "thorough"] as const) {
      const workloads = known.map(({ id, params }) => ({
        ...{ id, params: { ...params[profile] } as Record<string, number> },
      })) as unknown as Run["workloads"];
      expect(() => checkedParams({ workloads }, known)).not.toThrow();
    }
    const workloads = interrupted(["native"]).workloads.map((one) => ({
      ...{ ...one, params: { iterations: 5, budgetMs: 1000 } },
    }));
    expect(() => checkedParams({ workloads }, known)).not.toThrow();
  });

  it("is not asked where there is nothing to confirm", async () => {
    const { targets } = interrupted(["native", "crun"]);
    expect(await confirmedTargets({ targets }, undefined, "")).toEqual(["native", "crun"]);
  });
});
