/** Slices of the long tests: each is a fair part, and all of them are the whole. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadExperiments } from "../../bench/registry.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { loadRecipes } from "../../runners/registry.ts";
import { cellsOf } from "../matrix.ts";
import {
  casesOf,
  checkedOut,
  describeSlice,
  readSlice,
  SLICE_VARIABLE,
  SLICES,
  sliceOfCommit,
} from "../slice.ts";
import { NOT_IN_CI, ROOT, temporaryFolder } from "../support.ts";

const EVERY = Array.from({ length: SLICES }, (_, index) => index);
const COMMIT = "59578bd0c6a1f1b0d4a3e2f1a0b9c8d7e6f5a4b3";

describe("the cases of a slice", () => {
  it.each([1, 2, SLICES - 1, SLICES, SLICES + 1, 29, 100])(
    "are a part of %i, and all of them are covered",
    (count) => {
      const cases = Array.from({ length: count }, (_, index) => index);
      for (const offset of [0, 1, 5, 28]) {
        const parts = EVERY.map((slice) => casesOf(slice, cases, offset));
        expect(new Set(parts.flat())).toEqual(new Set(cases));
        for (const part of parts) {
          expect(part.length).toBeGreaterThan(0);
          expect(part.length).toBeLessThanOrEqual(Math.ceil(count / Math.min(count, SLICES)));
        }
      }
      expect(casesOf("all", cases, 3)).toEqual(cases);
    },
  );

  it("are none where there are none", () => {
    expect(casesOf(0, [])).toEqual([]);
  });
});

describe("the matrix of targets and workloads", async () => {
  const recipes = await loadRecipes();
  const workloads = await loadExperiments();
  const pairs = (slice: number | "all") =>
    [...cellsOf(slice, recipes, workloads)].flatMap(([target, ids]) =>
      [...ids].map((id) => `${target} ${id}`),
    );
  const whole = pairs("all");

  it("is whole in all slices together, and no cell is in more than it has to be", () => {
    const lacking = recipes.flatMap(({ lacks = {} }) => Object.keys(lacks));
    const all = recipes.length * workloads.length;
    expect(whole.length).toBeGreaterThan(all - lacking.length * workloads.length);
    expect(new Set(EVERY.flatMap(pairs))).toEqual(new Set(whole));
    // As many again would be no slice.
    for (const slice of EVERY)
      expect(pairs(slice).length).toBeLessThan((whole.length / SLICES) * 2);
  });

  it.each(EVERY)("has every workload in slice %i, in a target that is there in CI", (slice) => {
    const cells = cellsOf(slice, recipes, workloads);
    const run = [...cells].filter(([id]) => !(id in NOT_IN_CI)).flatMap(([, ids]) => [...ids]);
    expect(new Set(run)).toEqual(new Set(workloads.map(({ id }) => id)));
  });

  it("asks no target for what it lacks", () => {
    for (const { id, lacks = {} } of recipes) {
      const served = workloads
        .filter(({ needs }) => needs.includes("network"))
        .map((one) => one.id);
      if (!("network" in lacks)) continue;
      expect(served.filter((one) => whole.includes(`${id} ${one}`))).toEqual([]);
    }
  });
});

it("leaves out, and runs beside others, files that there are", () => {
  const config = readFileSync(join(ROOT, "vitest.config.ts"), "utf8");
  const named = [...config.matchAll(/"(test\/[\w./-]+\.test\.ts)"/g)].map(([, file]) => file);
  expect(named.length).toBeGreaterThan(10);
  for (const file of named) expect(existsSync(join(ROOT, file as string)), file).toBe(true);
});

it("gives modules of its own to each file that replaces some", () => {
  const config = readFileSync(join(ROOT, "vitest.config.ts"), "utf8");
  const [, list = ""] = /const REPLACE_MODULES = \[([^\]]+)\]/.exec(config) ?? [];
  const listed = [...list.matchAll(/"([^"]+)"/g)].map(([, file]) => file);
  const replacing = ["test/unit", "test/golden"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name}`)
      .filter((file) => /\.test\.tsx?$/.test(file))
      .filter((file) => /^\s*vi\.(?:do)?mock\(/im.test(readFileSync(join(ROOT, file), "utf8"))),
  );
  expect(listed).toEqual(replacing.sort());
});

describe("the slice of a run", () => {
  const commit = () => COMMIT;

  it("is all of them unless it is asked for, and the commit's where it says so", () => {
    expect(readSlice(undefined, commit)).toBe("all");
    expect(readSlice("", commit)).toBe("all");
    expect(readSlice("all", commit)).toBe("all");
    expect(readSlice("commit", commit)).toBe(sliceOfCommit(COMMIT));
    expect(readSlice("3", commit)).toBe(3);
  });

  it.each([String(SLICES), "-1", "1.5", "first", " 1", "0x1"])(
    "is refused where it is %j",
    (value) => {
      expect(() => readSlice(value, commit)).toThrow(`${SLICE_VARIABLE} is "${value}"; expected`);
    },
  );

  it("takes its turn with commits, and is a fixed one outside a checkout", () => {
    const ids = Array.from({ length: 64 }, (_, index) => index.toString(16).padStart(8, "0"));
    expect(new Set(ids.map(sliceOfCommit))).toEqual(new Set(EVERY));
    const outside = temporaryFolder();
    expect(checkedOut(outside)).toBeUndefined();
    expect(readSlice("commit", () => checkedOut(outside))).toBe(0);
  });

  it("is that of the commit which is checked out", () => {
    const folder = temporaryFolder();
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
        cwd: folder,
        encoding: "utf8",
      });
    git("init", "-q");
    expect(checkedOut(folder)).toBeUndefined();
    git("commit", "-q", "--allow-empty", "-m", "first");
    const id = git("rev-parse", "HEAD").trim();
    expect(checkedOut(folder)).toBe(id);
    if (!isRoot()) return;
    // Another user's.
    execFileSync("chown", ["-R", "65534:65534", folder]);
    expect(checkedOut(folder)).toBe(id);
  });

  it("is printed with what runs it again", () => {
    expect(describeSlice(5)).toContain(`${SLICE_VARIABLE}=5 npm test`);
    expect(describeSlice("all")).toContain("every slice");
  });
});
