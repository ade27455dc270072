/** The lines that are made of what a campaign tells. */
import { describe, expect, it } from "vitest";
import type { CampaignEvent } from "../../bench/campaign/events.ts";
import { verbatim } from "../../bench/messages.ts";
import { Progress } from "../../scripts/progress.ts";
import { teller } from "../../scripts/tell-campaign.ts";
import { exampleRun } from "../golden/example.ts";

/** Without colours and times. */
function lines(...events: readonly CampaignEvent[]): string {
  const written: string[] = [];
  const emit = teller(new Progress({ isTTY: false, write: (text) => written.push(text) }));
  for (const event of events) emit(event);
  return (
    written
      .join("")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are sequences of these
      .replaceAll(/\u001b\[\d+m/g, "")
      .replaceAll(/ \(\d+\.\d s\)/g, "")
  );
}

const packages = [{ package: "fio", why: verbatim("disks") }];
const [target] = exampleRun().targets;
if (target === undefined) throw new Error("the example has no target");

describe("what a campaign tells", () => {
  it("is a line for each step that ends, and two for the image, which takes long", () => {
    const image = { digest: "0123456789abcdef", rootfs: "/", files: [], tools: [], layers: [] };
    const step = { name: "image" } as const;
    const result = { of: "image", image, built: "absent" } as const;
    expect(lines({ kind: "step-begun", step }, { kind: "step-done", step, result })).toBe(
      "> root filesystem image ...\n+ root filesystem image: 0123456789ab, 0 files, built (absent)\n",
    );
    expect(lines({ kind: "step-begun", step }, { kind: "step-failed", step })).toBe(
      "> root filesystem image ...\nx root filesystem image\n",
    );
  });

  it("says of a target whether it is ready or emulated, and what to do if it is neither", () => {
    const step = { name: "target", id: "vm" } as const;
    const looked = (state: object) => {
      const look = { state: { ...target, ...state }, warnings: [] };
      const result = { of: "target", look } as const;
      return lines({ kind: "step-begun", step }, { kind: "step-done", step, result });
    };
    expect(looked({ ok: true, facts: {} })).toBe("+ target vm: ready\n");
    expect(looked({ ok: true, facts: { accelerator: "kvm" } })).toBe("+ target vm: ready (kvm)\n");
    const emulated = { accelerator: "tcg", "accelerator reason": verbatim("no /dev/kvm") };
    expect(looked({ ok: true, facts: emulated })).toBe(
      "+ target vm: ready, but EMULATED (TCG): no /dev/kvm\n",
    );
    expect(
      looked({ ok: false, reason: verbatim("no QEMU"), remedy: verbatim("install it"), facts: {} }),
    ).toBe("+ target vm: unavailable: no QEMU\n    -> install it\n");
  });

  it("names packages, and how to install them by hand", () => {
    const byHand = "by hand: sudo apt-get install --no-install-recommends fio\n";
    expect(lines({ kind: "packages-not-wanted", packages })).toBe(
      `! not installed, as asked (--no-install):\n    fio: disks\n    ${byHand}`,
    );
    expect(lines({ kind: "packages-not-possible", packages, reason: verbatim("no root") })).toBe(
      `! missing, and cannot be installed (no root):\n    fio: disks\n    ${byHand}`,
    );
    expect(lines({ kind: "packages-failed", names: ["fio"] })).toContain(byHand);
  });

  it("says that a plan may end early, and which shard it is", () => {
    const plan = {
      kind: "planned",
      workloads: ["start.exec"],
      targets: ["native", "crun"],
      rounds: 9,
      cellsDue: 18,
      leftMs: 61_000,
    } as const;
    expect(lines({ ...plan, mayEndEarly: false, shard: undefined })).toBe(
      "Plan: 1 workload on 2 targets, 9 rounds, 18 cells to measure: about 1 min 1 s\n",
    );
    expect(lines({ ...plan, mayEndEarly: true, shard: { index: 2, count: 3 } })).toBe(
      "Shard 2/3 of the plan: start.exec\n" +
        "Plan: 1 workload on 2 targets, at most 9 rounds, at most 18 cells to measure: at most 1 min 1 s\n",
    );
  });

  it("says what was cleaned up, and what could not be", () => {
    const run = {
      runId: "old",
      removed: [verbatim("a mount")],
      problems: [verbatim("a link")],
      doubts: [],
    };
    expect(lines({ kind: "swept", runs: [run] })).toBe(
      "cleaned up after run old, which had died: 1 left-over(s)\n    a mount\n! could not be removed: a link\n",
    );
    expect(lines({ kind: "not-removed", problem: verbatim("a link") })).toBe(
      "! could not be removed: a link\n    -> isotax clean tries again\n",
    );
  });
});
