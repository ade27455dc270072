/** What the page's script makes of tables: their order, and files of them. */
import { describe, expect, it } from "vitest";
import { csvField, csvOf } from "../../reports/html/client/csv.ts";
import { compareCells, sizeOf } from "../../reports/html/client/order.ts";
import { quantity } from "../../reports/numbers.ts";

describe("the order of cells", () => {
  it("is that of the quantities, whatever their unit", () => {
    const cells = [664e3, 1.16e6, 20.8e9, 950].map((ns) => quantity(ns, "ns"));
    expect([...cells].sort((a, b) => compareCells(a, b, false))).toEqual([
      "950 ns",
      "664 µs",
      "1.16 ms",
      "20.8 s",
    ]);
    expect([...cells].sort((a, b) => compareCells(a, b, true))[0]).toBe("20.8 s");
  });

  it("reads the number that a cell begins with, with its sign", () => {
    expect(sizeOf("-1.50 ms[-2, -1]")).toBeCloseTo(-0.0015, 12);
    expect(sizeOf("95.9 MB")).toBe(95.9e6);
    expect(sizeOf("1.04[1.00, 1.09]")).toBe(1.04);
    expect(sizeOf("12.0 M/s")).toBe(12e6);
    expect(sizeOf("3 min")).toBe(3);
    expect(sizeOf("not measured")).toBeUndefined();
  });

  it("has what has no number last, in both directions", () => {
    for (const descending of [false, true]) {
      const sorted = ["n/a", "2", "1"].sort((a, b) => compareCells(a, b, descending));
      expect(sorted.at(-1)).toBe("n/a");
    }
  });
});

describe("a table as CSV", () => {
  it("quotes what would be taken for another field", () => {
    expect(csvOf([["a,b", 'say "x"'], ["two\nlines"]])).toBe('"a,b","say ""x"""\r\ntwo lines\r\n');
  });

  it("has no formula, and leaves figures as they are", () => {
    expect(csvField("+3.25 ms [3.19, 3.32]")).toBe('"+3.25 ms [3.19, 3.32]"');
    expect(csvField("-4")).toBe("-4");
    for (const text of ["=cmd()", "@x", "+1+cmd|' /C calc'!A0", "-2+3", "+SUM(A1)", "-1 a(b)"]) {
      expect(csvField(text).replace('"', "")[0], text).toBe("'");
    }
  });
});
