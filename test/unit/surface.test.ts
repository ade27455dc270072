/** The surface: what the kernel's tracing says, and what follows from it. */
import { describe, expect, it } from "vitest";
import { METRICS, surfaceOf } from "../../bench/methods/surface.ts";
import type { Run, RunRecord } from "../../bench/schema.ts";
import type { SeenCalls } from "../../bench/types.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { metricsOf, reportInput } from "../../reports/model.ts";
import { surfacesIn, surfaceOf as toldOf } from "../../reports/surface.ts";
import { callName, otherThan, parseRecords } from "../../runners/surface/records.ts";
import { plannedAs } from "../declared.ts";
import { madeRun } from "../made-runs.ts";

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

describe("a report of the surface", () => {
  const seen = (...calls: string[]): SeenCalls => ({ calls, ioctls: [] });
  const figures: Readonly<Record<string, ReturnType<typeof surfaceOf>>> = {
    crun: surfaceOf(seen("clone", "mount", "execve"), new Map([["files", seen("fsync", "read")]])),
    gvisor: surfaceOf(seen("clone"), new Map([["files", seen("futex")]])),
  };
  const workload = "check.surface";

  function input() {
    const series = { workload, metric: "none", value: () => 1 };
    const { run, records } = madeRun(1, Object.keys(figures), [series]);
    const plan = { ...plannedAs(workload, [], {}), metrics: [...METRICS] };
    return reportInput(
      { ...run, workloads: [plan] } as Run,
      records.map((record): RunRecord => {
        const measurements = (figures[record.target] ?? []).map((one) => ({
          ...one,
          values: [...one.values],
        }));
        return { ...record, outcome: { status: "ok", measurements } } as RunRecord;
      }),
    );
  }

  it("has a line for each count, and the names of calls by target", () => {
    const [surface] = surfacesIn(input());
    const lines = surface?.lines.map(({ title, counts }) => [
      title,
      ...[...counts].map(([target, { median }]) => `${target} ${median}`),
    ]);
    expect(lines).toEqual([
      ["at work", "crun 2", "gvisor 1"],
      ["while it starts", "crun 3", "gvisor 1"],
      ["only files", "crun 2", "gvisor 1"],
      ["ioctl(2) requests", "crun 0", "gvisor 0"],
    ]);
    expect([...(surface?.calls ?? [])].map(([call, by]) => [call, ...by])).toEqual([
      ["fsync", "crun"],
      ["futex", "gvisor"],
      ["read", "crun"],
    ]);
  });

  it("tells the counts of a target, and nothing of others", () => {
    expect(toldOf(input(), "crun")).toEqual({ calls: 2, callsStarting: 3 });
    expect(toldOf(input(), "docker")).toEqual({});
  });

  it("keeps names out of the tables of all figures", () => {
    const metrics = metricsOf(input().analysis.rows, workload);
    expect(metrics).toContain("calls.during/files");
    expect(metrics.filter((name) => name.startsWith("called"))).toEqual([]);
  });

  it("stands on the page, with the calls in a table that opens", async () => {
    const page = String(await htmlReport.render(input()));
    const missing = [
      "How much of the host's kernel is used",
      "<summary>Which calls are made at work</summary>",
      '<th scope="row">futex</th>',
    ].filter((text) => !page.includes(text));
    expect(missing).toEqual([]);
  });
});
