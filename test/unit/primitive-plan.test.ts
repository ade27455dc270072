/** The plan of a start, as the program that does it reads it. */
import { describe, expect, it } from "vitest";
import { becomeRoot, planOf } from "../../runners/primitives/plan.ts";

const words = (plan: Buffer) => plan.toString("latin1").split("\0").slice(0, -1);

describe("a plan", () => {
  it("has the words of each step, in order", () => {
    const plan = planOf([
      { call: "mkdir", path: "/sys/fs/cgroup/a" },
      { call: "write", label: "limit", path: "/sys/fs/cgroup/a/pids.max", value: "10" },
      { call: "clone", namespaces: ["mount", "pid"], group: "/sys/fs/cgroup/a" },
      { call: "clone", namespaces: [] },
      { call: "pivot_root", root: "/r" },
      { call: "no_new_privs" },
      { call: "capabilities", kept: 3 },
    ]);
    expect(words(plan)).toEqual([
      ...["mkdir", "/sys/fs/cgroup/a"],
      ...["write", "write:limit", "/sys/fs/cgroup/a/pids.max", "10"],
      ...["clone", String(0x20000 | 0x20000000), "/sys/fs/cgroup/a"],
      ...["clone", "0", ""],
      ...["pivot_root", "/r", "no_new_privs", "capabilities", "3"],
    ]);
  });

  it("has what is waited for, with the name of its time", () => {
    const counted = { file: "/proc/cgroups", line: "memory", column: 2 };
    const plan = planOf([
      { call: "count", ...counted },
      { call: "leave" },
      { call: "rmdir", path: "/a" },
      { call: "free", label: "net", namespaces: ["net"] },
      { call: "fewer", label: "group", ...counted },
    ]);
    expect(words(plan)).toEqual([
      ...["count", "/proc/cgroups", "memory", "2", "leave", "rmdir", "/a"],
      ...["free", "freed:net", String(0x40000000)],
      ...["fewer", "freed:group", "/proc/cgroups", "memory", "2"],
    ]);
  });

  it("has mount options as flags, and what is no flag as data", () => {
    const mount = (options: readonly string[]) =>
      words(
        planOf([{ call: "mount", label: "x", source: "s", target: "/t", type: "none", options }]),
      ).slice(5);
    expect(mount(["remount", "bind", "ro", "nosuid", "nodev"])).toEqual([
      String(32 | 4096 | 1 | 2 | 4),
      "",
    ]);
    expect(mount(["lowerdir=/a", "upperdir=/b,c"])).toEqual(["0", "lowerdir=/a,upperdir=/b,c"]);
    expect(mount(["rprivate"])).toEqual([String((1 << 18) | 16384), ""]);
  });

  it("has the bytes of a filter after their number", () => {
    const filter = Buffer.from([1, 0, 255, 0, 0, 0, 0, 7]);
    const plan = planOf([{ call: "seccomp", filter }]);
    expect(plan.subarray(0, 10).toString()).toBe("seccomp\x008\0".replace("\x008", "\u00008"));
    expect(plan.subarray(10)).toEqual(filter);
  });

  it("takes no word that would end early", () => {
    expect(() => planOf([{ call: "mkdir", path: "/a\0seccomp" }])).toThrow("NUL");
  });

  it("maps one user and one group, after it has given up the others", () => {
    expect(becomeRoot(true).map((step) => ("value" in step ? step.value : ""))).toEqual([
      "deny",
      "0 0 1",
      "0 0 1",
    ]);
  });
});
