/** How long it holds that a guest boots under KVM, or does not. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { say } from "../../bench/messages.ts";
import {
  type KvmFacts,
  keepVerdict,
  keptVerdict,
  modulesIn,
} from "../../runners/vm/qemu/kvm-verdicts.ts";

const FACTS: KvmFacts = {
  boot: "one boot",
  device: { mode: 0o20660, uid: 0, gid: 108, rdev: 2792 },
  modules: [["kvm", "A1", [["halt_poll_ns", "200000\n"]]]],
  user: [1000, 1000, [108, 1000]],
  qemu: ["hash of QEMU", "10.0.2"],
  guest: "digest",
};
const OTHERS: { readonly [Name in keyof KvmFacts]: KvmFacts[Name] } = {
  boot: "another boot",
  device: { mode: 0o20666, uid: 0, gid: 108, rdev: 2792 },
  modules: [["kvm", "A1", [["halt_poll_ns", "0\n"]]]],
  user: [0, 0, [0]],
  qemu: ["hash of QEMU", "10.0.3"],
  guest: "digest of another kernel",
};
const BAD = { reason: say("vm.qemu-ended") };
const GOOD = { cpuModel: "host" };
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 31);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "isotax-kvm-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a verdict of KVM", () => {
  it.each([BAD, GOOD])("holds for years where nobody waits for another: %j", (verdict) => {
    keepVerdict(folder, FACTS, verdict, NOW);
    expect(keptVerdict(folder, FACTS, "never", NOW + 20_000 * HOUR)).toEqual(verdict);
  });

  it("that is bad holds for a day where it may be tried again", () => {
    keepVerdict(folder, FACTS, BAD, NOW);
    expect(keptVerdict(folder, FACTS, "daily", NOW + 23 * HOUR)).toEqual(BAD);
    expect(keptVerdict(folder, FACTS, "daily", NOW + 25 * HOUR)).toBeUndefined();
    // The clock was set back.
    expect(keptVerdict(folder, FACTS, "daily", NOW - 25 * HOUR)).toBeUndefined();
  });

  it("that is good needs no other after a day", () => {
    keepVerdict(folder, FACTS, GOOD, NOW);
    expect(keptVerdict(folder, FACTS, "daily", NOW + 25 * HOUR)).toEqual(GOOD);
  });

  it.each([BAD, GOOD])("is tried again at once on demand, and replaced: %j", (verdict) => {
    keepVerdict(folder, FACTS, verdict, NOW);
    expect(keptVerdict(folder, FACTS, "now", NOW)).toBeUndefined();
    const other = verdict === BAD ? GOOD : BAD;
    keepVerdict(folder, FACTS, other, NOW);
    expect(keptVerdict(folder, FACTS, "never", NOW)).toEqual(other);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it.each(Object.keys(OTHERS) as (keyof KvmFacts)[])("is void with another %s", (name) => {
    keepVerdict(folder, FACTS, BAD, NOW);
    const changed = { ...FACTS, [name]: OTHERS[name] };
    expect(keptVerdict(folder, changed, "never", NOW)).toBeUndefined();
    expect(keptVerdict(folder, { ...FACTS }, "never", NOW)).toEqual(BAD);
  });

  it.each(["", "{", "null", "[]", '{"reason":"text"}', '{"reason":{"code":"x","values":{}}}'])(
    "is no verdict if its file says %j",
    (text) => {
      keepVerdict(folder, FACTS, BAD, NOW);
      const [name = ""] = readdirSync(folder);
      writeFileSync(join(folder, name), text);
      expect(keptVerdict(folder, FACTS, "never", NOW)).toBeUndefined();
    },
  );

  it("sees the modules of KVM, their builds and their parameters, and no others", () => {
    const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
    mkdirSync(join(folder, "kvm_intel/parameters"), { recursive: true });
    mkdirSync(join(folder, "ext4"));
    write("kvm_intel/srcversion", "A1\n");
    write("kvm_intel/parameters/nested", "N\n");
    const before = modulesIn(folder);
    expect(before).toEqual([["kvm_intel", "A1\n", [["nested", "N\n"]]]]);
    write("kvm_intel/parameters/nested", "Y\n");
    expect(modulesIn(folder)).not.toEqual(before);
    expect(modulesIn(join(folder, "absent"))).toEqual([]);
  });
});
