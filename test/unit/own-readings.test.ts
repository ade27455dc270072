/** What is found in the output of a user's own program, in which unit, and what is said if not. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunnerError } from "../../bench/errors.ts";
import type { OwnMetric } from "../../bench/own/definition.ts";
import { parseJsonPath, valuesAt } from "../../bench/own/json-path.ts";
import { readingsOf } from "../../bench/own/readings.ts";
import { conversionOf, GIVEN_UNITS } from "../../bench/own/units.ts";
import { textOf } from "../../reports/text/message.ts";

const metric = (found: Partial<OwnMetric>): OwnMetric => ({
  id: "m",
  unit: "ms",
  better: "lower",
  ...found,
});

function values(found: Partial<OwnMetric>, stdout: string): readonly number[] {
  return readingsOf([metric(found)], stdout, "")[0]?.values ?? [];
}

function refusal(found: Partial<OwnMetric>, stdout: string): RunnerError {
  try {
    readingsOf([metric(found)], stdout, "");
  } catch (error) {
    if (error instanceof RunnerError) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("a value in the output", () => {
  it.each<[OwnMetric["unit"], string, number, string]>([
    ["ms", "1.5", 1.5e6, "ns"],
    ["µs", "20", 20_000, "ns"],
    ["s", "2", 2e9, "ns"],
    ["MB/s", "3", 3e6, "bytes/s"],
    ["MiB/s", "1", 2 ** 20, "bytes/s"],
    ["Mbit/s", "8", 1e6, "bytes/s"],
    ["KiB", "4", 4096, "bytes"],
    ["1/s", "7e3", 7000, "ops/s"],
    ["count", "0", 0, "count"],
  ])("in %s becomes one of ours: %s", (unit, printed, value, ours) => {
    const [reading] = readingsOf([metric({ unit, regex: "= (\\S+)" })], `m = ${printed}\n`, "c.");
    expect(reading).toEqual({ metric: "c.m", unit: ours, clock: "guest", values: [value] });
  });

  it("may be there several times, in order", () => {
    expect(values({ regex: "^took (\\d+)$" }, "took 1\nnot took 5\ntook 3\n")).toEqual([1e6, 3e6]);
    expect(values({ jsonpath: "$.runs[*].ms" }, '{"runs":[{"ms":1},{"ms":"2"}]}')).toEqual([
      1e6, 2e6,
    ]);
  });

  it.each<[string, Partial<OwnMetric>, string, string]>([
    ["is absent", { regex: "x(\\d)" }, "y1", "the output has no value for it (x(\\d))"],
    ["is no number", { regex: "x(.*)" }, "x1,5", 'found "1,5"'],
    ["is negative", { regex: "x(.*)" }, "x-1", 'found "-1"'],
    ["is not finite", { regex: "x(.*)" }, "x1e999", 'found "1e999"'],
    ["is in no JSON", { jsonpath: "$.a" }, "a: 1", "not one JSON document"],
    ["is at no such path", { jsonpath: "$.a.b" }, '{"a":[1]}', "the output has no value"],
    ["is an object", { jsonpath: "$.a" }, '{"a":{}}', "found "],
    ["is inherited", { jsonpath: "$.constructor" }, "{}", "the output has no value"],
    ["has a key that sets prototypes", { jsonpath: "$.a" }, '{"__proto__":1}', "__proto__"],
  ])("that %s is a failure of the cell, with the output's end", (_what, found, stdout, words) => {
    const error = refusal(found, `${"-".repeat(found.jsonpath ? 0 : 5000)}${stdout}`);
    expect(error.code).toBe("NO_MATCH");
    expect(textOf(error.what)).toContain(words);
    expect(error.stderrTail.endsWith(stdout)).toBe(true);
    expect(error.stderrTail.length).toBeLessThanOrEqual(2048);
  });

  it("is not sought for ever: a pattern that takes exponentially long is ended", () => {
    const error = refusal({ regex: "^(a+)+$" }, `${"a".repeat(64)}b`);
    expect(error.code).toBe("NO_MATCH");
    expect(textOf(error.what)).toContain("not done after 2 s");
  });

  it("is sought at the beginning of what never ends", () => {
    expect(values({ regex: "(\\d+) ms" }, `12 ms\n${"x".repeat(3 * 2 ** 20)}13 ms`)).toEqual([
      12e6,
    ]);
  });
});

describe("units", () => {
  it("are all converted", () => {
    for (const unit of GIVEN_UNITS) expect(conversionOf(unit).factor, unit).toBeGreaterThan(0);
    expect(new Set(GIVEN_UNITS).size).toBe(GIVEN_UNITS.length);
  });
});

describe("a path in JSON", () => {
  it.each([
    ["$", [{ a: [1, { "b c": 2 }] }]],
    ["$.a[0]", [1]],
    ["$.a[1]['b c']", [2]],
    ['$["a"][*]', [1, { "b c": 2 }]],
    ["$.a.*", [1, { "b c": 2 }]],
    ["$.a.length", []],
    ["$[0]", []],
  ])("%s", (path, expected) => {
    expect(valuesAt({ a: [1, { "b c": 2 }] }, path)).toEqual(expected);
  });

  it.each(["", "a", "$..a", "$.a[?(@.b)]", "$.a[0:1]", "$[(1)]", "$.a b", "$.a[-1]", "$['a"])(
    "%j is none",
    (path) => {
      expect(parseJsonPath(path)).toBeUndefined();
      expect(() => valuesAt({}, path)).toThrow(TypeError);
    },
  );

  it("finds what is there, whatever the keys are", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (document) => {
        for (const [key, value] of Object.entries(document)) {
          if (/['\\]/.test(key)) continue;
          expect(valuesAt(document, `$['${key}']`)).toEqual([value]);
        }
        expect(valuesAt(document, "$.*")).toEqual(Object.values(document));
      }),
    );
  });
});
