/** Audits: what a probe says, inside and on the host, and what follows from it. */
import { describe, expect, it } from "vitest";
import { say } from "../../bench/messages.ts";
import { leftIn } from "../../bench/methods/aftermath.ts";
import { judged } from "../../bench/methods/audit.ts";
import { AUDIT_CHECKS, type AuditGroup } from "../../bench/methods/audit-checks.ts";
import { leaksIn, parseTexts } from "../../bench/methods/leaks.ts";
import type { Run, RunRecord } from "../../bench/schema.ts";
import { parseProbe } from "../../bench/tools/probe.ts";
import type { Check, HostState, Traces } from "../../bench/types.ts";
import { auditFailures, auditJson, auditText } from "../../reports/audit.ts";
import { auditJunit, auditSarif } from "../../reports/audit-files.ts";
import { triedText } from "../../reports/audit-words.ts";
import { type ReportInput, reportInput } from "../../reports/model.ts";
import { textOf } from "../../reports/text/message.ts";
import { plannedAs } from "../declared.ts";
import { madeRun } from "../made-runs.ts";

const GROUPS = Object.keys(AUDIT_CHECKS) as readonly AuditGroup[];
const SEEN: Traces = { task: true, file: true, mount: true };
const UNSEEN: Traces = { task: false, file: false, mount: false };
const NAMESPACES = ["net", "pid", "uts"];

/** What a probe prints that gets everything, but for some checks. */
function output(group: AuditGroup, but: Readonly<Record<string, string>> = {}, inode = 1): string {
  const checks = Object.entries(AUDIT_CHECKS[group]).map(([check, { whose }]) => {
    return `${check} ${but[check] ?? (whose === "canary" ? "found 0" : "did 0")}\n`;
  });
  return [...NAMESPACES.map((name) => `namespace ${name} ${name}:[${inode}]\n`), ...checks].join(
    "",
  );
}

const host = (group: AuditGroup) => ({ ...parseProbe(output(group)), traces: SEEN });

function answers(
  group: AuditGroup,
  inside: string,
  traces: Traces,
  control = host(group),
): Readonly<Record<string, string>> {
  const seen = { inside: { ...parseProbe(inside), traces }, control };
  const found = judged(group, { ...seen, keeps: [] });
  return Object.fromEntries(
    found.map(({ check, holds, evidence }) => [check, `${holds}: ${textOf(evidence)}`]),
  );
}

describe("an audit", () => {
  it.each(GROUPS)("says that all reaches the host where nothing isolates: %s", (group) => {
    const found = Object.values(answers(group, output(group), SEEN));
    expect(found.length).toBeGreaterThan(10);
    expect(new Set(found)).toEqual(new Set(["no: it reached the host"]));
  });

  it("has at least 45 checks with what is told about the host", () => {
    const tried = GROUPS.flatMap((group) => Object.keys(AUDIT_CHECKS[group]));
    const told = leaksIn({
      ...{ inside: new Map(), before: new Map(), after: new Map() },
      keeps: [],
    });
    expect(new Set(tried).size + told.length).toBeGreaterThanOrEqual(45);
  });

  it("does not believe a kernel that is not the host's", () => {
    const found = answers("kernel", output("kernel", { "kernel.keyrings": "absent 0" }), UNSEEN);
    expect(new Set(Object.values(found))).toEqual(
      new Set([
        "yes: it was done, and the host is as before",
        "yes: nothing of the host's was there",
      ]),
    );
  });

  it("tells a namespace of its own from the host's", () => {
    const found = answers("kernel", output("kernel", {}, 2), SEEN);
    const apart = Object.entries(found).filter(([, answer]) => answer.startsWith("yes"));
    expect(apart.map(([check]) => check)).toEqual([
      "kernel.sysctl-net",
      "kernel.hostname",
      "kernel.reboot",
    ]);
  });

  it("says by what it was refused", () => {
    const inside = output("kernel", { "kernel.bpf": "refused 1", "kernel.kexec": "killed 31" });
    expect(answers("kernel", inside, SEEN)).toMatchObject({
      "kernel.bpf": "yes: refused (EPERM)",
      "kernel.kexec": "yes: the process was ended (SIGSYS)",
    });
  });

  it("does not know what fails on the host as well", () => {
    const control = {
      ...parseProbe(output("kernel", { "kernel.kexec": "refused 38" })),
      traces: SEEN,
    };
    expect(
      answers("kernel", output("kernel", { "kernel.kexec": "refused 1" }), SEEN, control),
    ).toMatchObject({
      "kernel.kexec": "unknown: it cannot be tried here: on the host itself, refused (ENOSYS)",
    });
  });

  it("knows what a target promises: by a barrier, by the check, or by a kernel of its own", () => {
    const promised = (keeps: readonly string[]) => {
      const all = { inside: host("kernel"), control: host("kernel"), keeps };
      return judged("kernel", all)
        .filter((one) => one.promised)
        .map(({ check }) => check);
    };
    expect(promised([])).toEqual([]);
    expect(promised(["uts-namespace", "kernel.log"])).toEqual(["kernel.hostname", "kernel.log"]);
    expect(promised(["own-kernel"])).toHaveLength(Object.keys(AUDIT_CHECKS.kernel).length);
  });

  it("sees a file and a mount on the host, or not", () => {
    const found = answers("files", output("files"), { task: true, file: true, mount: false });
    expect(found["files.root"]).toBe("no: it reached the host");
    expect(found["files.mount"]).toBe("yes: it was done, and the host is as before");
  });

  it("refuses what is no answer, and one that is missing", () => {
    expect(() => parseProbe("files.etc found\n")).toThrow("CHECK OUTCOME");
    expect(() => parseProbe("files.etc won 0\n")).toThrow("CHECK OUTCOME");
    const short = output("files").replace("files.run found 0\n", "");
    expect(() => answers("files", short, SEEN)).toThrow("files.run");
  });
});

describe("what is told about the host", () => {
  const FILES = {
    "/proc/uptime": "100.50 90.00\n",
    "/proc/meminfo": "MemTotal:       16000 kB\nMemFree: 1 kB\n",
    "/proc/modules": "b 1 0 - Live 0x0\na 2 0 - Live 0x0\n",
    "/proc/sys/kernel/hostname": "host\n",
  };
  const texts = (files: object) => new Map<string, string>(Object.entries(files));
  const found = (inside: object, after: object = FILES) => {
    const read = { inside: texts(inside), before: texts(FILES), after: texts(after) };
    const checks = leaksIn({ ...read, keeps: [] });
    return Object.fromEntries(checks.map(({ check, holds }) => [check, holds]));
  };

  it("is the same in the host's own files, whatever order they have", () => {
    const inside = { ...FILES, "/proc/modules": "a 3 0 - Live 0x0\nb 1 0 - Live 0x0\n" };
    expect(found(inside)).toMatchObject({
      "leaks.uptime": "no",
      "leaks.memory": "no",
      "leaks.modules": "no",
      "leaks.hostname": "no",
      "leaks.boot-id": "unknown",
    });
  });

  it("differs in files of its own", () => {
    const inside = { "/proc/uptime": "3.20 1.00\n", "/proc/meminfo": "MemTotal: 512 kB\n" };
    expect(found(inside)).toMatchObject({
      "leaks.uptime": "yes",
      "leaks.memory": "yes",
      "leaks.hostname": "yes",
    });
  });

  it("takes a number that grows between two looks", () => {
    const after = { ...FILES, "/proc/uptime": "101.50 90.00\n" };
    expect(found({ "/proc/uptime": "101.00 1.00\n" }, after)["leaks.uptime"]).toBe("no");
    expect(found({ "/proc/uptime": "102.00 1.00\n" }, after)["leaks.uptime"]).toBe("yes");
  });

  it("is not told by another kernel of the same build", () => {
    const id = "/proc/sys/kernel/random/boot_id";
    const told = (inside: string) => {
      const host = { "/proc/version": "Linux 6.1\n", [id]: "one\n" };
      const read = { before: texts(host), after: texts(host) };
      const checks = leaksIn({
        ...read,
        inside: texts({ ...host, [id]: inside }),
        keeps: ["own-kernel"],
      });
      return checks.find(({ check }) => check === "leaks.version")?.holds;
    };
    expect(told("one\n")).toBe("no");
    expect(told("other\n")).toBe("yes");
  });

  it("may be passed on by a hypervisor, and is no broken promise then", () => {
    const host = texts({ "/proc/cpuinfo": "model name : X\n" });
    const [processors] = leaksIn({
      inside: host,
      before: host,
      after: host,
      keeps: ["own-kernel"],
    }).filter(({ check }) => check === "leaks.processors");
    expect(processors).toMatchObject({ holds: "no", promised: false });
  });

  it("comes as base64, a file a line", () => {
    const text = Buffer.from("a b\n/proc/x -\n").toString("base64");
    expect(parseTexts(`/proc/a ${text}\n/proc/b -\n`)).toEqual(
      new Map([["/proc/a", "a b\n/proc/x -\n"]]),
    );
    expect(() => parseTexts("cat: not found\n")).toThrow("FILE BASE64");
  });
});

describe("the host before and after", () => {
  const state = (settings: readonly string[], mounts: readonly string[] = ["/ ext4 sda"]) => ({
    settings,
    mounts,
  });
  const told = (earlier: HostState, before: HostState, after: HostState) =>
    leftIn({ earlier, before, after }).map(({ check, holds, evidence }) => [
      check,
      holds,
      textOf(evidence),
    ]);

  it("is the same, but for what changes by itself", () => {
    const at = (count: number) => state([`fs/a = ${count}`, "vm/b = 1"]);
    expect(told(at(1), at(2), at(3))).toEqual([
      ["host.settings", "yes", "nothing differs from before"],
      ["host.mounts", "yes", "nothing differs from before"],
    ]);
  });

  it("differs in what is gone and what is new, also if it was there already", () => {
    const before = state(["vm/b = 1"]);
    const after = state(["vm/b = 2"], ["/ ext4 sda", "/ ext4 sda", "/x tmpfs t"]);
    expect(told(before, before, after)).toEqual([
      ["host.settings", "no", "differs from before: -vm/b = 1; +vm/b = 2"],
      ["host.mounts", "no", "differs from before: +/ ext4 sda; +/x tmpfs t"],
    ]);
  });

  it("tells a few differences, and how many more there are", () => {
    const many = Array.from({ length: 8 }, (_, index) => `/m${index} tmpfs t`);
    const [, mounts] = told(state([], []), state([], []), state([], many));
    expect(mounts?.[2]).toMatch(/\+\/m4 tmpfs t and 3 more$/);
  });
});

describe("what an audit tells", () => {
  const check = (name: string, holds: Check["holds"], promised: boolean): Check => {
    const evidence =
      holds === "no"
        ? say("evidence.reached-host")
        : holds === "yes"
          ? say("evidence.refused", { errno: "EPERM" })
          : say("evidence.no-control", { said: say("evidence.nothing-of-host") });
    return { check: name, holds, evidence, promised };
  };

  /** A run in which crun was audited. */
  function audited(workload: string, ...checks: readonly Check[]): ReportInput {
    const series = { workload, metric: "none", value: () => 1 };
    const { run, records } = madeRun(1, ["crun"], [series]);
    const outcome = { status: "ok", measurements: [], checks: [...checks] } as const;
    return reportInput(
      { ...run, workloads: [plannedAs(workload, [], {})] } as Run,
      records.map((record) => ({ ...record, outcome }) as unknown as RunRecord),
    );
  }

  const before = audited(
    "check.kernel",
    check("kernel.bpf", "yes", true),
    check("kernel.log", "yes", false),
    check("kernel.tasks", "no", false),
  );
  const now = audited(
    "check.kernel",
    check("kernel.bpf", "no", true),
    check("kernel.log", "no", false),
    check("kernel.tasks", "no", false),
    check("kernel.kexec", "unknown", true),
  );

  it("fails for what is against a promise, and with a baseline for what is new", () => {
    const failed = (baseline?: ReportInput) =>
      auditFailures(now, baseline).map(({ row, why }) => `${row.check} ${why}`);
    expect(failed()).toEqual(["kernel.bpf promise"]);
    expect(failed(before)).toEqual(["kernel.bpf new", "kernel.log new"]);
    expect(auditFailures(before, now)).toEqual([]);
  });

  it("fails for what is left on the host, whatever is promised", () => {
    const host = say("evidence.host-changed", { told: ["+/x tmpfs t"], more: 0 });
    const left: Check = { check: "host.mounts", holds: "no", evidence: host, promised: true };
    const input = audited("check.host", left);
    expect(auditText(input, auditFailures(input))).toBe(
      "crun: 0 of 0 reach the host, none against its promise\n" +
        "  host.mounts: differs from before: +/x tmpfs t\n",
    );
    expect(auditJunit(input, auditFailures(input))).toContain('tests="1" failures="1"');
    expect(auditSarif(input, auditFailures(input))).toContain('"level": "error"');
    expect(auditFailures(input, before)).toHaveLength(1);
  });

  it("is a line for each target, and one for each failure", () => {
    expect(auditText(now, auditFailures(now))).toBe(
      "crun: 3 of 3 reach the host, 1 against its promise; 1 cannot be tried here\n" +
        "  kernel.bpf (make a BPF map): it reached the host, and the target promises otherwise\n",
    );
    expect(auditJson(now, auditFailures(now))).toEqual([
      {
        target: "crun",
        failed: ["kernel.bpf"],
        broken: ["kernel.bpf"],
        open: ["kernel.log", "kernel.tasks"],
        kept: [],
        unknown: ["kernel.kexec"],
      },
    ]);
  });

  it("is test results: a failure, a skipped one, and the others", () => {
    const xml = auditJunit(now, auditFailures(now));
    expect(xml).toContain('<testsuite name="crun" tests="4" failures="1" errors="0" skipped="1">');
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml.match(/<skipped /g)).toHaveLength(1);
    expect(xml).toContain("run in the host's kernel: reached");
  });

  it("is findings, as errors and notes", () => {
    const { version, runs } = JSON.parse(auditSarif(now, auditFailures(now)));
    expect(version).toBe("2.1.0");
    const [{ tool, results }] = runs;
    const levels = results.map((one: { ruleId: string; level: string }) => [one.ruleId, one.level]);
    expect(levels).toEqual([
      ["kernel.bpf", "error"],
      ["kernel.log", "note"],
      ["kernel.tasks", "note"],
    ]);
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(
      levels.map(([id]: readonly string[]) => id),
    );
    expect(results[0].message.text).toBe("crun: make a BPF map: reached, against its promise");
  });

  it("has a sentence for each check, and shows an unknown one by its name", () => {
    const tried = GROUPS.flatMap((group) => Object.keys(AUDIT_CHECKS[group]));
    const none = new Map<string, string>();
    const told = leaksIn({ inside: none, before: none, after: none, keeps: [] });
    for (const name of [...tried, ...told.map((one) => one.check)]) {
      expect(triedText(name), name).not.toBe(name);
    }
    expect(triedText("files.of-tomorrow")).toBe("files.of-tomorrow");
    expect(triedText("constructor")).toBe("constructor");
  });
});
