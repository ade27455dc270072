/** What is printed: nothing in it is obeyed by a terminal, or by the CI whose log it is in. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Progress } from "../../scripts/progress.ts";
import { plainText, tellRunner } from "../../scripts/terminal.ts";

/** Letters by which output is told what to do, among others. */
const anyText = fc.string({
  unit: fc.constantFrom(
    ...["\u001b", "[", "]", "3", "1", "m", "J", "\u0007", "\r", "\n", "\t", " ", ":", "#", "a"],
    ...["\u009b", "\u202e", "\u2066", "\u2028", "\u0000", "\u007f", "error", "::error::", "한"],
  ),
  maxLength: 40,
});
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
/** As GitHub's runner reads a line, and Azure's and TeamCity's. */
const isCommand = (line: string) => line.trim().startsWith("::") || /##\w*\[/.test(line);

describe("plain text", () => {
  it("has no control characters and no commands, whatever it is made of", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const plain = plainText(text);
        expect(plain).not.toMatch(OBEYED);
        expect(plain.split("\n").filter(isCommand)).toEqual([]);
      }),
    );
  });

  it("is the text itself where that is plain, in any script", () => {
    const text = 'naïve 한국어 👩‍🔬\tC:\\x "a::b" # [x] a##b\n  :x\n';
    expect(plainText(text)).toBe(text);
    expect(plainText("a\r\nb")).toBe("a\nb");
  });

  it("means the same in JSON", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(JSON.parse(plainText(JSON.stringify({ [text]: text })))).toEqual({ [text]: text });
      }),
    );
  });

  it("keeps our colours and no other sequence", () => {
    const text = "\u001b[31mred\u001b[39m \u001b[8mhidden\u001b[2J\u001b[31";
    const plain = "\u001b[31mred\u001b[39m \\u001b[8mhidden\\u001b[2J\\u001b[31";
    expect(plainText(text, { coloured: true })).toBe(plain);
    expect(plainText(text)).toMatch(/^\\u001b\[31mred/);
    // A colour is no beginning of a line.
    expect(plainText("\u001b[31m::x", { coloured: true })).toBe("\u001b[31m\\u003a:x");
  });
});

describe("progress", () => {
  function progress(isTTY: boolean) {
    const written: string[] = [];
    const terminal = { isTTY, columns: 30, write: (text: string) => written.push(text) };
    return { written, progress: new Progress(terminal) };
  }

  it("prints a tool's words plainly", () => {
    const { written, progress: told } = progress(false);
    told.warn("tool: \u001b]0;title\u0007\n::error::x\n##[group]");
    expect(written.join("")).toContain("tool: \\u001b]0;title\\u0007\n\\u003a:error::x\n#\\u0023[");
  });

  it("writes one line anew on a terminal, which a name cannot leave", async () => {
    const { written, progress: told } = progress(true);
    await told.step("a\nb\u001b[2J", async () => {});
    expect(written[0]?.startsWith("\r\u001b[K")).toBe(true);
    expect(written[0]).toContain("a b\\u001b[2J");
    expect(written[1]).toBe("\r\u001b[K");
  });
});

describe("a command to GitHub's runner", () => {
  it("is ours as a whole, and what stands in it is plain", () => {
    const written: string[] = [];
    const terminal = { write: (text: string) => written.push(text) };
    tellRunner("::error title=x::a\u001b[2J##[group]\n", terminal);
    expect(written).toEqual(["::error title=x::a\\u001b[2J#\\u0023[group]\n"]);
  });
});
