/** Audits of real instances: natively everything reaches the host; what is promised is kept. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { observed } from "../../bench/check-records.ts";
import { experiment as files } from "../../bench/experiments/check.files.ts";
import { experiment as host } from "../../bench/experiments/check.host.ts";
import { experiment as kernel } from "../../bench/experiments/check.kernel.ts";
import { experiment as leaks } from "../../bench/experiments/check.leaks.ts";
import { experiment as others } from "../../bench/experiments/check.others.ts";
import type { Check, Image, Target } from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import { everyPath } from "../../runners/audit/names.ts";
import { probeProgram } from "../../runners/audit/probe.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { loadTargets } from "../../runners/registry.ts";
import { leftOvers, MUST_RUN, testContext } from "../support.ts";

const { signal } = new AbortController();
const cpus = allowedCpus().slice(-1);
const AUDITS = [files, kernel, others, leaks, host];

let context: RunContext;
let image: Image;
let targets: readonly Target[];

const possible = isRoot() && which("crun") !== undefined && which("cc") !== undefined;

describe.skipIf(!(possible || MUST_RUN))("audits (need root, crun and a compiler)", () => {
  beforeAll(async () => {
    context = testContext(true);
    ({ image } = await rootfsImage(context, AUDITS));
    targets = await loadTargets(context, ["native", "overlay", "crun"]);
  });
  afterAll(async () => {
    expect(await context.close()).toEqual([]);
    expect(context.ledger.live).toEqual([]);
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  /** All checks, by their names. */
  async function audited(id: string): Promise<ReadonlyMap<string, Check>> {
    const target = targets.find((one) => one.id === id) as Target;
    const subject = { id, roles: { target: id }, at: {} };
    const found = new Map<string, Check>();
    for (const experiment of AUDITS) {
      const lab = new CellLab(
        { image, cpus, memoryMiB: 256, signal },
        subject,
        new Map([[id, target]]),
      );
      try {
        const { checks = [] } = observed(await experiment.run(lab, subject, {}));
        for (const one of checks) found.set(one.check, one);
      } finally {
        await lab.close();
      }
    }
    return found;
  }

  const named = (found: ReadonlyMap<string, Check>, holds: Check["holds"]) =>
    [...found.values()].filter((one) => one.holds === holds).map(({ check }) => check);

  it("reaches the host with each check natively, or says what this host lacks", async () => {
    const before = hostState();
    const found = await audited("native");
    expect(found.size).toBeGreaterThanOrEqual(45);
    const kept = [...found.values()].filter(
      ({ check, holds }) => holds === "yes" && !check.startsWith("host."),
    );
    expect(kept.map(({ check, evidence }) => `${check}: ${textOf(evidence)}`)).toEqual([]);
    // A host of its own lacks few of them; in a container, some are missing.
    expect(named(found, "unknown").length).toBeLessThan(found.size / 3);
    expect(hostState()).toEqual(before);
  });

  it("keeps the host's files, processes and settings apart in a container", async () => {
    const before = hostState();
    const found = await audited("crun");
    const reached = named(found, "no");
    expect(reached).toContain("kernel.tasks");
    expect(reached.filter((check) => check.startsWith("files."))).toEqual([]);
    expect(reached.filter((check) => check.startsWith("others."))).toEqual([]);
    expect(reached.filter((check) => /sysctl|core|sysrq|clock|modules|kexec/.test(check))).toEqual(
      [],
    );
    expect(hostState()).toEqual(before);
    expect(reached.filter((check) => check.startsWith("host."))).toEqual([]);
    expect(found.get("host.mounts")?.holds).toBe("yes");
  });

  it("says the same twice", async () => {
    const [one, other] = [await audited("overlay"), await audited("overlay")];
    const told = (found: ReadonlyMap<string, Check>) =>
      [...found.values()].map(({ check, holds, evidence }) => [check, holds, textOf(evidence)]);
    expect(told(other)).toEqual(told(one));
  });

  it("leaves nothing when the host's side is killed", async () => {
    const program = await probeProgram(context);
    const token = "00112233445566aa";
    const key = "31999";
    const child = spawn(program, ["witness", token, key, "/dev/null"], { detached: true });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const socket = everyPath(token).find((path) => path.endsWith("-socket")) ?? "";
    for (let waited = 0; waited < 50 && !existsSync(socket); waited++) await sleep(20);
    expect(existsSync(socket)).toBe(true);
    child.kill("SIGKILL");
    await ended;
    for (let waited = 0; waited < 50 && existsSync(socket); waited++) await sleep(20);
    expect(existsSync(socket)).toBe(false);
    expect(segmentKeys()).not.toContain(key);
  });
});

function segmentKeys(): readonly string[] {
  const lines = readFileSync("/proc/sysvipc/shm", "utf8").split("\n").slice(1);
  return lines.map((line) => line.trim().split(/\s+/)[0] ?? "");
}

/** What an audit must not change. */
function hostState() {
  const text = (file: string) => readFileSync(file, "utf8");
  return {
    mounts: text("/proc/self/mountinfo"),
    segments: segmentKeys(),
    loops: text("/proc/partitions")
      .split("\n")
      .filter((line) => line.includes("loop")),
    hostname: text("/proc/sys/kernel/hostname"),
    settings: ["kernel/panic", "vm/swappiness", "fs/pipe-max-size", "net/ipv4/ip_default_ttl"].map(
      (name) => text(`/proc/sys/${name}`),
    ),
  };
}
