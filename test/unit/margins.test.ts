import { describe, expect, it } from "vitest";
import { type CellKind, marginFor, matches, ruleFor } from "../../bench/stats/margins.ts";
import { declared } from "../declared.ts";

function cell(workload: string, metric: string): CellKind {
  return { workload, metric, is: declared(workload, { metric }), kind: "runtime" };
}

const START = cell("start.exec", "ready");
const DISK = cell("disk.fio", "randread.qd1");

describe("margins by default", () => {
  it("are 5%, and 10% where a guest boots", () => {
    for (const kind of ["native", "primitive", "runtime", "engine"] as const) {
      expect(ruleFor({ ...START, kind }, undefined, []).relative).toBe(0.05);
    }
    expect(ruleFor({ ...START, kind: "vm" }, undefined, []).relative).toBe(0.1);
  });

  it("never count less than a scheduler, or a page, may do", () => {
    expect(ruleFor(START, undefined, []).absolute).toBe(20_000);
    expect(ruleFor(cell("image.size", "shipped"), undefined, []).absolute).toBe(4096);
    expect(ruleFor(DISK, undefined, []).absolute).toBe(0);
  });

  it.each([
    [START, true],
    [cell("start.exec", "exited"), true],
    [cell("start.exec", "init"), false],
    [cell("start.exec", "prework"), false],
    [DISK, true],
    [cell("disk.fio", "fsync.p50"), true],
    [cell("disk.fio", "fsync.p99"), false],
    [cell("disk.fio", "randread.qd1.host-cpu"), false],
    [cell("image.size", "shipped"), false],
    [{ ...START, metric: "(nothing measured)" }, true],
  ])("judge what says how fast it is, not what explains it: %o is %s", (cell, gated) => {
    expect(ruleFor(cell, undefined, []).gated).toBe(gated);
  });
});

describe("margins that are given", () => {
  it("hold for all cells, and leave the least that counts", () => {
    expect(ruleFor(START, 0.02, [])).toEqual({ gated: true, relative: 0.02, absolute: 20_000 });
    expect(ruleFor({ ...DISK, kind: "vm" }, 0, []).relative).toBe(0);
  });

  it("hold for the cells that they name, the last one of several", () => {
    const rules = [
      { cells: "*", relative: 0.3 },
      { cells: "disk.fio/*", relative: 0.2 },
      { cells: "disk.fio/randread.*", absolute: 7 },
    ];
    expect(ruleFor(START, 0.02, rules).relative).toBe(0.3);
    // What the last one leaves open, those before it say.
    expect(ruleFor(DISK, 0.02, rules)).toEqual({ gated: true, relative: 0.2, absolute: 7 });
    expect(ruleFor(DISK, 0.02, [...rules].reverse()).relative).toBe(0.3);
  });

  it("ask for a verdict where there would be none, or for none where there would be one", () => {
    const tail = cell("disk.fio", "fsync.p99");
    expect(ruleFor(tail, undefined, [{ cells: "*/*.p99", relative: 0.5 }]).gated).toBe(true);
    expect(ruleFor(tail, undefined, [{ cells: "other/*", relative: 0.5 }]).gated).toBe(false);
    const ignored = { cells: "disk.*", gated: false };
    expect(ruleFor(DISK, undefined, [ignored])).toMatchObject({ gated: false, relative: 0.05 });
    expect(ruleFor(DISK, undefined, [ignored, { cells: "disk.fio/*" }]).gated).toBe(true);
  });

  it.each([
    ["disk.fio/*", "disk.fio/randread.qd1", true],
    ["*", "disk.fio/randread.qd1", true],
    ["*qd1", "disk.fio/randread.qd1", true],
    ["d*/r*1", "disk.fio/randread.qd1", true],
    ["disk.fio/randread.qd1", "disk.fio/randread.qd1", true],
    ["disk.fio/randread", "disk.fio/randread.qd1", false],
    ["disk.fio", "disk.fio/randread.qd1", false],
    ["disk.fio/*", "diskXfio/randread", false],
    ["fio/*", "disk.fio/randread", false],
    ["a/(b)[c]+?", "a/(b)[c]+?", true],
    ["a/b+", "a/bb", false],
    ["a|b", "a", false],
  ])("%s fits %s: %s", (pattern, cell, fits) => {
    expect(matches(pattern, cell)).toBe(fits);
  });

  it("have as many stars as they like: a run's file may bring them along", () => {
    const cell = "a".repeat(4000);
    expect(matches("*a".repeat(1000), cell)).toBe(true);
    expect(matches(`${"*a".repeat(1000)}*b`, cell)).toBe(false);
    expect(matches("a*a", "a")).toBe(false);
    expect(matches("", "")).toBe(true);
  });
});

describe("the margin of a cell", () => {
  const rule = { gated: true, relative: 0.05, absolute: 20 };

  it("is the larger of the share and of the least that counts", () => {
    expect(marginFor(rule, 1000)).toEqual({ relative: 0.05, absolute: 20, effective: 0.05 });
    expect(marginFor(rule, 400).effective).toBe(0.05);
    expect(marginFor(rule, 100).effective).toBe(0.2);
    expect(marginFor(rule, 10).effective).toBe(2);
    expect(marginFor({ ...rule, absolute: 0 }, 100).effective).toBe(0.05);
  });

  it("is the share alone where the base is not known, or nothing", () => {
    expect(marginFor(rule, undefined).effective).toBe(0.05);
    expect(marginFor(rule, 0).effective).toBe(0.05);
  });
});

describe("an absolute margin of a rate", () => {
  it("is what the time for one operation becomes", () => {
    const rule = { gated: true, relative: 0.05, absolute: 50 };
    // From 100 operations a second to 50: twice as slow.
    expect(marginFor(rule, 100, "higher").effective).toBe(1);
    expect(marginFor(rule, 100, "lower").effective).toBe(0.5);
    // A rate that may fall by more than it is: that would allow everything, and is passed over.
    expect(marginFor(rule, 40, "higher").effective).toBe(0.05);
  });

  it("holds for metrics of its unit alone", () => {
    const rules = [{ cells: "*", relative: 0.05, absolute: 50_000, unit: "ns" as const }];
    const rate: CellKind = { ...DISK, is: { ...DISK.is, unit: "ops/s" } };
    expect(ruleFor(DISK, undefined, rules).absolute).toBe(50_000);
    expect(ruleFor(rate, undefined, rules)).toMatchObject({ relative: 0.05, absolute: 0 });
    expect(
      ruleFor({ ...START, is: { ...START.is, unit: "bytes" } }, undefined, rules).absolute,
    ).toBe(20_000);
    expect(ruleFor(rate, undefined, [{ cells: "*", absolute: 7 }]).absolute).toBe(7);
  });
});

describe("a workload of which nothing was measured", () => {
  const nothing = { ...START, metric: "(nothing measured)" };
  const ignored = (cells: string) => ({ cells, gated: false });

  it("is judged if any of its metrics would be", () => {
    const one = { cells: "start.exec/ready", relative: 0.05 };
    const gated = (...rules: Parameters<typeof ruleFor>[2]) =>
      ruleFor(nothing, undefined, rules).gated;
    expect(gated(ignored("start.exec/*"), one)).toBe(true);
    expect(gated(one, ignored("start.exec/*"))).toBe(false);
    expect(gated(ignored("start.exec/ready"))).toBe(true);
    expect(gated(ignored("start.*"))).toBe(false);
    expect(gated(ignored("*"))).toBe(false);
    expect(gated(ignored("disk.fio/*"))).toBe(true);
    expect(gated(ignored("*"), { cells: "disk.fio/ready", relative: 0.05 })).toBe(false);
  });
});
