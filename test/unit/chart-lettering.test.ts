/** The words of a chart: none runs into another, and each line fits a phone. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  inLines,
  labelledTicks,
  legendHeight,
  legendPlaces,
} from "../../reports/html/charts/lettering.ts";

const word = fc.constantFrom("ready", "published", "by", "others", "차이가", "있음", "VM");
const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));

describe("a legend", () => {
  it("has its items apart, in lines below each other", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 9 }), (texts) => {
        const items = texts.map((one) => ({ text: one }));
        const places = legendPlaces(items);
        for (const [index, { x, y }] of places.entries()) {
          const next = places[index + 1];
          if (next === undefined) continue;
          // 5 pixels a letter is less than any font of a page has.
          if (next.y === y) expect(next.x - x).toBeGreaterThan(5 * (texts[index] ?? "").length);
          else expect([next.x, next.y - y]).toEqual([7, 18]);
        }
        for (const { x } of places) expect(x).toBeLessThan(350);
        expect(legendHeight(items)).toBeGreaterThanOrEqual(places.at(-1)?.y ?? 0);
      }),
    );
  });

  it("takes no room where there is none", () => {
    expect(legendHeight([])).toBe(0);
  });
});

describe("a heading", () => {
  it("is one line if a phone has room for it", () => {
    expect(inLines("Emulated (TCG), on an axis of their own")).toEqual([
      "Emulated (TCG), on an axis of their own",
    ]);
    expect(inLines("")).toEqual([""]);
  });

  it("is broken between words, and loses none", () => {
    const long = "Emulated (TCG), on an axis of their own · ms, lower is better (logarithmic)";
    expect(inLines(long).length).toBe(2);
    fc.assert(
      fc.property(text, text, text, (...parts) => {
        expect(inLines(parts.join(" ")).join(" ")).toBe(parts.join(" "));
      }),
    );
  });
});

describe("the labels of an axis", () => {
  const ticks = (...values: readonly number[]) =>
    values.map((value) => ({ at: value / 250, text: `${value} ms` }));

  it("are all there if they have room", () => {
    expect(labelledTicks(ticks(0, 100, 200), 42)).toEqual([true, true, true]);
  });

  it("are every second one if they have not, and the first in any case", () => {
    expect(labelledTicks(ticks(0, 50, 100, 150, 200), 42)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
    expect(labelledTicks(ticks(0, 1, 2), 42)).toEqual([true, false, false]);
    expect(labelledTicks([], 42)).toEqual([]);
  });
});
