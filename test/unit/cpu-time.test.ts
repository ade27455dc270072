import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { tryRun } from "../../runners/host/process.ts";
import type { ShellText } from "../../runners/host/shell.ts";
import { type CgroupSupport, cgroupSupport, removeCgroup } from "../../runners/kernel/cgroups.ts";
import { parseCpuStat } from "../../runners/kernel/cpu-time.ts";
import {
  groupsWithWord,
  isCounting,
  makeCountingGroup,
  takenBy,
} from "../../runners/kernel/usage.ts";
import { accounted, Launcher } from "../../runners/launch/launcher.ts";
import { testContext } from "../support.ts";

/** Half a second of work, most of it in user space. */
const WORK = 'timeout 0.5 sh -c "while :; do :; done"; true';

describe("the host's CPU time", () => {
  it("is read from cgroup v2's cpu.stat", () => {
    const text = "usage_usec 30\nuser_usec 20\nsystem_usec 10\nnr_periods 0\n";
    expect(parseCpuStat(text)).toEqual({ usageNs: 30_000, userNs: 20_000, systemNs: 10_000 });
    expect(() => parseCpuStat("usage_usec 30\n")).toThrow(/user_usec/);
  });

  it.skipIf(!isRoot())(
    "counts launchers, what they start and daemons, ended or not; not the harness",
    async () => {
      await using context = testContext(false);
      const spent = async (work: () => Promise<unknown>) => {
        const before = context.hostCpu();
        await work();
        const after = context.hostCpu();
        if (before === undefined || after === undefined) throw new Error("not counted");
        return after.usageNs - before.usageNs;
      };
      const launcher = await Launcher.start({ cpus: allowedCpus().slice(-1), context });
      const launched = await spent(async () => {
        const launch = await launcher.launch({ argv: ["sh", "-c", WORK] });
        await launch.exited;
      });
      await launcher.close();
      const daemon = await spent(() => tryRun([...accounted(context), "sh", "-c", WORK]));
      const harness = await spent(() => tryRun(["sh", "-c", WORK]));
      // On a busy machine the work gets less of a CPU than it takes of the clock.
      for (const ns of [launched, daemon]) {
        expect(ns).toBeGreaterThan(0.1e9);
        expect(ns).toBeLessThan(0.7e9);
      }
      expect(harness).toBeLessThan(0.05e9);
    },
  );
});

describe("what a part of a run takes", () => {
  const unified = { mount: "/sys/fs/cgroup/unified", top: "/sys/fs/cgroup/unified" };
  const supports: readonly (readonly [string, CgroupSupport])[] = [
    ["this host's groups", cgroupSupport()],
    // Beside v1 it has no controllers, and counts CPU time all the same.
    [
      "groups v2",
      {
        version: 2,
        hierarchies: [{ version: 2, controllers: [], ...unified }],
        ...(existsSync(join(unified.top, "cgroup.procs")) ? { accounting: unified.top } : {}),
      },
    ],
  ];

  it.each(supports)("is told apart by %s", async (_what, support) => {
    if (!isRoot() || !isCounting(support)) return;
    const parent = `isotax-usagetest-${process.pid}`;
    onTestFinished(() => removeCgroup(parent));
    makeCountingGroup(support, parent);
    const lines = [parent, `${parent}/busy`, `${parent}/idle`, `${parent}/idle/below`].map(
      (name, index) => (index === 0 ? [] : makeCountingGroup(support, name)),
    );
    const run = (servicing: readonly ShellText[], command: string) =>
      tryRun([...accounted({ servicing }), "sh", "-c", command]);
    await Promise.all([run(lines[1] ?? [], WORK), run(lines[2] ?? [], "sleep 0.3")]);
    await run(lines[3] ?? [], "true");
    const taken = (...names: string[]) =>
      takenBy(
        support,
        names.map((name) => `${parent}/${name}`),
        { memory: true },
      );
    // However little of a CPU the work gets on a busy machine.
    expect(taken("busy").cpu.usageNs).toBeGreaterThan(3 * taken("idle").cpu.usageNs);
    // One that is not there is nothing; several are added up.
    expect(taken("busy", "gone").cpu).toEqual(taken("busy").cpu);
    expect(taken("busy", "idle").cpu.usageNs).toBe(
      taken("busy").cpu.usageNs + taken("idle").cpu.usageNs,
    );
    expect(taken("busy").memory?.pss).toEqual({ anonBytes: 0, fileBytes: 0, shmemBytes: 0 });
    const sleeping = run(lines[2] ?? [], "exec sleep 1");
    await expect
      .poll(() => groupsWithWord(support, parent, "sleep"), { timeout: 5000 })
      .toEqual([`${parent}/idle`]);
    expect(taken("idle").memory?.pss.anonBytes).toBeGreaterThan(0);
    await sleeping;
  });
});
