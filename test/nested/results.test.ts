/** What must be true of the results that a nested host has sent out; main.ts has put them there. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadExperiments } from "../../bench/registry.ts";
import { readRun, type StoredRun } from "../../bench/store.ts";
import { subjectsOf } from "../../bench/subjects.ts";
import type { Probe } from "../../bench/types.ts";
import { isEmulated } from "../../reports/format.ts";
import { textOf } from "../../reports/text/message.ts";
import { findRecipe } from "../../runners/registry.ts";
import { CANNOT_RUN_AS_ROOT, mayLack, mustRun } from "./expected.ts";
import { wentWellAgain } from "./late.ts";
import { readRecord } from "./record.ts";

const folder = process.env["ISOTAX_NESTED_RESULTS"] ?? "";
const record = readRecord(folder);
const read = (...path: readonly string[]) => readFileSync(join(folder, ...path), "utf8");

describe("the nested host", () => {
  it("came to its end, and so did all that it ran", () => {
    expect(record.end).toMatchObject({ how: "by itself", exitCode: 0 });
    expect(record.finished).toBe(true);
    expect(record.steps.length).toBeGreaterThan(0);
    expect(record.steps.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
  });

  it("has KVM, and control groups v2", () => {
    const about = read("about.txt");
    expect(about).toMatch(/^kvm_(amd|intel) /m);
    expect(about).toMatch(/^crw-rw---- .* kvm .*\/dev\/kvm$/m);
    expect(about).toMatch(/^cpuset .*\bmemory\b.*\bpids\b/m);
  });
});

describe.each(record.run === false ? [] : record.parts)("as %s", (part) => {
  const doctor = () =>
    (JSON.parse(read(part, "doctor.json")) as { targets: (Probe & { id: string })[] }).targets;
  let stored: StoredRun;
  beforeAll(() => {
    stored = readRun(join(folder, part, "run"));
  });

  it("the run is complete: every cell has its record, and there is a report to read", () => {
    const { run, records } = stored;
    expect(run.status).toBe("complete");
    expect(run.targets.map(({ id }) => id)).toEqual(record.targets);
    const workloads = run.workloads.map(({ id }) => id);
    expect(workloads).toEqual(record.workloads ?? workloads);
    // One that is unavailable is told once, not in each round.
    const cells = records.map(({ target, workload }) => `${target} ${workload}`);
    const planned = run.workloads.flatMap((workload) => subjectsOf(workload, record.targets));
    expect(new Set(cells).size).toBe(planned.length);
    expect(existsSync(join(folder, part, "run", "report.html"))).toBe(true);
  });

  it.each(record.targets)("%s is ready and measured, or says why not", async (id) => {
    const state = stored.run.targets.find((target) => target.id === id);
    const outcomes = stored.records
      .filter(({ target }) => target === id)
      .map(({ workload, outcome }) => ({ workload, ...outcome }));
    const diagnosis = doctor().find((target) => target.id === id);
    if (mustRun(part, id) || (part === "user" && state?.ok === true)) {
      // The doctor looks at targets without a parameter only.
      if (!id.includes(":")) expect(diagnosis).toMatchObject({ ok: true });
      expect(state).toMatchObject({ ok: true });
      const workloads = await loadExperiments();
      const recipe = await findRecipe(id);
      const failed = outcomes.filter((outcome) => {
        const { status, workload } = outcome;
        const measured = workloads.find((one) => one.id === workload);
        if (outcome.status === "unavailable" && measured && mayLack(part, recipe, measured)) {
          expect(textOf(outcome.remedy)).toMatch(/./);
          return false;
        }
        return status !== "ok" && !wentWellAgain(join(folder, part), { target: id, workload });
      });
      expect(failed).toEqual([]);
      return;
    }
    expect(state?.ok).toBe(false);
    expect(textOf(state?.reason ?? "")).toMatch(CANNOT_RUN_AS_ROOT[id]?.reason ?? /./);
    expect(textOf(state?.remedy ?? "")).toMatch(/./);
    for (const outcome of outcomes) expect(outcome.status).toBe("unavailable");
  });

  it("VMs are virtualized, not emulated, and nothing says otherwise", () => {
    // User-mode Linux needs neither, and says so; what else there may be must not be emulated.
    const machines = stored.run.targets.filter(({ id, ok }) => ok && id.startsWith("qemu-"));
    for (const { id, facts } of machines) expect([id, facts["accelerator"]]).toEqual([id, "kvm"]);
    expect(stored.run.targets.filter(isEmulated)).toEqual([]);
    const reports = [["run.txt"], ["run.log"], ["run", "summary.md"], ["run", "summary.csv"]];
    for (const path of reports) expect(read(part, ...path)).not.toMatch(/\bTCG\b|EMULATED/i);
    expect(read(part, "run", "report.html")).not.toContain("emulated (TCG), not virtualized");
  });

  it("limits are those of control groups v2, or a user is told that there are none", () => {
    const said = stored.run.targets.flatMap(({ id, ok, facts }) =>
      ["limits", "control groups"].flatMap((name) =>
        ok && facts[name] !== undefined ? [`${id}: ${textOf(facts[name])}`] : [],
      ),
    );
    expect(said.length).toBeGreaterThan(0);
    const unlimited = said.filter((text) => text.includes("memory not limited ("));
    expect(said.filter((text) => !/\bv2\b/.test(text))).toEqual(unlimited);
    const codes = stored.run.warnings.map(({ code }) => code);
    if (part === "root") expect(unlimited).toEqual([]);
    expect(codes.includes("unlimited-memory")).toBe(unlimited.length > 0);
    // A target whose limit a runtime inside cannot find says so.
    const hidden = stored.run.targets.filter(
      ({ ok, facts }) => ok && facts["memory found inside"] !== undefined,
    );
    const misled = stored.run.warnings.filter(({ code }) => code === "wrong-size");
    expect(misled.map(({ message }) => /in (\S+) finds/.exec(textOf(message))?.[1])).toEqual(
      hidden.map(({ id }) => id),
    );
  });

  it("nothing is left behind", () => {
    expect(read(part, "left-behind.txt")).toBe("");
  });
});

interface TestFile {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

describe.each(record.contract ? record.parts : [])("the contract of targets, as %s", (part) => {
  it("is kept there by all of them", () => {
    const { numPassedTests, testResults } = JSON.parse(
      read(part, "contract", "tests.json"),
    ) as TestFile;
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const named = (status: string) =>
      tests.filter((test) => test.status === status).map(({ fullName }) => fullName);
    expect(named("failed")).toEqual([]);
    expect(testResults.map(({ message }) => message).filter((text) => text !== "")).toEqual([]);
    expect(numPassedTests).toBeGreaterThan(0);
    for (const id of record.targets.filter((one) => mustRun(part, one))) {
      const own = tests.filter(({ fullName }) => fullName.startsWith(`${id} `));
      expect(own.length).toBeGreaterThan(0);
      expect(own.filter(({ status }) => status !== "passed")).toEqual([]);
    }
  });

  it("leaves nothing behind", () => {
    expect(read(part, "contract", "left-behind.txt")).toBe("");
  });
});
