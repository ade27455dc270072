/** That no path of the user's means anything to a tool: quoted for shells, replaced where tools are narrow. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { say } from "../../bench/messages.ts";
import { partOfName, RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot, stateFolder } from "../../runners/host/paths.ts";
import { run, tryRun } from "../../runners/host/process.ts";
import { sequence, sh } from "../../runners/host/shell.ts";
import { isShortAndPlain, isShortFolder } from "../../runners/host/short-folder.ts";
import { detachMounts, mountsBelow } from "../../runners/kernel/mounts.ts";
import { secluded, secludedPath } from "../../runners/kernel/seclusion.ts";
import { Launcher } from "../../runners/launch/launcher.ts";
import { sweepDeadRuns } from "../../runners/ledger/ledger.ts";
import { mountsFor, writeFstab } from "../../runners/primitives/mounts.ts";
import { AWKWARD_NAMES, AWKWARD_PATH } from "../awkward.ts";
import { temporaryFolder } from "../support.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

let sequenceNumber = 0;

/** A run whose cache and state folders are these. */
function contextAt(cache: string, state = temporaryFolder()): RunContext {
  vi.stubEnv("XDG_CACHE_HOME", cache);
  vi.stubEnv("XDG_STATE_HOME", state);
  return new RunContext({
    runId: `test-${process.pid}-paths-${++sequenceNumber}`,
    mayFetch: false,
  });
}

describe("text for a shell", () => {
  for (const [what, name] of Object.entries(AWKWARD_NAMES)) {
    it(`has words with a ${what} as they are, in dash and in busybox's shell`, async () => {
      const folder = temporaryFolder();
      const file = join(folder, name);
      const line = sh`printf '%s' ${name} >${file}; printf '%s.' ${[name, "second word"]}`;
      for (const shell of [["dash"], ["busybox", "sh"]]) {
        const { stdout } = await run([...shell, "-c", line.toString()], { cwd: folder });
        expect(stdout).toBe(`${name}.second word.`);
        expect(readFileSync(file, "utf8")).toBe(name);
        expect(existsSync(join(folder, "x"))).toBe(false);
        rmSync(file);
      }
    });
  }

  it("takes lines that were made before as they are, and nothing else", async () => {
    const lines = [sh`a=${"1 2"}`, sh`printf '%s' "$a"`];
    const { stdout } = await run(["sh", "-c", sequence(lines, " && ").toString()]);
    expect(stdout).toBe("1 2");
    expect(sh`echo ${"; reboot"} ${sh`| cat`}`.toString()).toBe("echo '; reboot' | cat");
  });

  it("is refused with what to do where a line is too many, before anything is started", async () => {
    const context = contextAt(temporaryFolder());
    const options = { cpus: allowedCpus(), context, setup: [sh`cd ${"/a\nb"}`] };
    await expect(Launcher.start(options)).rejects.toMatchObject({
      code: "NEWLINE_IN_COMMAND",
      remedy: say("host.no-newline"),
    });
    expect(context.ledger.live.filter(({ kind }) => kind === "process-group")).toEqual([]);
    await context.close();
  });
});

describe("the path by which tools are told the cache folder", () => {
  for (const [what, name] of Object.entries(AWKWARD_NAMES)) {
    if (what === "leading dot") continue;
    it(`is a link where it has a ${what}, and the cache is what it was`, async () => {
      const home = temporaryFolder();
      const cache = join(home, name);
      const context = contextAt(cache);
      expect(isShortAndPlain(context.cache)).toBe(true);
      const link = context.shortFolder;
      expect(isShortFolder(link)).toBe(true);
      expect(statSync(link).mode & 0o777).toBe(0o700);
      writeFileSync(join(context.cache, "kept"), name);
      expect(readFileSync(join(cache, "isotax/kept"), "utf8")).toBe(name);
      const { path, remove } = context.instanceFolder(context.instanceName("t"));
      expect(path.startsWith(context.cache)).toBe(true);
      await remove();
      expect(await context.close()).toEqual([]);
      expect(existsSync(link)).toBe(false);
      expect(readFileSync(join(cache, "isotax/kept"), "utf8")).toBe(name);
    });
  }

  it("is its own where that is short and plain, and nothing is made", async () => {
    const cache = join("/tmp", `.c-${process.pid}`);
    try {
      const context = contextAt(cache);
      expect(context.cache).toBe(join(cache, "isotax"));
      expect(
        context.ledger.live.filter((one) => one.kind === "folder" && isShortFolder(one.path)),
      ).toEqual([]);
      await context.close();
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  });

  it("leaves nothing when its run was killed: folders are entered by their own paths", async () => {
    const home = temporaryFolder();
    const state = temporaryFolder();
    const context = contextAt(join(home, AWKWARD_PATH), state);
    writeFileSync(join(context.cache, "kept"), "kept");
    const building = join(context.cache, "images/key.building-1");
    context.enter({ kind: "folder", path: building });
    mkdirSync(building, { recursive: true });
    const link = context.shortFolder;
    const { runId } = context.options;
    const file = join(stateFolder(), "ledgers", `${runId}-${process.pid}.ndjson`);
    const [header = "", ...lines] = readFileSync(file, "utf8").split("\n");
    const dead = JSON.parse(header);
    dead.owner.startTicks -= 1;
    writeFileSync(file, [JSON.stringify(dead), ...lines].join("\n"));

    const swept = (await sweepDeadRuns()).find((one) => one.runId === runId);
    expect(swept?.problems).toEqual([]);
    expect(existsSync(link)).toBe(false);
    const cache = join(home, AWKWARD_PATH, "isotax");
    expect(existsSync(join(cache, "images/key.building-1"))).toBe(false);
    expect(existsSync(join(cache, "work", `${runId}-${process.pid}`))).toBe(false);
    expect(readFileSync(join(cache, "kept"), "utf8")).toBe("kept");
  });

  it("leaves room for an fstab of busybox, whose lines may have 510 characters", async () => {
    const cache = `/tmp/c${process.pid}`.padEnd(32 - "/isotax".length, "c");
    try {
      const context = contextAt(cache);
      expect(context.cache).toBe(`${cache}/isotax`);
      const { path } = context.instanceFolder(context.instanceName("x".repeat(400)));
      const rootfs = join(context.cache, "images", "d".repeat(32), "rootfs");
      const image = { digest: "", rootfs, files: [], tools: [], layers: [] };
      const { mounts } = mountsFor(
        context,
        path,
        { cpus: [0], memoryMiB: 1, scratchMiB: 1, image },
        { layers: "overlay", ownPids: true, ownCgroups: true },
      );
      const lines = readFileSync(writeFstab(path, mounts), "utf8").split("\n");
      // The names of a run and of its instance may be some characters longer, in three paths.
      for (const line of lines) expect(line.length + 3 * 15).toBeLessThan(510);
      await context.close();
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  });
});

describe("names of instances", () => {
  it("are plain, cut and hashed, whatever the target is called", () => {
    expect(partOfName("qemu-microvm:user")).toBe("qemu-microvm-user");
    const long = `command:./run ${"x".repeat(400)}`;
    expect(partOfName(long)).toMatch(/^[\w.-]{32}$/);
    expect(partOfName(`${long}y`)).not.toBe(partOfName(`${long}z`));
    for (const name of Object.values(AWKWARD_NAMES)) {
      expect(partOfName(name)).toMatch(/^[\w.-]{1,32}$/);
    }
  });
});

describe.skipIf(!isRoot())("mounts, at paths that are not plain (needs root)", () => {
  it("are found through a link, and detached", async () => {
    const home = temporaryFolder();
    const folder = join(home, "a b\\c\nd");
    mkdirSync(folder);
    await run(["mount", "-t", "tmpfs", "tmpfs", folder]);
    const link = join(temporaryFolder(), "link");
    await run(["ln", "-s", home, link]);
    expect(mountsBelow(link)).toEqual([]); // What is itself a link is not looked into.
    expect(mountsBelow(join(link, "a b\\c\nd"))).toEqual([folder]);
    await detachMounts(join(link, "a b\\c\nd"));
    expect(mountsBelow(folder)).toEqual([]);
  });

  for (const parent of ["/tmp", "/run", "/etc", "/var/lib", "/dev/shm"]) {
    it(`of a seclusion show the cache, also one below ${parent}`, async () => {
      const home = join(parent, `isotax-test-${process.pid}`);
      const cache = join(home, `${AWKWARD_PATH}\n`);
      mkdirSync(cache, { recursive: true });
      try {
        writeFileSync(join(cache, "file"), "here");
        const context = { cache };
        const inMemory = ["/etc", "/var/lib"];
        const lines = [sh`mount -t tmpfs tmpfs /dev/shm`];
        const file = secludedPath(context, join(cache, "file"));
        const show = [...secluded(context, { inMemory, lines }), "cat", file];
        const { stdout, stderr } = await tryRun(["unshare", "--mount", ...show]);
        expect(stderr).toBe("");
        expect(stdout).toBe("here");
        expect(file).toBe("/run/isotax/file");
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    });
  }
});
