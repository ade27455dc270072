import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { say } from "../../bench/messages.ts";
import { textOf } from "../../reports/text/message.ts";
import {
  type CgroupSupport,
  cgroupPath,
  cgroupPlan,
  cgroupSupport,
  delegatedGroup,
  limitFacts,
  makeCgroup,
  makeParentCgroup,
  removeCgroup,
} from "../../runners/kernel/cgroups.ts";
import { outerLimits } from "../../runners/kernel/outer-limits.ts";
import { leftOvers } from "../support.ts";

const HIERARCHY = {
  ...{ version: 2 as const, mount: "/sys/fs/cgroup", top: "/sys/fs/cgroup" },
  controllers: ["cpuset", "memory", "pids"],
};
const V2 = { version: 2 as const, hierarchies: [HIERARCHY] };
const LIMITS = { cpus: [1, 3], memoryMiB: 512, pids: 100 };

describe("control groups", () => {
  it("plans one folder and the v2 files where there is one hierarchy", () => {
    const plan = cgroupPlan(V2, "isotax-x/y", LIMITS);
    expect(plan.folders).toEqual(["/sys/fs/cgroup/isotax-x/y"]);
    expect(plan.writes).toEqual([
      { file: "/sys/fs/cgroup/isotax-x/y/cpuset.cpus", value: "1,3" },
      { file: "/sys/fs/cgroup/isotax-x/y/memory.max", value: "536870912" },
      { file: "/sys/fs/cgroup/isotax-x/y/pids.max", value: "100" },
    ]);
  });

  it("says what is missing where no hierarchy can limit", () => {
    expect(cgroupSupport("")).toMatchObject({
      version: 0,
      reason: say("host.no-controllers", { controllers: ["cpuset", "memory", "pids"] }),
    });
    const onlyCpuset = "1 1 0:1 / /x rw - cgroup cgroup rw,cpuset";
    expect(cgroupSupport(onlyCpuset)).toMatchObject({
      version: 0,
      reason: say("host.no-controllers", { controllers: ["memory", "pids"] }),
    });
  });

  it("makes a user's groups below the topmost that is delegated to him", () => {
    const own = "/sys/fs/cgroup/user.slice/user@1.service";
    const top = (path: string) =>
      delegatedGroup("/sys/fs/cgroup", `1:pids:/x\n0::${path}\n`, (folder) =>
        folder.startsWith(own),
      );
    expect(top("/user.slice/user@1.service/app.slice/run.scope")).toBe(own);
    expect(top("/user.slice/session.scope")).toBe("/sys/fs/cgroup/user.slice/session.scope");
    expect(top("/../elsewhere")).toBe("/sys/fs/cgroup");
    const support = { version: 2 as const, hierarchies: [{ ...HIERARCHY, top: own }] };
    expect(cgroupPath(support, "isotax-x/y")).toBe("/user.slice/user@1.service/isotax-x/y");
    expect(cgroupPlan(support, "isotax-x/y", LIMITS).folders).toEqual([`${own}/isotax-x/y`]);
  });

  it("leaves CPUs to affinity where cpuset was not delegated", () => {
    const hierarchies = [{ ...HIERARCHY, controllers: ["cpu", "memory", "pids"] }];
    const support = { version: 2 as const, hierarchies };
    const files = cgroupPlan(support, "isotax-x", LIMITS).writes.map(({ file }) => basename(file));
    expect(files).toEqual(["memory.max", "pids.max"]);
    expect(textOf(limitFacts(support)["limits"] ?? "")).toMatch(
      /^CPUs by affinity; memory by cgroup v2/,
    );
    expect(textOf(limitFacts(V2)["limits"] ?? "")).toBe("CPUs and memory by cgroup v2");
  });

  it("never touches a group that is not ours", async () => {
    for (const name of ["", "/", "user.slice", "../isotax-x"]) {
      await expect(removeCgroup(name)).rejects.toThrow(/not a cgroup of ours/);
    }
  });

  /** What really limits a group: its memory in bytes, and its processes. */
  const limitsOf = (support: CgroupSupport, name: string): string[] =>
    support.version === 0
      ? []
      : ["memory", "pids"].map((controller) => {
          const of = support.hierarchies.find(({ controllers }) =>
            controllers.includes(controller),
          );
          const memory = support.version === 2 ? "memory.max" : "memory.limit_in_bytes";
          const file = controller === "memory" ? memory : "pids.max";
          return readFileSync(join(of?.top ?? "", name, file), "utf8").trim();
        });

  const support = cgroupSupport();
  const reason = support.version === 0 ? textOf(support.reason) : "";
  it.skipIf(support.version === 0)(
    `limits for real and removes with members ${reason}`,
    async () => {
      if (support.version === 0) return;
      const parent = `isotax-cgtest-${process.pid}`;
      // Kills the members as well, should an expectation fail before it is done.
      onTestFinished(() => removeCgroup(parent));
      const outer = outerLimits();
      makeParentCgroup(support, parent, outer);
      expect(limitsOf(support, parent)).toEqual([`${outer.memoryMiB * 2 ** 20}`, `${outer.pids}`]);
      const name = `${parent}/inner`;
      const folders = makeCgroup(support, name, { cpus: [0], memoryMiB: 64, pids: 10 });
      const child = spawn("sleep", ["60"]);
      onTestFinished(() => void child.kill("SIGKILL"));
      const ended = once(child, "exit");
      for (const folder of folders) {
        execFileSync("sh", ["-c", `echo ${child.pid} > ${folder}/cgroup.procs`]);
      }
      expect(execFileSync("taskset", ["-pc", String(child.pid)], { encoding: "utf8" })).toMatch(
        /: 0\n/,
      );
      await removeCgroup(parent);
      expect(await ended).toEqual([null, "SIGKILL"]);
      expect(leftOvers(parent)).toEqual([]);
    },
  );
});
