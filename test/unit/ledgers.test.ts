/** Ledgers are files: which are obeyed, which are left alone, and what they may name. */

import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { say } from "../../bench/messages.ts";
import { t, textOf } from "../../reports/text/message.ts";
import { everyPath } from "../../runners/audit/names.ts";
import { identify, tryRun } from "../../runners/host/process.ts";
import { removeCgroup } from "../../runners/kernel/cgroups.ts";
import { parseLedger } from "../../runners/ledger/file.ts";
import { bootId, Ledger, sweepDeadRuns } from "../../runners/ledger/ledger.ts";
import { ResourceSchema } from "../../runners/removers/index.ts";
import { ROOT, temporaryFolder } from "../support.ts";

const isRoot = process.geteuid?.() === 0;
const NOBODY = 65_534;
const DEAD = { pid: 4_999_999, startTicks: 1 };

let home: string;
let ledgers: string;
let cache: string;

beforeEach(() => {
  home = temporaryFolder();
  vi.stubEnv("XDG_STATE_HOME", join(home, "state"));
  vi.stubEnv("XDG_CACHE_HOME", join(home, "cache"));
  ledgers = join(home, "state/isotax/ledgers");
  cache = join(home, "cache/isotax");
  mkdirSync(ledgers, { recursive: true });
  mkdirSync(join(cache, "work"), { recursive: true });
  return () => {
    vi.unstubAllEnvs();
  };
});

function header(over: object = {}): string {
  return `${JSON.stringify({ runId: "x", owner: DEAD, bootId: bootId(), ...over })}\n`;
}

let key = 0;
function made(resource: object): string {
  return `${JSON.stringify({ op: "made", key: ++key, resource })}\n`;
}

/** A ledger of a dead run. */
function ledger(lines: readonly string[], name = "x-1.ndjson"): string {
  const file = join(ledgers, name);
  writeFileSync(file, header() + lines.join(""), { mode: 0o600 });
  return file;
}

/** A folder with a file in it. */
function folder(path: string): string {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "f"), "x");
  return path;
}

async function doubts(): Promise<readonly string[]> {
  const swept = await sweepDeadRuns();
  return swept.flatMap((one) => one.doubts.map((doubt) => t("leftovers.doubt", doubt)));
}

describe("a ledger of a dead run", () => {
  it("is obeyed, and goes", async () => {
    const left = folder(join(cache, "work/x-1"));
    const file = ledger([made({ kind: "folder", path: left })]);
    expect(await sweepDeadRuns()).toEqual([
      {
        runId: "x",
        removed: [say("leftovers.folder", { path: left })],
        problems: [],
        doubts: [],
      },
    ]);
    expect([left, file].filter(existsSync)).toEqual([]);
  });

  it("of a run that lives is left alone, whatever stands in it", async () => {
    const left = folder(join(cache, "work/x-1"));
    const file = ledger([made({ kind: "folder", path: left }), "null\n"]);
    const rest = readFileSync(file, "utf8").split("\n").slice(1).join("\n");
    writeFileSync(file, header({ owner: identify(process.pid) }) + rest);
    expect(await sweepDeadRuns()).toEqual([]);
    expect([left, file].every((path) => existsSync(path))).toBe(true);
  });

  it("may name an audit's canaries, by their token alone", async () => {
    const token = randomBytes(8).toString("hex");
    const left = everyPath(token).filter((path) => /^\/(?:var\/)?tmp\//.test(path));
    const [folders, files] = [left.filter((path) => path.endsWith("-dir")), left];
    for (const path of folders) mkdirSync(path);
    for (const path of files) if (!existsSync(path)) writeFileSync(path, token);
    ledger([made({ kind: "canary", token }), made({ kind: "canary", token: "../../etc/passwd" })]);
    const [swept] = await sweepDeadRuns();
    expect(swept?.removed).toEqual([say("leftovers.canary", { token })]);
    expect(swept?.doubts).toHaveLength(1);
    expect(left.length).toBeGreaterThan(3);
    expect(left.filter((path) => existsSync(path))).toEqual([]);
  });

  it("may end in half a line", async () => {
    const left = folder(join(cache, "work/x-1"));
    const file = ledger([made({ kind: "folder", path: left }), '{"op":"made","key":7,"reso']);
    expect(await doubts()).toEqual([]);
    expect([left, file].filter(existsSync)).toEqual([]);
  });

  it("that was never begun goes as well", async () => {
    for (const pid of [DEAD.pid, process.pid])
      writeFileSync(join(ledgers, `x-${pid}.ndjson.new`), "");
    expect(await sweepDeadRuns()).toEqual([]);
    expect(readdirSync(ledgers)).toEqual([`x-${process.pid}.ndjson.new`]);
  });

  it("is written for this user alone, also where others could write before", async () => {
    chmodSync(join(home, "state/isotax"), 0o777);
    chmodSync(ledgers, 0o775);
    const open = Ledger.open("y");
    const [name = ""] = readdirSync(ledgers);
    const modes = [join(home, "state/isotax"), ledgers, join(ledgers, name)].map((path) =>
      (statSync(path).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(["755", "755", "600"]);
    expect(readdirSync(ledgers)).toEqual([`y-${process.pid}.ndjson`]);
    open.enter({ kind: "folder", path: folder(join(cache, "work/y-1")) });
    expect(await open.close()).toEqual([]);
    expect(await open.close()).toEqual([]);
    expect(readdirSync(ledgers)).toEqual([]);
    expect(existsSync(join(cache, "work/y-1"))).toBe(false);
  });
});

describe("a ledger that somebody else may have written", () => {
  const asRoot = it.skipIf(!isRoot);

  /** Nothing is removed, and this is said. */
  async function isRefused(reason: RegExp): Promise<void> {
    const left = folder(join(cache, "work/x-1"));
    const said = await doubts();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(reason);
    expect(existsSync(left)).toBe(true);
  }
  const naming = () => [made({ kind: "folder", path: join(cache, "work/x-1") })];

  asRoot("as its owner, is left alone", async () => {
    const file = ledger(naming());
    chownSync(file, NOBODY, NOBODY);
    await isRefused(/x-1\.ndjson belongs to user 65534/);
    expect(existsSync(file)).toBe(true);
  });

  asRoot.each(["state/isotax", "state/isotax/ledgers"])("in his %s, is not read", async (path) => {
    ledger(naming());
    chownSync(join(home, path), NOBODY, NOBODY);
    await isRefused(new RegExp(`${path} belongs to user 65534`));
    expect(() => Ledger.open("y")).toThrow(expect.objectContaining({ code: "STATE_NOT_OURS" }));
  });

  it.each([
    ["state/isotax", 0o777],
    ["state/isotax/ledgers", 0o1777],
    ["state/isotax/ledgers", 0o770],
    ["state/isotax/ledgers/x-1.ndjson", 0o620],
    ["state/isotax/ledgers/x-1.ndjson", 0o602],
  ])("for %s has the mode %o, is left alone", async (path, mode) => {
    ledger(naming());
    chmodSync(join(home, path), mode);
    await isRefused(new RegExp(`${path} may be written by others \\(mode ${mode.toString(8)}\\)`));
  });

  it.each(["state/isotax", "state/isotax/ledgers"])(
    "behind a link, %s, is not read",
    async (path) => {
      ledger(naming());
      renameSync(join(home, path), join(home, "elsewhere"));
      symlinkSync(join(home, "elsewhere"), join(home, path));
      await isRefused(new RegExp(`${path} is a symbolic link`));
      expect(() => Ledger.open("y")).toThrow(/is a symbolic link/);
    },
  );

  it("by another name, is not read", async () => {
    const file = ledger(naming(), "x-1.txt");
    linkSync(file, join(ledgers, "x-1.ndjson"));
    await isRefused(/x-1\.ndjson has 2 names/);
  });

  it("through a link of its own, is not read, and one that is left alone stops no other", async () => {
    const file = ledger(naming(), "x-1.txt");
    symlinkSync(file, join(ledgers, "x-1.ndjson"));
    const other = folder(join(cache, "work/other"));
    ledger([made({ kind: "folder", path: other })], "z-1.ndjson");
    await isRefused(/x-1\.ndjson is a symbolic link/);
    expect(existsSync(other)).toBe(false);
  });

  it("where the state folder is a file, is said", async () => {
    renameSync(join(home, "state/isotax"), join(home, "elsewhere"));
    writeFileSync(join(home, "state/isotax"), "mine");
    await isRefused(/state\/isotax is a file/);
  });
});

describe("a damaged ledger", () => {
  const valid = () => header() + made({ kind: "folder", path: join(cache, "work/x-1") });

  it.each<[string, () => string | Buffer]>([
    ["nothing", () => ""],
    ["null", () => "null\n"],
    ["no owner", () => '{"runId":"x"}\n'],
    ["an owner that is every process", () => header({ owner: { pid: 1, startTicks: 1 } })],
    ["bytes", () => Buffer.from([0x80, 0xff, 0x00, 0x0a, 0xfe])],
    ["a list", () => "[]\n"],
    ["half a header", () => '{"runId":"x","owner":{"pid":49'],
  ])("that begins with %s is set aside, and the rest is cleaned", async (_what, content) => {
    writeFileSync(join(ledgers, "a.ndjson"), content(), { mode: 0o600 });
    const other = folder(join(cache, "work/other"));
    ledger([made({ kind: "folder", path: other })]);
    expect(await doubts()).toEqual([
      expect.stringMatching(
        /a\.ndjson does not begin like a ledger; it was set aside as a\.ndjson\.damaged$/,
      ),
    ]);
    expect(existsSync(other)).toBe(false);
    expect(await sweepDeadRuns()).toEqual([]);
    expect(readdirSync(ledgers)).toEqual(["a.ndjson.damaged"]);
  });

  it.each([
    ["null\n"],
    ['{"op":"made","key":0}\n'],
    ['{"op":"made","key":0,"resource":{"kind":"moon"}}\n'],
    [
      '{"op":"made","key":0,"resource":{"kind":"process-group","leader":{"pid":1,"startTicks":0}}}\n',
    ],
    ['{"op":"made","key":-1,"resource":{"kind":"cgroup","name":"isotax-x"}}\n'],
    ["\u0000\u0001\n"],
  ])("with the line %j is cleaned up after by its other lines", async (line) => {
    const left = folder(join(cache, "work/x-1"));
    const after = folder(join(cache, "work/x-2"));
    ledger([made({ kind: "folder", path: left }), line, made({ kind: "folder", path: after })]);
    expect(await doubts()).toEqual([
      expect.stringMatching(/x-1\.ndjson is damaged: line 3 cannot/),
    ]);
    expect([left, after].filter(existsSync)).toEqual([]);
    expect(readdirSync(ledgers)).toEqual(["x-1.ndjson.damaged"]);
  });

  it("of a size that none has is not read", async () => {
    const file = ledger([]);
    truncateSync(file, 3 * 2 ** 30);
    expect(await doubts()).toEqual([expect.stringMatching(/has 3072 MiB, and 256 MiB at most/)]);
  });

  it("that is a folder or a FIFO is set aside, and never waited for", async () => {
    mkdirSync(join(ledgers, "a.ndjson"), { mode: 0o700 });
    folder(join(ledgers, "a.ndjson.damaged"));
    await tryRun(["mkfifo", "-m", "600", join(ledgers, "b.ndjson")]);
    expect(await doubts()).toEqual([
      expect.stringMatching(
        /is a folder, no regular file; it was set aside as a\.ndjson\.2\.damaged/,
      ),
      expect.stringMatching(/is a FIFO, no regular file; it was set aside/),
    ]);
    expect(await sweepDeadRuns()).toEqual([]);
  });

  it("has as many lines as it likes", () => {
    const line = made({ kind: "cgroup", name: "isotax-x" });
    const text = header() + line.repeat(150_000) + "null\n".repeat(150_000);
    const reading = parseLedger(text);
    expect(reading.state === "read" && reading.broken).toHaveLength(150_000);
    expect(parseLedger(valid())).toMatchObject({ state: "read", broken: [] });
  });
});

describe("what is not ours", () => {
  /** Named by a ledger of ours, it is told, and not touched. */
  async function refused(resource: object): Promise<string> {
    const file = ledger([made(resource)]);
    const [swept] = await sweepDeadRuns();
    expect(swept?.removed).toEqual([]);
    expect(existsSync(file)).toBe(true);
    return textOf(swept?.doubts[0]?.reason ?? "it was obeyed");
  }

  it.each([
    ["elsewhere", () => folder(join(home, "victim"))],
    ["the cache itself", () => folder(cache)],
    ["by climbing out", () => `${cache}/work/../../../state`],
    ["by a name of ours within another's", () => folder(join(home, "isotax/work/x-1"))],
    ["of another name in /var/tmp", () => "/var/tmp/other"],
    ["a path that is relative", () => "work/x-1"],
  ])("as a folder %s is kept", async (_what, make) => {
    const path = make();
    expect(await refused({ kind: "folder", path })).toMatch(/is not below a folder of ours/);
  });

  it("as a folder behind a link is kept, and so is a link itself", async () => {
    const victim = folder(join(home, "victim/inner"));
    symlinkSync(join(home, "victim"), join(cache, "work/link"));
    const through = { kind: "folder", path: join(cache, "work/link/inner") };
    expect(await refused(through)).toMatch(
      /is reached through a symbolic link, and lies at .*victim\/inner$/,
    );
    expect(await refused({ kind: "folder", path: join(cache, "work/link") })).toMatch(
      /is not a folder/,
    );
    expect(existsSync(join(victim, "f"))).toBe(true);
  });

  it("is not what lies in a cache that is itself a link", async () => {
    const left = folder(join(home, "disk/isotax/work/x-1"));
    renameSync(join(home, "cache"), join(home, "old"));
    symlinkSync(join(home, "disk"), join(home, "cache"));
    ledger([made({ kind: "folder", path: join(cache, "work/x-1") })]);
    expect(await doubts()).toEqual([]);
    expect(existsSync(left)).toBe(false);
  });

  it("is not what a short folder of a run's leads to, nor that folder", async () => {
    const left = folder(join(cache, "work/x-1"));
    const short = `/tmp/isotax-${randomBytes(4).toString("hex")}`;
    mkdirSync(short);
    onTestFinished(() => rmSync(short, { recursive: true, force: true }));
    symlinkSync(cache, join(short, "cache"));
    ledger([
      made({ kind: "folder", path: short }),
      made({ kind: "folder", path: join(short, "cache/work/x-1") }),
    ]);
    expect(await doubts()).toEqual([]);
    expect([left, short].filter(existsSync)).toEqual([]);
    expect(existsSync(cache)).toBe(true);
  });

  it.skipIf(!isRoot)("as a folder of another user's is kept", async () => {
    const path = folder(join(cache, "work/x-1"));
    chownSync(path, NOBODY, NOBODY);
    expect(await refused({ kind: "folder", path })).toMatch(/belongs to user 65534/);
  });

  it.each([
    "isotax-x/../../system.slice",
    "isotax-x/./y",
    "isotax-x//y",
    "system.slice",
    "",
    "isotax-x\n",
  ])("as a cgroup named %j is kept", async (name) => {
    if (name !== "") expect(await refused({ kind: "cgroup", name })).toMatch(/no name of ours/);
    await expect(removeCgroup(name)).rejects.toThrow("not a cgroup of ours");
  });

  it.each([
    ["a name that is none of ours", "mine", "unix:///var/run/docker.sock", /no name of ours/],
    ["a name that is an option", "--all", "unix:///var/run/docker.sock", /no name of ours/],
    ["another host", "isotax-x", "tcp://192.0.2.1:2375", /is neither a socket of ours/],
    ["a socket elsewhere", "isotax-x", "unix:///tmp/docker.sock", /is neither a socket of ours/],
    ["ssh", "isotax-x", "ssh://-oProxyCommand=x", /is neither a socket of ours/],
  ])("as a Docker container by %s is kept", async (_what, name, host, reason) => {
    expect(await refused({ kind: "docker-container", name, host })).toMatch(reason);
  });

  it("is never a program that would do something else", async () => {
    const ran = join(home, "ran");
    const program = (name: string) => {
      const file = join(home, name);
      writeFileSync(file, `#!/bin/sh\ntouch ${ran}\nexit 1\n`, { mode: 0o755 });
      return file;
    };
    const container = (runtime: string, options: readonly string[] = []) =>
      refused({ kind: "oci-container", runtime, id: "isotax-x", options });
    expect(await container("/bin/sh", ["-c", `touch ${ran}`])).toMatch(
      /has an option that we do not use: -c/,
    );
    expect(await container("crun", [`--root=${home}/x`])).toMatch(/do not use: --root/);
    expect(await container("crun", [`--root=${cache}/../../x`])).toMatch(/do not use: --root/);
    expect(await container("./crun")).toMatch(/without a plain name/);
    expect(await container("$(id)")).toMatch(/without a plain name/);
    const open = program("open");
    chmodSync(open, 0o757);
    expect(await container(open)).toMatch(/which anybody may change/);
    if (isRoot) {
      const evil = program("evil");
      chownSync(evil, NOBODY, NOBODY);
      expect(await container(evil)).toMatch(/a program of user 65534/);
    }
    expect(existsSync(ran)).toBe(false);
    // One of this user's is what --targets oci:PATH runs as well.
    ledger([made({ kind: "oci-container", runtime: program("own"), id: "isotax-x" })]);
    expect(await doubts()).toEqual([]);
    expect(existsSync(ran)).toBe(true);
  });

  it("as a VM is kept", async () => {
    expect(await refused({ kind: "virtualbox-vm", name: "windows" })).toMatch(/no name of ours/);
    expect(await refused({ kind: "vmware-vm", vmx: join(home, "vm.vmx") })).toMatch(/not below/);
  });
});

describe("the table of removers", () => {
  it("has every file that is there, and a kind for each", async () => {
    const names = readdirSync(join(ROOT, "runners/removers"))
      .map((file) => file.replace(/\.ts$/, ""))
      .filter((name) => !["index", "remover"].includes(name));
    const kinds = names.map((kind) => ResourceSchema.safeParse({ kind }).error?.issues[0]?.code);
    // Each kind is known, and something is missing; of one that is not, the kind itself is wrong.
    expect(kinds).toEqual(names.map(() => "invalid_type"));
    expect(ResourceSchema.safeParse({ kind: "moon" }).error?.issues[0]?.code).toBe("invalid_union");
  });
});
