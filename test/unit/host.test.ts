/** What a report says of the host. */
import { describe, expect, it } from "vitest";
import { cpuModel, diskFacts } from "../../bench/host.ts";
import { t, textOf } from "../../reports/text/message.ts";

describe("the host's facts", () => {
  it("name the CPU as the kernel does", () => {
    const cpuinfo =
      "processor\t: 0\nmodel name\t: Example 9000 @ 3 GHz\nflags\t: fpu\nmodel name\t: x\n";
    expect(cpuModel(cpuinfo)).toBe("Example 9000 @ 3 GHz");
    expect(cpuModel("CPU implementer\t: 0x41\n")).toBeUndefined();
  });

  const mounts = [
    "22 1 0:999 / / rw - overlay overlay rw",
    "23 22 0:998 / /var rw,noatime shared:1 - ext4 /dev/old rw",
    "24 22 0:997 / /var rw,noatime shared:1 - xfs /dev/new rw",
    "25 22 0:996 / /variety rw - tmpfs tmpfs rw",
  ].join("\n");

  it("name the filesystem that holds a folder: the longest mount, and of two the later", () => {
    const facts = (folder: string, mountinfo: string) =>
      Object.entries(diskFacts(folder, mountinfo)).map(([name, fact]) => [name, textOf(fact)]);
    expect(facts("/var/cache/isotax", mounts)).toEqual([["filesystem", "xfs on /dev/new"]]);
    expect(facts("/var", mounts)).toEqual([["filesystem", "xfs on /dev/new"]]);
    expect(facts("/home/me", mounts)).toEqual([["filesystem", "overlay on overlay"]]);
    expect(facts("/home/me", "")).toEqual([["filesystem", "unknown"]]);
  });

  it("say of a disk what it tells about itself", () => {
    const disk = { model: "", scheduler: "none", writeCache: "", rotates: true };
    expect(t("host-facts.disk", disk)).toBe(
      "scheduler none, write cache: unknown, says that it rotates",
    );
    const named = { model: "Example 1", scheduler: "mq", writeCache: "write back", rotates: false };
    expect(t("host-facts.disk", named)).toBe(
      "Example 1, scheduler mq, write cache: write back, does not rotate",
    );
  });
});
