/** What doctor says: how many are ready, and what the others lack. */
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { say, verbatim } from "../../bench/messages.ts";
import { shortDiagnosis, wholeDiagnosis } from "../../scripts/tell-doctor.ts";

const lacking = (id: string, reason: string) => ({
  ...{ id, ok: false, reason: verbatim(reason), remedy: verbatim("install it") },
});
const FOUND = {
  targets: [
    { id: "native", ok: true, facts: { root: "the host's" } },
    {
      id: "qemu-microvm",
      ok: true,
      facts: {
        accelerator: "tcg",
        "accelerator reason": say("vm.no-guest-boots", { reasons: [say("vm.qemu-ended")] }),
      },
    },
    ...[lacking("docker", "no daemon answers"), lacking("docker-warm", "no daemon answers")],
    lacking("vmware", `vmrun ${"is a long word ".repeat(20)}`),
  ],
  workloads: [{ id: "start.exec", ok: true }],
};

describe("doctor", () => {
  it("is short: what is ready is counted, what lacks the same stands together", () => {
    const lines = stripVTControlCharacters(shortDiagnosis(FOUND)).split("\n");
    expect(lines[0]).toBe("2 of 5 targets ready");
    expect(lines).toContain("  emulated (TCG), so no measure of KVM: qemu-microvm");
    expect(lines).toContain(
      "  No guest boots under KVM here. To try it again: isotax doctor --fresh",
    );
    expect(lines).toContain("  x docker, docker-warm: no daemon answers");
    expect(lines).toContain("    -> install it");
    expect(lines).toContain("1 of 1 workloads ready");
    expect(lines.join("\n")).not.toContain("native");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it("names no way to try KVM again where it was not tried", () => {
    const facts = { accelerator: "tcg", "accelerator reason": say("vm.no-kvm") };
    const found = { targets: [{ id: "qemu-microvm", ok: true, facts }], workloads: [] };
    for (const text of [shortDiagnosis(found), wholeDiagnosis(found)]) {
      expect(text).not.toContain("--fresh");
    }
  });

  it("is whole on request, with facts", () => {
    const text = stripVTControlCharacters(wholeDiagnosis(FOUND));
    expect(text).toMatch(/native +│ ready +│ root: the host's/);
    expect(text).toContain("no daemon answers");
    expect(text).toContain("To try it again: isotax doctor --fresh");
  });
});
