import { describe, expect, it } from "vitest";
import { parseCpuStat } from "../../runners/host/cpu-time.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { accounted, Launcher } from "../../runners/host/launcher.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { tryRun } from "../../runners/host/process.ts";
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
