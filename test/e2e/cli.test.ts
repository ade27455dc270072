/** The command line on real targets; command-line.test.ts has all that needs none. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { makePlan } from "../../bench/plan.ts";
import { readRun } from "../../bench/store.ts";
import { cacheFolder, isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { loadRecipes } from "../../runners/registry.ts";
import { casesOf, currentSlice } from "../slice.ts";
import {
  CLI,
  cli,
  descendants,
  leftOvers,
  NOT_IN_CI,
  processName,
  ROOT,
  temporaryFolder,
  temporaryFoldersOf,
} from "../support.ts";
import { expectWholePlan } from "../whole-plan.ts";

const TARGETS = (await loadRecipes()).map(({ id }) => id);
/** Those that leave something of each kind behind when the harness is killed: groups, mounts, monitors, VMs. */
const LEAVES_MOST = [
  ...["overlay", "crun", "crun-warm", "lxc", "nspawn", "podman", "docker", "docker-warm", "uml"],
  ...["qemu-microvm", "qemu-microvm-warm"],
];
const SMALL = ["--profile", "smoke", "--targets", "native,namespaces", "--no-open"] as const;

/** A run in the background; killed when the test ends, if it still runs. */
function background(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...CLI, "run", ...args], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  child.stdout.resume();
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await exited;
  });
  return { child, exited, stderr: () => stderr };
}

/** Whether a process runs in, or starts, an instance of this target. */
function belongsTo(pid: number, id: string): boolean {
  const text = ["cmdline", "cgroup"].map((file) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, "utf8");
    } catch {
      return "";
    }
  });
  // In the name of its group, or of its folder in the run's.
  return new RegExp(`[-/]${id}-`).test(text.join());
}

async function recordsReach(folder: string, count: number): Promise<void> {
  const file = join(folder, "records.ndjson");
  for (let i = 0; i < 600; i++) {
    if (existsSync(file) && readFileSync(file, "utf8").split("\n").length > count) return;
    await sleep(100);
  }
  throw new Error(`${file} never held ${count} records`);
}

describe("doctor", () => {
  it("says for each target and workload whether it is ready, as JSON", () => {
    const { stdout, code } = cli(["doctor", "--json"]);
    expect(code).toBe(0);
    const { targets, workloads } = JSON.parse(stdout) as {
      targets: { id: string; ok: boolean; reason?: string; remedy?: string; facts?: object }[];
      workloads: { id: string; ok: boolean }[];
    };
    expect(targets.map(({ id }) => id)).toEqual(TARGETS);
    for (const { ok, reason, remedy, facts } of targets) {
      if (ok) expect(facts).toBeDefined();
      else expect([reason, remedy].every((text) => text !== undefined && text !== "")).toBe(true);
    }
    expect(workloads.map(({ id }) => id)).toContain("disk.fio");
  });

  it("names the command that would make a missing target ready", () => {
    const bin = bareBin();
    const { stdout } = cli(["doctor", "--json"], { env: { PATH: bin } });
    const { targets, workloads } = JSON.parse(stdout);
    expect(targets.find(({ id }: { id: string }) => id === "crun")).toMatchObject({
      ok: false,
      reason: expect.stringContaining("crun not found"),
      remedy: "sudo apt-get install --no-install-recommends crun",
    });
    expect(workloads.find(({ id }: { id: string }) => id === "disk.fio")).toMatchObject({
      ok: false,
      remedy: "sudo apt-get install --no-install-recommends fio",
    });
  });
});

describe("setup", () => {
  /** Ids of what is made ready, with a configuration. */
  function madeReady(config: object, args: readonly string[] = []): readonly string[] {
    const file = join(temporaryFolder(), "isotax.config.json");
    writeFileSync(file, JSON.stringify(config));
    const { stderr, code } = cli(["setup", "--no-install", "--config", file, ...args]);
    expect(code, stderr).toBe(0);
    return [...stderr.matchAll(/target (\S+):/g)].map(([, id]) => id as string);
  }

  it("makes ready what the configuration has a gate compare, besides the targets of runs", () => {
    const gate = { base: "chroot#old", head: "chroot+delay=1ms" };
    expect(madeReady({ gate })).toEqual(["chroot#old", "chroot+delay=1ms"]);
    expect(madeReady({ gate, targets: ["native"] })).toEqual([
      ...["native", "chroot#old", "chroot+delay=1ms"],
    ]);
    expect(madeReady({ gate }, ["--targets", "namespaces"])).toEqual(["namespaces"]);
  });
});

/** A PATH with what the harness itself needs, and none of the measured tools. */
function bareBin(): string {
  const bin = join(temporaryFolder(), "bin");
  mkdirSync(bin);
  const needed = ["busybox", "dash", "sh", "taskset", "unshare", "ldd", "bash", "cat", "tar"];
  needed.push("gzip", "wc", "setpriv", "true", "mount", "umount", "node", "env");
  for (const name of needed) {
    const path = which(name);
    if (path !== undefined) symlinkSync(path, join(bin, name));
  }
  return bin;
}

describe("a run", () => {
  it("writes a folder from which everything can be made again, and leaves nothing else", () => {
    const out = join(temporaryFolder(), "run");
    const args = ["--workloads", "start.exec,cpu.sysbench,image.size", "--rounds", "3"];
    const result = cli(["run", ...SMALL, ...args, "--seed", "9", "--out", out]);
    expect(result.stderr).toContain("round 3/3");
    expect(result.code).toBe(0);
    expect(result.stdout).toContain("start.exec");
    expect(readdirSync(out).sort()).toEqual([
      ...["records.ndjson", "report.html", "run.json", "samples.csv", "summary.csv"],
      ...["summary.json", "summary.md"],
    ]);
    expectWholePlan(out);
    const { run, records } = readRun(out);
    for (const line of readFileSync(join(out, "records.ndjson"), "utf8").trim().split("\n")) {
      expect(JSON.parse(line)).toMatchObject({
        target: expect.any(String),
        workload: expect.any(String),
        round: expect.any(Number),
        outcome: { status: "ok" },
      });
    }
    expect(records.every(({ wallNs, timedNs }) => timedNs <= wallNs)).toBe(true);
    expect(run.calibration.start?.floorNs.length).toBeGreaterThan(10);
    const summary = readFileSync(join(out, "summary.json"), "utf8");
    expect(JSON.parse(summary)).toMatchObject({ runId: run.runId, notMeasured: [] });
    // As the installed command, from another folder: nothing may depend on the current one.
    const bin = join(ROOT, "bin/isotax.js");
    const report = spawnSync(process.execPath, [bin, "report", out], {
      cwd: "/",
      encoding: "utf8",
    });
    expect(report).toMatchObject({ status: 0, stdout: expect.stringContaining("start.exec") });
    expect(readFileSync(join(out, "summary.json"), "utf8")).toBe(summary);
    expect(leftOvers(run.runId)).toEqual([]);
    const again = cli(["run", ...SMALL, "--out", out]);
    expect(again).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("holds a run already"),
    });
  });

  it("goes on without the targets that are not there, and says how to get them", () => {
    const out = join(temporaryFolder(), "run");
    const args = ["--profile", "smoke", "--targets", "native,crun", "--no-install", "--no-open"];
    const result = cli(["run", ...args, "--workloads", "start.exec", "--out", out], {
      env: { PATH: bareBin(), XDG_CACHE_HOME: temporaryFolder() },
    });
    expect(result.code).toBe(0);
    expect(result.stderr).toContain("sudo apt-get install --no-install-recommends");
    const { records } = readRun(out);
    expect(records.map(({ target, outcome }) => [target, outcome.status]).sort()).toEqual([
      ["crun", "unavailable"],
      ["native", "ok"],
    ]);
    expect(result.stdout).toContain("crun not found");
  });

  it("goes on when a package cannot be installed, and says which", () => {
    const bin = bareBin();
    writeFileSync(join(bin, "apt-get"), "#!/bin/sh\necho 'E: no network' >&2\nexit 100\n", {
      mode: 0o755,
    });
    writeFileSync(join(bin, "apt-cache"), "#!/bin/sh\n", { mode: 0o755 });
    const out = join(temporaryFolder(), "run");
    const args = ["--profile", "smoke", "--targets", "native,crun", "--no-open"];
    const result = cli(["run", ...args, "--workloads", "start.exec", "--out", out], {
      env: { PATH: bin, XDG_CACHE_HOME: temporaryFolder() },
    });
    if (isRoot()) expect(result.stderr).toContain("could not be installed");
    expect(result.stderr).toContain("sudo apt-get install --no-install-recommends");
    expect(result.code).toBe(0);
    const statuses = readRun(out).records.map(({ target, outcome }) => [target, outcome.status]);
    expect(statuses.sort()).toEqual([
      ["crun", "unavailable"],
      ["native", "ok"],
    ]);
  });

  it("boots the user's own kernel", (test) => {
    const kernels = join(cacheFolder(), "guest-kernels");
    const [version] = existsSync(kernels) ? readdirSync(kernels) : [];
    if (version === undefined || which("qemu-system-x86_64") === undefined) {
      test.skip("needs QEMU and a kernel in the cache: npm run isotax -- setup");
    }
    const out = join(temporaryFolder(), "run");
    const kernel = join(kernels, version as string, "vmlinuz");
    const args = ["--profile", "smoke", "--targets", "qemu-microvm", "--guest-kernel", kernel];
    const result = cli(["run", ...args, "--workloads", "start.exec", "--no-open", "--out", out]);
    expect(result.code).toBe(0);
    const { run, records } = readRun(out);
    expect(records.map(({ outcome }) => outcome.status)).toEqual(["ok"]);
    expect(run.targets[0]?.facts["guest kernel"]).toContain(version);
  });
});

describe("servers and footprints", () => {
  /** The host's ends of cables to clients, of any run, as the processes that they are named after. */
  const cables = () => {
    // Not /sys/class/net, which may be that of another network namespace.
    const links = execFileSync("ip", ["-o", "link"], { encoding: "utf8" });
    return [...links.matchAll(/^\d+: i?sotax(\d+)-\d+/gm)].map(([, pid]) => Number(pid));
  };
  /** Those whose process is gone: other runs may have theirs. */
  const strayCables = () => cables().filter((pid) => processName(pid) === "");
  const some = ["--profile", "smoke", "--rounds", "1", "--seed", "1", "--no-open"];

  it("are measured like all else, and leave no network behind", (test) => {
    if (!isRoot()) test.skip("needs root");
    const out = join(temporaryFolder(), "run");
    const work = [
      "--targets",
      "native,overlay,docker:none",
      "--workloads",
      "app.node,footprint.idle",
    ];
    const result = cli(["run", ...some, ...work, "--out", out]);
    expect(result.code, result.stderr).toBe(0);
    const { records, run } = readRun(out);
    const found = records.map(({ target, workload, outcome }) => {
      return [workload, target, outcome.status];
    });
    expect(found.sort()).toEqual([
      ["app.node", "docker:none", "unavailable"],
      ["app.node", "native", "ok"],
      ["app.node", "overlay", "ok"],
      ["footprint.idle", "docker:none", "ok"],
      ["footprint.idle", "native", "ok"],
      ["footprint.idle", "overlay", "ok"],
    ]);
    const summary = readFileSync(join(out, "summary.md"), "utf8");
    for (const word of [
      "first-answer",
      "most.requests",
      "pss",
      "it has only the loopback network",
    ]) {
      expect(summary).toContain(word);
    }
    expect(leftOvers(run.runId)).toEqual([]);
    expect(strayCables()).toEqual([]);
  });

  it("leave nothing that clean does not remove, killed while a server is asked", async (test) => {
    if (!isRoot()) test.skip("needs root");
    const out = join(temporaryFolder(), "run");
    const work = ["--targets", "native", "--workloads", "app.node"];
    const run = background([...some, ...work, "--out", out]);
    const harness = run.child.pid as number;
    const isAsked = () => descendants(harness).some((pid) => processName(pid) === "wrk");
    for (let i = 0; i < 6000 && !isAsked(); i++) await sleep(10);
    expect(isAsked(), run.stderr()).toBe(true);
    const own = descendants(harness);
    expect(cables().filter((pid) => own.includes(pid))).toHaveLength(1);
    run.child.kill("SIGKILL");
    await run.exited;
    const clean = cli(["clean"]);
    expect(clean.code, clean.stderr).toBe(0);
    expect(leftOvers(readRun(out).run.runId)).toEqual([]);
    expect(strayCables()).toEqual([]);
    expect(cli(["clean"]).stderr).toContain("nothing to clean");
  });
});

describe("one run at a time", () => {
  it("tells the second who holds the machine", async () => {
    const out = join(temporaryFolder(), "first");
    const first = background([
      ...SMALL,
      "--workloads",
      "cpu.sysbench",
      "--rounds",
      "50",
      "--out",
      out,
    ]);
    await recordsReach(out, 1);
    const second = cli(["run", ...SMALL, "--out", join(temporaryFolder(), "second")]);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(`process ${first.child.pid}`);
    expect(second.stderr).toContain(out);
    first.child.kill("SIGINT");
    expect(await first.exited).toEqual([130, null]);
  });
});

describe("interrupts", () => {
  it("Ctrl-C twice ends at once, whatever hangs; the next start cleans up", async (test) => {
    const crun = which("crun");
    if (crun === undefined || !isRoot()) test.skip("needs crun, and root");
    const bin = temporaryFolder();
    const slow = `#!/bin/sh\ncase " $* " in *" delete "*) sleep 60 ;; esac\nexec ${crun} "$@"\n`;
    writeFileSync(join(bin, "crun"), slow, { mode: 0o755 });
    const out = join(temporaryFolder(), "run");
    const some = ["--profile", "smoke", "--targets", "crun", "--workloads", "cpu.sysbench"];
    const run = background([...some, "--no-open", "--out", out], {
      PATH: `${bin}:${process.env["PATH"]}`,
    });
    const isOpen = () =>
      existsSync(join(out, "run.json")) &&
      descendants(run.child.pid as number).some((pid) => belongsTo(pid, "crun"));
    for (let i = 0; i < 1500 && !isOpen(); i++) await sleep(20);
    run.child.kill("SIGINT");
    await sleep(500);
    expect(run.child.exitCode).toBeNull();
    const from = Date.now();
    run.child.kill("SIGINT");
    expect(await run.exited).toEqual([130, null]);
    expect(Date.now() - from).toBeLessThan(30_000);
    expect(run.stderr()).not.toContain("Report:");
    const { runId } = readRun(out).run;
    expect(cli(["clean"]).code).toBe(0);
    expect(leftOvers(runId)).toEqual([]);
  });

  it.for(casesOf(currentSlice(), LEAVES_MOST))(
    "kill -9 while %s is open loses that sample and no more; clean leaves nothing; --resume goes on",
    async (id, test) => {
      test.skip(id in NOT_IN_CI, NOT_IN_CI[id]);
      const out = join(temporaryFolder(), "run");
      const targets = ["native", id];
      const all = ["--profile", "smoke", "--targets", targets.join(",")];
      const work = ["--workloads", "cpu.sysbench,start.exec", "--rounds", "2", "--seed", "3"];
      const run = background([...all, ...work, "--no-open", "--out", out]);
      const plan = makePlan({
        ...{ seed: 3, rounds: 2, targets },
        workloads: [{ id: "start.exec" }, { id: "cpu.sysbench" }],
      });
      const cell = plan.find(({ target, workload, round }) => {
        return target === id && workload === "cpu.sysbench" && round === 1;
      });
      await recordsReach(out, cell?.position ?? 0);
      const harness = run.child.pid as number;
      const isOpen = () => descendants(harness).some((pid) => belongsTo(pid, id));
      for (let i = 0; i < 3000 && !isOpen(); i++) await sleep(10);
      expect(isOpen(), `${id} was seen to run`).toBe(true);
      await sleep(200);
      run.child.kill("SIGKILL");
      expect(await run.exited).toEqual([null, "SIGKILL"]);
      const before = readRun(out);
      expect(before.run.status).toBe("running");
      expect(before.records).toHaveLength(cell?.position ?? -1);
      const copies = temporaryFoldersOf(before.run.runId);
      expect(copies.filter((path) => existsSync(path))).not.toEqual([]);
      const clean = cli(["clean"]);
      expect(clean.code).toBe(0);
      expect(clean.stderr).toContain("cleaned up after run");
      expect(leftOvers(before.run.runId)).toEqual([]);
      expect(copies.filter((path) => existsSync(path))).toEqual([]);
      expect(cli(["clean"]).stderr).toContain("nothing to clean");
      const resumed = cli(["run", "--resume", out, "--no-open"]);
      expect(resumed.code, resumed.stderr).toBe(0);
      expectWholePlan(out);
      expect(readRun(out).records.slice(0, before.records.length)).toEqual(before.records);
      expect(leftOvers(before.run.runId)).toEqual([]);
    },
  );
});

describe("a tool that dies in the middle of a round", () => {
  it.each([
    ["qemu-microvm", /^qemu-system/],
    ["crun", /^sysbench/],
  ])("%s: that outcome fails, and the run goes on", async (id, victim) => {
    const out = join(temporaryFolder(), "run");
    const some = ["--profile", "smoke", "--targets", `native,${id}`, "--workloads", "cpu.sysbench"];
    const run = background([...some, "--rounds", "2", "--seed", "1", "--no-open", "--out", out]);
    await waitForRun(out);
    const killed = await killOnce(run.child.pid as number, id, victim);
    expect(killed).toBeGreaterThan(0);
    expect(await run.exited).toEqual([0, null]);
    const { records } = readRun(out);
    expect(records).toHaveLength(4);
    const failed = records.filter(({ outcome }) => outcome.status === "failed");
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ target: id });
    expect(readFileSync(join(out, "summary.md"), "utf8")).toContain("failed");
  });

  it("docker's own daemon: that outcome fails, and the next instance gets another", async (test) => {
    if (which("dockerd") === undefined || !isRoot()) test.skip("needs dockerd, and root");
    if (existsSync("/var/run/docker.sock")) test.skip("a daemon of the host's own is not ended");
    const out = join(temporaryFolder(), "run");
    const some = ["--profile", "smoke", "--targets", "native,docker"];
    const args = [...some, "--workloads", "cpu.sysbench", "--rounds", "2", "--seed", "1"];
    const run = background([...args, "--no-open", "--out", out]);
    await waitForRun(out);
    const harness = run.child.pid as number;
    const dockerd = await killOnce(harness, "docker", /^dockerd/);
    expect(dockerd).toBeGreaterThan(0);
    expect(await run.exited, run.stderr()).toEqual([0, null]);
    const { records, run: stored } = readRun(out);
    const statuses = records
      .filter(({ target }) => target === "docker")
      .map(({ outcome }) => outcome.status);
    expect(statuses.sort(), JSON.stringify(records.map(({ outcome }) => outcome))).toEqual([
      "failed",
      "ok",
    ]);
    expect(leftOvers(stored.runId)).toEqual([]);
  });

  /** The run folder appears when the set-up is over, and what runs from then on is measured. */
  async function waitForRun(out: string): Promise<void> {
    for (let i = 0; i < 2000 && !existsSync(join(out, "run.json")); i++) await sleep(50);
  }

  /** Kills the first process of this name below the harness that runs in a cell of this target. */
  async function killOnce(harness: number, id: string, victim: RegExp): Promise<number> {
    for (let i = 0; i < 2000; i++) {
      const all = descendants(harness);
      const open = all.filter((pid) => belongsTo(pid, id));
      for (const pid of all.filter((one) => victim.test(processName(one)))) {
        // A daemon serves an instance without being part of it.
        if (open.length === 0 || !(open.includes(pid) || processName(pid) === "dockerd")) continue;
        await sleep(150);
        process.kill(pid, "SIGKILL");
        return pid;
      }
      await sleep(10);
    }
    return 0;
  }
});
