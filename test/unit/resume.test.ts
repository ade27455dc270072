/** What may differ between the parts of a run, and what may not. */

import { describe, expect, it } from "vitest";
import type { Preflight } from "../../bench/campaign/preflight.ts";
import { checkSameCpus, checkSameMachine } from "../../bench/campaign/resume.ts";
import { verbatim } from "../../bench/messages.ts";
import type { Run, TargetState } from "../../bench/schema.ts";
import { textOf } from "../../reports/text/message.ts";
import { exampleRun } from "../golden/example.ts";

function look(state: TargetState, warnings: Preflight["warnings"] = []): Preflight {
  return { state, warnings };
}

function withFacts(state: TargetState, facts: Record<string, string>): TargetState {
  return { ...state, ok: true, facts: { ...state.facts, ...facts } };
}

/** The machine of a run, with other facts. */
function seen({ host, programs = {} }: Run, facts: Record<string, string> = {}) {
  return { host: { ...host, ...facts }, programs };
}

describe("going on with a run", () => {
  const example = exampleRun();
  const vm = example.targets.find(({ kind }) => kind === "vm") as TargetState;
  const base: Run = { ...example, targets: [withFacts(vm, { accelerator: "kvm" })] };
  const before = base.targets[0] as TargetState;

  it("on the same machine changes nothing", () => {
    const { targets, warnings } = checkSameMachine(base, seen(base), [look(before)]);
    expect(targets).toEqual(base.targets);
    expect(warnings).toEqual(base.warnings);
  });

  it.each(["accelerator", "CPU model", "guest kernel", "limits", "memory seen inside"])(
    "is refused when a target's %s is another",
    (name) => {
      const now = withFacts(before, { [name]: "another" });
      expect(() => checkSameMachine(base, seen(base), [look(now)])).toThrow(
        expect.objectContaining({
          code: "MACHINE_CHANGED",
          message: expect.stringContaining(`${vm.id}: ${name} was`),
        }),
      );
    },
  );

  it.each(["CPU", "kernel"])("is refused when the host's %s is another", (name) => {
    expect(() => checkSameMachine(base, seen(base, { [name]: "another" }), [])).toThrow(
      `this host: ${name} was`,
    );
  });

  it("takes a size that is nearly the same for the same, and no other", () => {
    const sized = (text: string) => ({
      ...before,
      facts: { ...before.facts, "memory seen inside": text },
    });
    const run = { ...base, targets: [sized("479 MiB")] };
    expect(() => checkSameMachine(run, seen(run), [look(sized("475 MiB"))])).not.toThrow();
    expect(() => checkSameMachine(run, seen(run), [look(sized("460 MiB"))])).toThrow(
      /was 479 MiB, is 460 MiB/,
    );
  });

  it("warns of a program outside of instances that is another version", () => {
    const run = { ...base, programs: { haproxy: "2.6.12", tc: "6.1" } };
    const now = { ...seen(run), programs: { haproxy: "2.8.0", tc: "6.1" } };
    const [warning, ...more] = checkSameMachine(run, now, []).warnings.slice(base.warnings.length);
    expect(more).toEqual([]);
    expect(warning?.code).toBe("host-changed");
    expect(textOf(warning?.message ?? "")).toContain("haproxy was 2.6.12, is 2.8.0");
    expect(textOf(warning?.message ?? "")).not.toContain("tc");
  });

  it("warns of what may matter, keeps what was known, and adds what was said now", () => {
    const now = withFacts(before, { QEMU: "99.0" });
    const said = { code: "wrong-size", message: verbatim("new"), remedy: verbatim("r") } as const;
    const { targets, warnings } = checkSameMachine(base, seen(base), [look(now, [said])]);
    expect(targets).toEqual([before]);
    expect(warnings.slice(0, base.warnings.length)).toEqual(base.warnings);
    const [first, second, ...more] = warnings.slice(base.warnings.length);
    expect(first).toEqual(said);
    expect(second?.code).toBe("host-changed");
    expect(textOf(second?.message ?? "")).toContain(
      `QEMU was ${before.facts["QEMU"] ?? "not there"}, is 99.0`,
    );
    expect(more).toEqual([]);
  });

  it("adopts a target that has become ready, and keeps the record of one that is gone", () => {
    const missing: TargetState = { ...before, ok: false, reason: verbatim("not there"), facts: {} };
    const run = { ...base, targets: [missing] };
    expect(checkSameMachine(run, seen(run), [look(before)]).targets).toEqual([before]);
    expect(checkSameMachine(base, seen(base), [look(missing)]).targets).toEqual([before]);
  });

  it("takes the CPUs that it began with, not as many others", () => {
    const run = { ...base, cpus: [1], harnessCpus: [0] };
    expect(checkSameCpus(run, [0, 1, 2, 3])).toMatchObject({ target: [1], harness: [0] });
    expect(() => checkSameCpus(run, [0, 2, 3])).toThrow("CPU 1 may not be used now");
  });
});
