/** An error that nobody put into words: its trace is in a file, and not on the terminal. */

import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { IsotaxError } from "../../bench/errors.ts";
import { verbatim } from "../../bench/messages.ts";
import { recordBug } from "../../scripts/bug.ts";
import { asIsotaxError, failed } from "../../scripts/enter.ts";
import { temporaryFolder, written } from "../support.ts";

let state: string;
let temporary: string;
let told: string[];
beforeEach(() => {
  [state, temporary, told] = [temporaryFolder(), temporaryFolder(), written(process.stderr)];
  vi.stubEnv("XDG_STATE_HOME", state);
  vi.stubEnv("TMPDIR", temporary);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const broke = () => new TypeError("it broke", { cause: new Error("the cause") });

describe("a bug", () => {
  it("is told with the file that holds its trace, which only its user can read", () => {
    expect(failed(broke())).toBe(2);
    const text = told.join("");
    expect(text).toMatch(/error:.* a bug of isotax: it broke\n {2}-> .*: (\/.*)\n$/);
    expect(text).not.toMatch(/^ +at /m);
    const file = /: (\/.*)\n$/.exec(text)?.[1] as string;
    expect(file.startsWith(join(state, "isotax/bugs/"))).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toMatch(/TypeError: it broke\n +at [\s\S]*the cause/);
  });

  it("is one, however often it is told", () => {
    failed(asIsotaxError(broke()));
    expect(told.join("").match(/a bug of isotax/g)).toHaveLength(1);
    expect(readdirSync(join(state, "isotax/bugs"))).toHaveLength(1);
  });

  it("is printed as well for who asks for it", () => {
    vi.stubEnv("ISOTAX_DEBUG", "1");
    failed(broke());
    expect(told.join("")).toMatch(/^ +at /m);
  });

  it("keeps few files, and each short", () => {
    const long = Object.assign(broke(), { message: "x".repeat(1_000_000) });
    for (let i = 0; i < 30; i++) {
      vi.spyOn(Date, "now").mockReturnValue(1_800_000_000_000 + i);
      recordBug(long);
    }
    const folder = join(state, "isotax/bugs");
    expect(readdirSync(folder)).toHaveLength(20);
    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).size).toBeLessThan(100_000);
    }
  });

  it("goes into a temporary folder where the other is a link or another's to write", () => {
    const victim = temporaryFolder();
    mkdirSync(join(state, "isotax"));
    symlinkSync(victim, join(state, "isotax/bugs"));
    const file = recordBug(broke()) as string;
    expect(readdirSync(victim)).toEqual([]);
    expect(file.startsWith(join(temporary, "isotax-bug-"))).toBe(true);
    expect(lstatSync(file).isFile()).toBe(true);
  });

  it("is told also where nothing can be written", () => {
    vi.stubEnv("XDG_STATE_HOME", "/proc/sys");
    vi.stubEnv("TMPDIR", "/proc");
    expect(failed(broke())).toBe(2);
    expect(told.join("")).toMatch(/a bug of isotax: it broke\n.*ISOTAX_DEBUG=1/);
  });
});

describe("no bug", () => {
  it.each([
    [
      "an error with a remedy",
      new IsotaxError("X", verbatim("wrong"), verbatim("do this")),
      /wrong\n {2}-> do this\n$/,
    ],
    [
      "the system's",
      Object.assign(new Error("EMFILE"), { code: "EMFILE", syscall: "open", path: "/x" }),
      /\/x cannot be opened: this process has too many files open\n {2}-> raise the limit/,
    ],
    ["a tool's", new Error("write: No space left on device"), /no space is left there/],
  ])("is %s", (_, error, words) => {
    expect(failed(error)).toBe(2);
    expect(told.join("")).toMatch(words);
    expect(readdirSync(state)).toEqual([]);
  });

  it("is an interrupt, nor what went wrong while cleaning up after an error", () => {
    expect(failed(AbortSignal.abort().reason)).toBe(130);
    const both = Object.assign(new Error("later"), {
      suppressed: new IsotaxError("X", verbatim("first"), verbatim("do")),
    });
    expect(failed(both)).toBe(2);
    expect(told.join("")).toMatch(/^interrupted\n.*first/);
  });
});
