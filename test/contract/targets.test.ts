/** What every target promises, tried on the real thing. A slice tries some of the long promises. */

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { isEmulated } from "../../bench/emulation.ts";
import type { Command, Image, OpenSpec, Probe, Session, Target } from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import { daemonOf } from "../../runners/containers/docker/daemon.ts";
import { findEndpoint } from "../../runners/containers/docker/endpoint.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { cacheFolder } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import type { Recipe } from "../../runners/instance/recipe.ts";
import { targetOf } from "../../runners/instance/target.ts";
import { findRecipes, loadRecipes, loadTargets, loadVariants } from "../../runners/registry.ts";
import { missingTool } from "../../runners/tools/requirements.ts";
import { LONGEST_TURN_MS, takeDockerTurn } from "../docker-turn.ts";
import { entriesOf, othersOf, ownTools } from "../left-in-temporary.ts";
import { casesOf, currentSlice } from "../slice.ts";
import {
  childrenOf,
  commandLine,
  descendants,
  isLauncher,
  leftOvers,
  MUST_RUN,
  NOT_IN_CI,
  RECORDS,
  stdoutOf,
  testContext,
  withLastWords,
} from "../support.ts";

/** Containers and VMs are tried beside each other: each on a CPU of its own, where there are two. */
const PART = inject("contractOf");
const CPUS = PART === "containers" ? allowedCpus().slice(0, 1) : allowedCpus().slice(-1);
const MEMORY_MIB = 512;
/** How long others may take to clean up what may be theirs. */
const PATIENCE = { timeout: 30_000, interval: 250 };
const never = new AbortController().signal;
let context: RunContext;
let image: Image;
let targets: readonly Target[];

let turn: { end: () => void } | undefined;

beforeAll(async () => {
  if (PART !== "VMs") turn = await takeDockerTurn();
  context = testContext(true);
  ({ image } = await rootfsImage(context));
  targets = await loadTargets(context);
}, LONGEST_TURN_MS);
afterAll(async () => {
  const { runId } = context.options;
  await context.close();
  expect(context.ledger.live).toEqual([]);
  turn?.end();
  expect(leftOvers(runId)).toEqual([]);
});

function spec(extra: Partial<OpenSpec> = {}): OpenSpec {
  return { cpus: CPUS, memoryMiB: MEMORY_MIB, image, scratchMiB: 0, ...extra };
}

function shell(script: string): Command {
  return { argv: [{ tool: "busybox" }, "sh", "-c", script] };
}

const echo: Command = { argv: [{ tool: "busybox" }, "echo", "ready"] };

/** Folders, groups and processes of instances; the run's own stay until it ends. */
function instancesLeft(id: string): readonly string[] {
  const run = `${context.options.runId}-${process.pid}`;
  const folder = join(cacheFolder(), "work", run);
  const folders = existsSync(folder) ? readdirSync(folder) : [];
  // An instance has a number. The daemon's group has none.
  return [
    ...leftOvers(`${run}-${id}-`),
    ...folders.filter((name) => name.startsWith(`${id}-`) && /-\d+$/.test(name)),
  ];
}

function launchers(): readonly number[] {
  return childrenOf(process.pid).filter(isLauncher);
}

/** Of two sessions of a target one is kept busy for a second: what it takes is not told of the other. */
async function usageIsApart(busy: Session, idle: Session): Promise<void> {
  const before = [busy, idle].map((one) => one.usage({ memory: true }));
  if (busy.facts["host CPU time"] !== undefined) {
    expect(before).toEqual([undefined, undefined]);
    return;
  }
  const spin = shell("timeout 1 sh -c 'while :; do :; done' || true");
  expect((await busy.exec(spin, never)).exitCode).toBe(0);
  const after = [busy, idle].map((one) => one.usage());
  const [spent = Number.NaN, others = Number.NaN] = after.map(
    (usage, index) =>
      (usage?.own.cpu.usageNs ?? Number.NaN) - (before[index]?.own.cpu.usageNs ?? Number.NaN),
  );
  // On a busy machine the work gets less of a CPU than it takes of the clock. An emulated guest is never
  // quite idle.
  expect(spent).toBeGreaterThan(0.1e9);
  expect(spent).toBeLessThan(2e9);
  expect(others).toBeLessThan(spent / 3);
  expect(after[0]?.shared.cpu.usageNs).toBeGreaterThanOrEqual(
    before[0]?.shared.cpu.usageNs ?? Number.NaN,
  );
  for (const usage of before) {
    const anonBytes = usage?.own.memory?.pss.anonBytes;
    expect(anonBytes).toBeGreaterThan(50_000);
    // Beside its memory, an emulated guest has a buffer of translated code: up to 1 GiB.
    const mostMiB = MEMORY_MIB + (isEmulated(busy) ? 1100 : 0);
    expect(anonBytes).toBeLessThan(mostMiB * 2 ** 20);
  }
  expect(after.map((usage) => usage?.own.memory)).toEqual([undefined, undefined]);
}

/** Every target of this part, every variant that is known, and a runtime by its name alone. */
async function allRecipes(): Promise<readonly Recipe[]> {
  const variants = [...(await loadVariants())].flatMap(([name, { known }]) =>
    known.map((parameter) => `${name}:${parameter}`),
  );
  const all = [...(await loadRecipes()), ...(await findRecipes([...variants, "oci:crun"]))];
  return all.filter(({ kind }) => PART === undefined || (PART === "VMs") === (kind === "vm"));
}

/** Kills what launchers have started; a daemon's container that none of them stands for, by its daemon. */
function killInstances(): void {
  const pids = launchers().flatMap(descendants);
  for (const pid of pids) {
    if (isLauncher(pid)) continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch {} // It went with the one before.
  }
  if (pids.length > 0) return;
  for (const resource of context.ledger.live) {
    if (resource.kind !== "docker-container") continue;
    const env = { ...process.env, DOCKER_HOST: resource.host };
    execFileSync("docker", ["kill", resource.name], { env, stdio: "ignore" });
  }
}

/** Kills the busybox, if it is there, that sleeps for so long: not the tools that are told to start it. */
function killFirst(seconds: string): void {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const [program = "", ...words] = commandLine(pid).trim().split(" ");
    if (basename(program) !== "busybox" || words.join(" ") !== `sleep ${seconds}`) continue;
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {} // It went meanwhile.
  }
}

type Trial = (target: Target) => Promise<void>;

for (const [row, recipe] of (await allRecipes()).entries()) {
  describe(recipe.id, () => {
    if (recipe.id in NOT_IN_CI && missingTool(recipe.requires) !== undefined) {
      it("says why it cannot run here, and what to do", async () => {
        const found = await targets.find(({ id }) => id === recipe.id)?.probe(never);
        if (found?.ok !== false) throw new Error(`${recipe.id} can run, or is not there`);
        expect(textOf(found.reason)).toContain("not found");
        const tool = recipe.requires.find(({ kind }) => kind === "tool");
        const remedy = textOf(tool?.remedy ?? "");
        expect(remedy).not.toBe("");
        expect(textOf(found.remedy)).toContain(remedy);
        // What no package holds must not be asked of the package manager.
        expect(remedy).not.toContain("apt-get");
      });
      return;
    }
    const tools = ownTools(recipe.requires);
    let temporary: readonly string[];
    let target: Target;
    let probe: Probe;
    beforeAll(async () => {
      temporary = entriesOf(tools);
      target = targetOf(recipe, context);
      probe = await target.probe(never);
      const must = MUST_RUN && !(recipe.id in NOT_IN_CI);
      if (must) expect(probe, "in CI every target must be ready").toMatchObject({ ok: true });
      // What all instances share is made now: a distribution takes longer than a test may.
      if (probe.ok) await target.shipped(image);
    });

    /** Skips, with the reason, where the target cannot run on this machine. */
    function onTarget(title: string, work: Trial): void {
      // Some tests start two instances; a whole distribution, emulated, needs a minute each on a busy host.
      const timeout = Math.max(120_000, 2 * recipe.deadlines.readyMs + 60_000);
      it(title, { timeout }, async (test) => {
        if (!probe.ok) test.skip(`${textOf(probe.reason)} -> ${textOf(probe.remedy)}`);
        await work(target).catch(withLastWords);
        expect(instancesLeft(recipe.id)).toEqual([]);
        expect(launchers()).toEqual([]);
      });
    }

    const inTurn: [string, Trial][] = [];
    /** In a slice, VMs and variants try one or two of these: a VM boots for each, emulated in CI. */
    function onTargetInTurn(title: string, work: Trial): void {
      inTurn.push([title, work]);
    }

    async function open(extra: Partial<OpenSpec> = {}): Promise<Session> {
      return target.open(spec(extra), never);
    }

    onTarget("starts cold, stamps its phases in order, and is gone afterwards", async (it) => {
      const result = await it.start(spec(), echo, never);
      expect(result).toMatchObject({ stdout: "ready\n", exitCode: 0 });
      const names = result.lifecycle.map(({ phase }) => phase);
      expect(names.filter((name) => name !== "init" && name !== "kernel")).toEqual([
        ...["spawn", "ready", "exited", "removed"],
      ]);
      const stamps = result.lifecycle.map(({ atNs }) => atNs);
      expect(stamps[0]).toBe(0);
      expect([...stamps].sort((a, b) => a - b)).toEqual(stamps);
      expect(stamps[1]).toBeGreaterThan(0);
    });

    onTargetInTurn("starts several at once, and one of them may never begin", async (it) => {
      const crowd = it.crowd?.(spec(), never);
      if (crowd === undefined) throw new Error(`${it.id} starts nothing beside others`);
      const before = crowd.look();
      try {
        // Emulated machines share a CPU here, and are slow enough alone: a whole distribution above all.
        const count = recipe.deadlines.readyMs > 120_000 ? 1 : recipe.kind === "vm" ? 2 : 3;
        const prepared = await crowd.prepare(shell("echo ready; sleep 0.3"), count + 1);
        const begun = await Promise.all(prepared.slice(1).map((one) => one.begin(count)));
        for (const { stdout, exitCode, spawnNs, readyNs, exitedNs } of begun) {
          expect({ stdout, exitCode }).toEqual({ stdout: "ready\n", exitCode: 0 });
          expect(readyNs).toBeGreaterThan(spawnNs);
          expect(exitedNs).toBeGreaterThanOrEqual(readyNs);
        }
        // Beside each other: the last one began before the first one had ended.
        const [last] = begun.map(({ spawnNs }) => spawnNs).sort((a, b) => (a < b ? 1 : -1));
        const [first] = begun.map(({ exitedNs }) => exitedNs).sort((a, b) => (a < b ? -1 : 1));
        expect(last).toBeLessThan(first ?? 0n);
        const after = crowd.look();
        expect(after.othersCpuNs).toBeGreaterThan(before.othersCpuNs);
        expect(after.runCpuNs ?? 1).toBeGreaterThan(before.runCpuNs ?? 0);
      } finally {
        await crowd.close();
      }
    });

    onTargetInTurn("brings back the exit code of a cold start", async (it) => {
      const result = await it.start(spec(), shell("echo out; exit 7"), never);
      expect(result).toMatchObject({ stdout: "out\n", exitCode: 7 });
    });

    onTargetInTurn("brings back stdout, exit codes and signals as they are", async () => {
      await using session = await open();
      const words = ["a b", "it's", '"$HOME"', "`id`", "*", "é"];
      const printf: Command = { argv: [{ tool: "busybox" }, "printf", "%s\\n", ...words] };
      expect(await session.exec(printf, never)).toMatchObject({
        stdout: `${words.join("\n")}\n`,
        exitCode: 0,
      });
      const noNewline = await session.exec(shell("printf abc; exit 3"), never);
      expect(noNewline).toMatchObject({ stdout: "abc", exitCode: 3 });
      const killed = await session.exec(shell("kill -TERM $$"), never);
      expect(killed.exitCode).toBe(128 + 15);
      const empty = await session.exec(shell(":"), never);
      expect(empty).toMatchObject({ stdout: "", exitCode: 0 });
      const long = await session.exec(shell("head -c 300000 /dev/zero | tr '\\0' x"), never);
      expect(long.stdout).toBe("x".repeat(300_000));
      expect(await session.roundTripNs(never)).toBeGreaterThan(0);
    });

    onTargetInTurn("holds the same bytes as the image", async () => {
      await using session = await open();
      const hash: Command = {
        argv: [
          ...[{ tool: "busybox" }, "sha256sum", { tool: "payload" }, { tool: "agent" }],
          { tool: "busybox" },
        ],
      };
      const hashes = (await stdoutOf(session, hash))
        .trim()
        .split("\n")
        .map((line) => line.split(" ")[0]);
      const expected = ["payload", "agent", "busybox"].map(
        (name) => image.tools.find((tool) => tool.name === name)?.sha256,
      );
      expect(hashes).toEqual(expected);
    });

    onTargetInTurn("gives the CPUs and the memory that were asked for, and no more", async () => {
      await using session = await open();
      expect(await stdoutOf(session, shell("nproc"))).toBe("1\n");
      if (recipe.kind !== "vm") {
        const status = await stdoutOf(session, shell("cat /proc/self/status"));
        const allowed = /^Cpus_allowed_list:\t(.+)$/m.exec(status)?.[1];
        // gVisor's kernel has CPUs of its own, and says nothing of the host's.
        const expected = recipe.keeps?.includes("own-kernel") ? undefined : spec().cpus.join(",");
        expect(allowed).toBe(expected);
      }
      const size: Command = { argv: [{ tool: "node" }, { tool: "payload" }, "look"] };
      const { cpus, memoryBytes } = JSON.parse(await stdoutOf(session, size));
      expect(cpus).toBe(1);
      // A target whose limit a runtime inside cannot find says so; that it holds is tried below.
      const hidden = session.facts["memory found inside"] !== undefined;
      if (!hidden && (recipe.kind === "vm" || context.cgroups.version !== 0)) {
        expect(memoryBytes).toBeLessThanOrEqual(MEMORY_MIB * 2 ** 20);
        expect(memoryBytes).toBeGreaterThan(MEMORY_MIB * 2 ** 20 * 0.75);
      }
      const touch = (mebibytes: number): Command => ({
        argv: [{ tool: "node" }, "--eval", `Buffer.alloc(${mebibytes} * 2 ** 20, 1)`],
      });
      await stdoutOf(session, touch(100));
      if (context.cgroups.version === 0 && recipe.kind !== "vm") return;
      const beyond = session.exec(touch(MEMORY_MIB + 200), never);
      // To the host, gVisor's kernel and all that runs in it are one process, which ends as a whole.
      if (recipe.kind === "runtime" && recipe.keeps?.includes("own-kernel") === true) {
        await expect(beyond).rejects.toMatchObject({ code: "INSTANCE_DIED" });
      } else expect((await beyond).exitCode).not.toBe(0);
    });

    onTargetInTurn("keeps two instances apart", async () => {
      await using one = await open({ scratchMiB: 64 });
      await using two = await open({ scratchMiB: 64 });
      const write: Command = {
        argv: [{ tool: "busybox" }, "touch", { scratch: "mine" }],
      };
      const list: Command = { argv: [{ tool: "busybox" }, "ls", { scratch: "" }] };
      await stdoutOf(one, write);
      expect(await stdoutOf(one, list)).toContain("mine");
      expect(await stdoutOf(two, list)).not.toContain("mine");
      await usageIsApart(one, two);
      await one.close();
      expect(await stdoutOf(two, shell("echo alive"))).toBe("alive\n");
    });

    onTargetInTurn("fails, and cleans up, when the instance is killed", async () => {
      const session = await open();
      const before = session.exec(shell("sleep 30"), never);
      killInstances();
      await expect(before).rejects.toMatchObject({ code: "INSTANCE_DIED", phase: "exec" });
      await session.close();
    });

    onTargetInTurn("is ended by an abort while it hangs, and cleans up", async () => {
      const session = await open();
      const abort = new AbortController();
      const hanging = session.exec(shell("sleep 1000"), abort.signal);
      setTimeout(() => abort.abort(), 200);
      await expect(hanging).rejects.toMatchObject({ code: "ABORTED" });
      await session.close();
    });

    onTargetInTurn("fails to start what does not exist, and says so", async (it) => {
      const result = await it
        .start(spec(), { argv: ["/does/not/exist"] }, never)
        .catch((error: unknown) => error);
      // Some tools print their complaint on stdout; none may pass it off as success.
      if (result instanceof Error) expect(result).toMatchObject({ code: "INSTANCE_DIED" });
      else expect((result as { exitCode: number }).exitCode).not.toBe(0);
    });

    onTargetInTurn("does not pass off a first process that was killed as success", async (it) => {
      // Below a PID namespace it cannot kill itself: then it is killed from outside.
      const seconds = `${100_000 + process.pid}.25`;
      const script = 'echo out; kill -KILL $$; exec "$0" sleep "$1"';
      const busybox = { tool: "busybox" };
      const start = it
        .start(spec(), { argv: [busybox, "sh", "-c", script, busybox, seconds] }, never)
        .catch((error: unknown) => error);
      const killing = setInterval(() => killFirst(seconds), 50);
      const result = await start.finally(() => clearInterval(killing));
      if (result instanceof Error) expect(result).toMatchObject({ code: "INSTANCE_DIED" });
      else expect((result as { exitCode: number }).exitCode).not.toBe(0);
    });

    onTargetInTurn("says what it ships", async (it) => {
      const parts = await it.shipped(image);
      // They run the host's own files.
      if (recipe.kind === "native" || recipe.id === "helper") {
        expect(parts).toEqual([]);
        return;
      }
      const disk = parts.reduce((sum, part) => sum + part.diskBytes, 0);
      const content = image.files.reduce((sum, file) => sum + file.bytes, 0);
      expect(disk).toBeGreaterThanOrEqual(content);
      const shipped = parts.reduce((sum, part) => sum + part.shippedBytes, 0);
      expect(shipped).toBeGreaterThan(0);
      expect(shipped).toBeLessThan(disk);
    });

    const isVariant = recipe.id.includes(":");
    const slice = recipe.kind === "vm" || isVariant ? currentSlice() : "all";
    for (const [title, work] of casesOf(slice, inTurn, row)) onTarget(title, work);

    it("leaves nothing of its tool's in the temporary folder", {
      timeout: 90_000,
    }, async (test) => {
      if (!probe.ok) test.skip(`${textOf(probe.reason)} -> ${textOf(probe.remedy)}`);
      const left = () => entriesOf(tools).filter((name) => !temporary.includes(name));
      // A test beside this one may use the same tool, and clean up when it ends.
      await vi
        .waitFor(() => expect(left()).toEqual([]), PATIENCE)
        .catch((error: unknown) => {
          const others = othersOf(tools);
          if (others.length > 0) test.skip(`another runs the tool: ${others.join("; ")}`);
          throw error;
        });
    });
  });
}

/** What VMs never touch is not looked at beside them: containers come and go meanwhile. */
const describeHost = PART === "VMs" ? () => {} : describe;

describeHost("LXC, systemd-nspawn and Podman", () => {
  const links = (): readonly string[] =>
    execFileSync("ip", ["-o", "link"], { encoding: "utf8" }).match(/^\d+: [^:@]+/gm) ?? [];
  const records = () => RECORDS.filter((path) => existsSync(path));
  const before = { links: links(), records: records() };

  it("leave no record, bridge or lock on the host", async () => {
    expect(records()).toEqual(before.records);
    // Links of tests that run beside this one go again. One that was left stays, with its number.
    const added = links().filter((link) => !before.links.includes(link));
    const left = () => links().filter((link) => added.includes(link));
    await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 90_000, interval: 250 });
  });
});

describeHost("Docker's daemon", () => {
  const made = ["/run/containerd", "/run/docker", "/etc/docker", "/var/lib/docker"];
  const before = made.filter((folder) => existsSync(folder));

  it("started for a run leaves the host's network, firewall and folders as they were", () => {
    const links = execFileSync("ip", ["-o", "link"], { encoding: "utf8" });
    expect(existsSync("/var/run/docker.sock") || !links.includes("docker0")).toBe(true);
    expect(made.filter((folder) => existsSync(folder))).toEqual(before);
  });

  it("started for a run waits for what its containers leave: no zombie stays", async (test) => {
    const docker = targets.find(({ id }) => id === "docker") as Target;
    const probe = await docker.probe(never);
    if (!probe.ok) test.skip(`${textOf(probe.reason)} -> ${textOf(probe.remedy)}`);
    const { pid, ownedBy } = await daemonOf(context);
    if (ownedBy === "the host") test.skip("needs a daemon of the run's own");
    expect(await docker.start(spec(), echo, never)).toMatchObject({ stdout: "ready\n" });
    const zombies = () =>
      descendants(pid)
        .map((one) => readFileSync(`/proc/${one}/stat`, "utf8"))
        .filter((stat) => / Z /.test(stat.slice(stat.lastIndexOf(")"))));
    expect(descendants(pid).length).toBeGreaterThan(1);
    await vi.waitFor(() => expect(zombies()).toEqual([]), PATIENCE);
  });

  it("that answers already is used as it is, and left running", async (test) => {
    const docker = targets.find(({ id }) => id === "docker") as Target;
    const probe = await docker.probe(never);
    if (!probe.ok) test.skip(`${textOf(probe.reason)} -> ${textOf(probe.remedy)}`);
    // The daemon of one run is, for another, one that somebody else has started.
    const { host } = await daemonOf(context);
    await withDockerHost(host, async () => {
      const other = testContext();
      const [target] = (await loadTargets(other)).filter(({ id }) => id === "docker");
      expect((await daemonOf(other)).ownedBy).toBe("the host");
      expect(await target?.start(spec(), echo, never)).toMatchObject({ stdout: "ready\n" });
      await other.close();
      expect((await findEndpoint()).running?.host).toBe(host);
    });
  });

  it("on another machine is refused, and never asked", async (test) => {
    if (which("docker") === undefined) test.skip("needs Docker's client");
    await withDockerHost("tcp://192.0.2.1:2375", async () => {
      const { refused, running } = await findEndpoint();
      const reason = textOf(refused?.reason ?? "");
      expect(reason).toContain("tcp://192.0.2.1:2375, which is not this host's socket");
      expect(running?.host ?? "").not.toContain("192.0.2.1");
    });
  });

  async function withDockerHost(host: string, work: () => Promise<void>): Promise<void> {
    const own = process.env["DOCKER_HOST"];
    process.env["DOCKER_HOST"] = host;
    try {
      await work();
    } finally {
      if (own === undefined) delete process.env["DOCKER_HOST"];
      else process.env["DOCKER_HOST"] = own;
    }
  }
});
