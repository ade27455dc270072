/** The surface: what the kernel's tracing says, and what follows from it. */
import { describe, expect, it } from "vitest";
import { surfaceOf } from "../../bench/methods/surface.ts";
import { callName, otherThan, parseRecords } from "../../runners/surface/records.ts";

const LINE =
  "           <...>-4242    [001] .....  5123.456789: sys_openat(dfd: ffffff9c, filename: 7ffd)\n";
const IOCTL =
  "           <...>-77      [000] ...1.  5123.456790: sys_ioctl(fd: 3, cmd: 5401, arg: 7ffd)\n";

describe("records of system calls", () => {
  it("name the thread, the call, and what an ioctl asks for", () => {
    expect(parseRecords(LINE + IOCTL)).toEqual({
      records: [
        { pid: 4242, event: "sys_enter_openat" },
        { pid: 77, event: "sys_enter_ioctl", command: 0x5401 },
      ],
      rest: "",
    });
  });

  it("keep the begin of a line until its end has come", () => {
    const half = IOCTL.slice(0, 40);
    const first = parseRecords(LINE + half);
    expect(first.records.map(({ pid }) => pid)).toEqual([4242]);
    expect(parseRecords(first.rest + IOCTL.slice(40)).records).toEqual([
      { pid: 77, event: "sys_enter_ioctl", command: 0x5401 },
    ]);
  });

  it("skip what is no record, also where a process names itself like one", () => {
    const forged = [
      "CPU:0 [LOST 12 EVENTS]\n",
      "sys_kexec_load(x: 1)\n",
      "  : sys_reboot(-9  [000] .....  1.0: sys_getpid()\n",
      "<...>-1 [000] ..... 1.0: sys_reboot(magic1: 0)\n",
    ].join("");
    expect(parseRecords(forged).records).toEqual([]);
  });

  it("have the names of the manual", () => {
    expect(["sys_enter_newfstat", "sys_enter_umount", "sys_enter_read"].map(callName)).toEqual([
      "fstat",
      "umount2",
      "read",
    ]);
  });

  it("lets through requests that were not seen yet", () => {
    expect(otherThan([0x5401, 0xae80])).toBe("cmd != 0x5401 && cmd != 0xae80");
  });
});

describe("the surface", () => {
  const starting = { calls: ["clone", "execve", "mount"], ioctls: [] };
  const during = new Map([
    ["programs", { calls: ["execve", "read"], ioctls: [1] }],
    ["files", { calls: ["fsync", "read"], ioctls: [1, 2] }],
  ]);

  it("counts each call once, and starts apart", () => {
    const values = surfaceOf(starting, during).filter(({ metric }) => metric !== "called");
    expect(
      values.map(({ metric, at, values: [value] }) => [metric, ...Object.values(at ?? {}), value]),
    ).toEqual([
      ["calls", 3],
      ["calls.starting", 3],
      ["calls.during", "programs", 2],
      ["calls.during", "files", 2],
      ["ioctls", 2],
      ["ioctls.starting", 0],
    ]);
  });

  it("says in how many works each call is made", () => {
    const named = surfaceOf(starting, during).filter(({ metric }) => metric === "called");
    expect(named.map(({ at, values }) => [at?.["call"], ...values])).toEqual([
      ["execve", 1],
      ["fsync", 1],
      ["read", 2],
    ]);
  });
});
