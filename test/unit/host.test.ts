/** What a report says of the host. */
import { describe, expect, it } from "vitest";
import { cpuModel, diskFacts } from "../../bench/host.ts";
import { say } from "../../bench/messages.ts";
import type { Said } from "../../bench/types.ts";
import { hostIsIn } from "../../reports/host-words.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { summaryMarkdown } from "../../reports/markdown.ts";
import { reportInput } from "../../reports/model.ts";
import { loadLanguage } from "../../reports/text/languages.ts";
import { speaking, t, textOf } from "../../reports/text/message.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";

describe("what the host itself runs in", () => {
  const inWords = (virtualization: Said) => textOf(hostIsIn({ virtualization }));

  it("is a sentence that can be understood alone, and no list of names", () => {
    expect(inWords("vm: kvm")).toBe("this host is itself a virtual machine under KVM");
    expect(inWords("container: docker")).toBe("this host is itself a container (Docker)");
    expect(inWords("vm: amazon, container: constructor")).toBe(
      "this host is itself a container (constructor) in a virtual machine under amazon",
    );
    expect(inWords(say("host.bare-metal"))).toMatch(/^this host is no virtual machine/);
    expect(inWords("none")).toBe(inWords(say("host.bare-metal")));
    for (const unknown of ["host.no-detect-virt", "host.detect-virt-silent"] as const) {
      expect(inWords(say(unknown))).toMatch(/^whether this host is virtual is unknown \(/);
    }
    expect(inWords("another form")).toBe("this host is itself virtual (another form)");
    expect(textOf(hostIsIn({}))).toBe("");
  });

  it("is the same in the page, its table, summary.md and Korean", async () => {
    const run = { ...exampleRun(), host: { ...exampleRun().host, virtualization: "vm: kvm" } };
    const input = reportInput(run, exampleRecords());
    const said = inWords("vm: kvm");
    const page = String(await htmlReport.render(input));
    expect(page.split(said)).toHaveLength(3);
    expect(page).not.toContain("vm: kvm");
    expect(String(await summaryMarkdown.render(input))).toContain(`Linux 6.1.0; ${said}.`);
    await speaking(await loadLanguage("ko"), async () => {
      expect(String(await htmlReport.render(input))).toContain("이 호스트는 KVM 가상 머신");
    });
  });
});

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
