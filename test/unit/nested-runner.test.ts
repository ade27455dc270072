/** The nested host's runner itself: what it is told, and when it gives up. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { verbatim } from "../../bench/messages.ts";
import { mayLack } from "../nested/expected.ts";
import { lateCells } from "../nested/late.ts";
import { parseWish, USAGE } from "../nested/options.ts";
import { QUIET_BOOT_MS, SILENCE_MS, Silence, silenceOf } from "../nested/patience.ts";
import { temporaryFolder } from "../support.ts";

const optionsOf = (...argv: readonly string[]) => {
  const wish = parseWish(argv);
  if (wish.kind !== "run") throw new Error(wish.kind);
  return wish.options;
};

describe("test:nested is told", () => {
  it("nothing: everything on the host's own release, as root and as a user", () => {
    expect(optionsOf()).toEqual({
      ...{ suite: "bookworm", targets: "all", workloads: "", parts: ["root", "user"] },
      ...{ contract: false, run: true },
    });
  });

  it("which release, targets, workloads and parts, and how patient to be", () => {
    const argv = ["--suite", "trixie", "--targets", "native,crun", "--workloads", "network,app"];
    expect(optionsOf(...argv, "--parts", "user", "--silence", "90", "--contract")).toEqual({
      ...{ suite: "trixie", targets: "native,crun", workloads: "network,app", parts: ["user"] },
      ...{ contract: true, run: true, silenceMs: 5_400_000 },
    });
  });

  it("to help, or to check an earlier run, whatever else there is", () => {
    expect(parseWish(["--help", "--suite", "sid"])).toEqual({ kind: "help" });
    expect(parseWish(["--check", "there"])).toEqual({ kind: "check", folder: "there" });
    const named = [...USAGE.matchAll(/^ {2}--([\w-]+)/gm)].map(([, name]) => name);
    for (const option of ["suite", "targets", "workloads", "parts", "contract", "silence"]) {
      expect(named).toContain(option);
    }
  });

  it.each([
    [["--suite", "sid"], /--suite sid: expected one of bookworm, trixie/],
    [["--parts", "root,nobody"], /--parts root,nobody/],
    [["--parts", ","], /--parts names none/],
    [["--silence", "soon"], /--silence soon: expected minutes/],
    [["--silence", "0"], /--silence 0/],
    [["--no-run"], /--no-run without --contract/],
    [["--targets", "command:'x'"], /a quote cannot be passed on/],
    [["--minutes", "40"], /'--minutes'/],
    [["something"], /something/],
  ])("%j is wrong, and said", (argv, message) => {
    expect(() => parseWish(argv)).toThrow(message);
    expect(() => parseWish(argv)).toThrow(expect.objectContaining({ code: "BAD_OPTION" }));
  });
});

describe("a nested host is given up", () => {
  const given = vi.fn();
  beforeEach(() => {
    vi.useFakeTimers();
    given.mockReset();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("never while it says something, however long it takes", () => {
    const silence = new Silence(undefined, given);
    for (let i = 0; i < 100; i++) {
      vi.advanceTimersByTime(SILENCE_MS - 1);
      silence.heard();
    }
    expect(given).not.toHaveBeenCalled();
    silence.end();
    vi.advanceTimersByTime(1e9);
    expect(given).not.toHaveBeenCalled();
  });

  it("once it has said nothing for that long, from its start and from its last word", () => {
    const mute = new Silence(undefined, given);
    vi.advanceTimersByTime(SILENCE_MS);
    expect(given).toHaveBeenCalledTimes(1);
    mute.end();
    const other = new Silence(undefined, given);
    vi.advanceTimersByTime(QUIET_BOOT_MS);
    other.heard();
    vi.advanceTimersByTime(SILENCE_MS);
    expect(given).toHaveBeenCalledTimes(2);
    other.end();
  });

  it("later where it booted slowly, never sooner where it booted fast", () => {
    expect(silenceOf(QUIET_BOOT_MS / 4)).toBe(SILENCE_MS);
    expect(silenceOf(QUIET_BOOT_MS * 3)).toBe(SILENCE_MS * 3);
    const silence = new Silence(undefined, given);
    vi.advanceTimersByTime(QUIET_BOOT_MS * 3);
    silence.heard();
    vi.advanceTimersByTime(SILENCE_MS * 3 - 1);
    expect(given).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(given).toHaveBeenCalledTimes(1);
    silence.end();
  });

  it("after the silence that was asked for, however it booted", () => {
    const silence = new Silence(60_000, given);
    vi.advanceTimersByTime(50_000);
    silence.heard();
    vi.advanceTimersByTime(60_000);
    expect(given).toHaveBeenCalledTimes(1);
    silence.end();
  });
});

describe("what is tried again on a nested host", () => {
  it("is nothing where the run failed before it began", () => {
    expect(lateCells(temporaryFolder())).toEqual([]);
  });
});

describe("what need not be measured on a nested host", () => {
  it("is what the target says that it lacks, and servers for a user", () => {
    const disk = { lacks: { "writable-root": verbatim("its root is shared") } } as const;
    expect(mayLack("root", disk, { needs: ["writable-root"], tools: [] })).toBe(true);
    expect(mayLack("root", disk, { needs: ["network"], tools: [] })).toBe(false);
    expect(mayLack("root", {}, { needs: ["writable-root"], tools: [] })).toBe(false);
    expect(mayLack("user", {}, { needs: ["network"], tools: [] })).toBe(true);
    expect(mayLack("user", {}, { needs: [], tools: [] })).toBe(false);
    expect(mayLack("user", {}, { needs: ["tracing"], tools: [] })).toBe(true);
    const tool = { lacks: { "tool:fio": verbatim("it does not run there") } };
    expect(mayLack("root", tool, { needs: [], tools: ["fio"] })).toBe(true);
    expect(mayLack("root", tool, { needs: [], tools: ["busybox"] })).toBe(false);
  });
});
