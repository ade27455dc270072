/** Lines of a terminal: cut and broken by columns, not by letters. */
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { aligned, clipped, wrapped } from "../../reports/lines.ts";

describe("lines", () => {
  it("are cut by columns, of which a Korean letter takes two", () => {
    expect(clipped("abcdef", 6)).toBe("abcdef");
    expect(clipped("abcdefg", 6)).toBe("abcde…");
    expect(clipped("컨테이너", 8)).toBe("컨테이너");
    expect(clipped("컨테이너가", 8)).toBe("컨테이…");
    expect(stringWidth(clipped("컨테이너가", 8))).toBeLessThanOrEqual(8);
  });

  it("are broken between words, and the last one is cut", () => {
    expect(wrapped("one two three", 7, 5)).toEqual(["one two", "three"]);
    expect(wrapped("one two three four", 7, 2)).toEqual(["one two", "three…"]);
    expect(wrapped("unbreakable", 5, 3)).toEqual(["unbr…"]);
    expect(wrapped("", 5, 3)).toEqual([""]);
  });

  it("have columns below each other", () => {
    expect(
      aligned([
        ["가", "1", "x"],
        ["abcd", "22"],
      ]),
    ).toEqual(["가    1   x", "abcd  22"]);
  });
});
