/** Folders and files: made wherever they can be, and where they cannot the reader knows why and what to do. */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { IsotaxError } from "../../bench/errors.ts";
import {
  appendToFile,
  LineFile,
  makeFolder,
  makeTemporaryFolder,
  removeLeftAside,
  replaceFile,
  roomError,
  systemError,
  writeNamedFile,
  writeNewFile,
} from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import { cacheFolder, otherPlaceThan, stateFolder } from "../../bench/places.ts";
import { textOf } from "../../reports/text/message.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { ROOT, temporaryFolder } from "../support.ts";

afterEach(() => vi.unstubAllEnvs());

function told(action: () => unknown): { message: string; remedy: string } {
  try {
    action();
  } catch (error) {
    expect(error).toMatchObject({ name: "IsotaxError", code: "CANNOT_WRITE" });
    const { message, remedy } = error as IsotaxError;
    return { message, remedy: textOf(remedy) };
  }
  throw new Error("nothing was thrown");
}

const LOADER = join(ROOT, "node_modules/tsx/dist/loader.mjs");
const LONG = "a".repeat(300);

describe("a folder", () => {
  it("is made with those above it, also where one is there or a link leads to one", () => {
    const parent = temporaryFolder();
    makeFolder(join(parent, "a/b/c"));
    makeFolder(join(parent, "a/b/c"));
    symlinkSync("a", join(parent, "link"));
    makeFolder(join(parent, "link/b/d"));
    expect(readdirSync(join(parent, "a/b")).sort()).toEqual(["c", "d"]);
  });

  it.each([
    ["below /proc", "/proc/sys/isotax/x", /not there, and nothing can be made there/],
    ["below /sys", "/sys/kernel/isotax/x", /not allowed|permission|not there/],
    ["below a device", "/dev/null/x", /a part of the path is a file/],
    ["with a long name", `/tmp/${LONG}/x`, /the name is too long/],
  ])("that cannot be is told at once: %s", (_, path, why) => {
    const { message, remedy } = told(() => makeFolder(path));
    expect(message).toMatch(why);
    expect(message).toContain(path);
    expect(remedy).toContain("choose another --out");
  });

  it.skipIf(!isRoot())("is told to a user who may not make it", () => {
    const parent = temporaryFolder();
    process.seteuid?.(65_534);
    try {
      const { message, remedy } = told(() => makeFolder(join(parent, "a/b")));
      expect(message).toContain("you lack the permission");
      expect(remedy).toContain("change its permissions, or choose another --out");
    } finally {
      process.seteuid?.(0);
    }
  });

  it("is told where a file, a link to nowhere or a circle of links stands", () => {
    const parent = temporaryFolder();
    const path = (name: string) => join(parent, name);
    writeFileSync(path("file"), "mine");
    symlinkSync("nowhere", path("dangling"));
    symlinkSync("loop", path("loop"));
    for (const name of ["file", "file/x", "dangling", "dangling/x", "loop", "loop/x"]) {
      expect(told(() => makeFolder(path(name))).message, name).toContain(path(name));
    }
    expect(readdirSync(parent).sort()).toEqual(["dangling", "file", "loop"]);
  });

  it("for a moment is in TMPDIR, which is what to change", () => {
    vi.stubEnv("TMPDIR", "/proc");
    expect(told(() => makeTemporaryFolder("isotax-test-")).remedy).toContain("TMPDIR");
  });
});

describe("the remedy", () => {
  it("names what moves the place", () => {
    vi.stubEnv("XDG_CACHE_HOME", "/dev/null");
    vi.stubEnv("XDG_STATE_HOME", "/proc/sys");
    expect(told(() => makeFolder(join(cacheFolder(), "work"))).remedy).toContain("XDG_CACHE_HOME");
    expect(told(() => makeFolder(join(stateFolder(), "x"))).remedy).toContain("XDG_STATE_HOME");
    expect(otherPlaceThan("/var/tmp/isotax-a1B2c3/agent.sh")).toEqual(say("files.other-var-tmp"));
    expect(otherPlaceThan("results/x")).toBeUndefined();
  });

  it("is to set HOME where it is none, and no folder is taken from where we stand", () => {
    vi.stubEnv("XDG_CACHE_HOME", "relative");
    vi.stubEnv("HOME", "relative");
    expect(cacheFolder()).toMatch(/^\/.*\/\.cache\/isotax$/);
  });
});

describe("a file", () => {
  it("is replaced as a whole, and a link in its place is not followed", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "victim"), "mine");
    symlinkSync("victim", join(folder, "file"));
    replaceFile(join(folder, "file"), "new");
    expect(readFileSync(join(folder, "victim"), "utf8")).toBe("mine");
    expect(lstatSync(join(folder, "file")).isFile()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["file", "victim"]);
  });

  it("that cannot be replaced leaves nothing aside", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "file/full"), { recursive: true });
    expect(told(() => replaceFile(join(folder, "file"), "new")).message).toMatch(/folder/);
    expect(readdirSync(folder)).toEqual(["file"]);
    expect(told(() => replaceFile(join(folder, LONG), "new")).message).toContain("too long");
  });

  it("is not written through a link, neither aside nor in lines", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "victim"), "mine");
    symlinkSync("victim", join(folder, `file.${process.pid}.new`));
    replaceFile(join(folder, "file"), "new");
    symlinkSync("victim", join(folder, "lines"));
    expect(() => new LineFile(join(folder, "lines"))).toThrow(/is a link itself/);
    expect(() => writeNewFile(join(folder, "lines"), "x")).toThrow();
    expect(readFileSync(join(folder, "victim"), "utf8")).toBe("mine");
  });

  it("takes a line as a whole or not at all, and then the next that fits", () => {
    const folder = temporaryFolder();
    const program = `
      import { appendToFile, LineFile } from ${JSON.stringify(join(ROOT, "bench/files.ts"))};
      const lines = new LineFile("lines");
      const tries = [(text) => lines.append(text), (text) => appendToFile("text", text + "\\n")];
      for (const add of tries) for (const length of [300, 300, 10]) {
        try { add("x".repeat(length)); } catch (error) { console.log(error.code); }
      }`;
    const limited = 'ulimit -f 1; trap "" XFSZ; exec "$@"';
    const node = [process.execPath, "--import", LOADER, "--input-type=module", "--eval", program];
    const options = { cwd: folder, encoding: "utf8", timeout: 60_000 } as const;
    // bash's blocks for this are of 1024 bytes, dash's of 512.
    const { stdout } = spawnSync("dash", ["-c", limited, "dash", ...node], options);
    expect(stdout).toBe("CANNOT_WRITE\nCANNOT_WRITE\n");
    for (const name of ["lines", "text"]) {
      const lengths = readFileSync(join(folder, name), "utf8")
        .split("\n")
        .map((line) => line.length);
      expect(lengths).toEqual([300, 10, 0]);
    }
  }, 60_000);

  it("that a user names may be a device or a link: neither is replaced", () => {
    const folder = temporaryFolder();
    writeNamedFile("/dev/null", "x");
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
    writeFileSync(join(folder, "file"), "old");
    symlinkSync("file", join(folder, "link"));
    writeNamedFile(join(folder, "link"), "new");
    expect(readFileSync(join(folder, "file"), "utf8")).toBe("new");
    expect(lstatSync(join(folder, "link")).isSymbolicLink()).toBe(true);
    expect(told(() => writeNamedFile(folder, "x")).message).toContain("a folder has that name");
    expect(told(() => writeNamedFile("/dev/full", "x")).message).toContain("no space is left");
    expect(told(() => appendToFile("/dev/full", "x")).remedy).toContain("free some space");
  });
});

describe("what a dead writer left aside", () => {
  it("goes, but not what is another's or a live writer's", () => {
    const folder = temporaryFolder();
    const names = ["run.json.new", "run.json.4999999.new", `run.json.${process.ppid}.new`];
    for (const name of [...names, "notes.new", "run.json"]) writeFileSync(join(folder, name), "");
    removeLeftAside(folder, (name) => name === "run.json");
    expect(readdirSync(folder).sort()).toEqual(
      ["notes.new", "run.json", `run.json.${process.ppid}.new`].sort(),
    );
    const link = `${temporaryFolder()}/link`;
    symlinkSync(folder, link);
    removeLeftAside(link, () => true);
    expect(existsSync(join(folder, "notes.new"))).toBe(true);
    removeLeftAside(join(folder, "absent"), () => true);
  });
});

describe("an error of the system", () => {
  it("is put into words by what was tried", () => {
    const tried = (action: () => unknown) => {
      try {
        action();
      } catch (error) {
        return systemError(error);
      }
      return undefined;
    };
    expect(tried(() => readdirSync("/etc/passwd"))?.message).toContain(
      "/etc/passwd cannot be read",
    );
    expect(tried(() => utimesSync(join(temporaryFolder(), "x"), 0, 0))?.code).toBe("CANNOT_WRITE");
    const opened = tried(() => readFileSync("/proc/nothing"));
    expect(opened?.message).toContain("/proc/nothing cannot be opened");
    expect(opened?.remedy).toEqual(say("files.other-name"));
    expect(tried(() => JSON.parse("{"))).toBeUndefined();
  });

  it.each([
    ["mke2fs: No space left on device while populating file system", /no space/, "free some space"],
    ["cp: error writing 'x': Disk quota exceeded", /quota/, "free some space"],
    ["tar: x: Cannot open: Read-only file system", /read-only/, "XDG_CACHE_HOME"],
  ])("is known by what a tool says: %s", (said, why, remedy) => {
    const known = roomError(new Error(said));
    expect(known?.message).toMatch(why);
    expect(known?.message).toContain(said);
    expect(textOf(known?.remedy ?? "")).toContain(remedy);
  });

  it("is none where a tool fails for something else", () => {
    expect(roomError(new Error("segmentation fault"))).toBeUndefined();
  });
});
