/** The command lines of VMs, and the disk that one of them boots from. */

import { describe, expect, it } from "vitest";
import { say, verbatim } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { textOf } from "../../reports/text/message.ts";
import { masterBootRecord } from "../../runners/images/distro-build.ts";
import { missingTool } from "../../runners/tools/requirements.ts";
import {
  hostTrustsTsc,
  hostTscKhz,
  microvmArgv,
  pciArgv,
  type QemuMachine,
  q35DiskArgv,
} from "../../runners/vm/qemu/machine.ts";

const machine: QemuMachine = {
  accelerator: "kvm",
  cpuModel: "host",
  vcpus: 2,
  memoryMiB: 512,
  boot: {
    kernel: {
      compressed: "/k/vmlinuz",
      kernel: "/k/vmlinux",
      version: "6.1",
      modules: undefined,
      sha256: "0",
    },
    initramfs: "/k/initramfs",
    initramfsBytes: 1,
    digest: "0",
  },
  rootDisk: { format: "raw", file: "/run/root,1.ext4" },
  dataDisk: "/run/data.ext4",
  console: "/run/console.log",
};

/** The words that follow an option, each time it is given. */
function values(argv: readonly string[], option: string): readonly string[] {
  return argv.filter((_, index) => argv[index - 1] === option);
}

describe("a VM's command line", () => {
  const all = { microvm: microvmArgv(machine), q35: pciArgv("q35", machine) };

  it("names a root disk that is read over HTTP, or in QEMU's own format", () => {
    const url = "http://198.18.0.2:8080/a,b.qcow2";
    const rootDisk = { format: "qcow2", url, readAheadBytes: 262_144 } as const;
    expect(values(microvmArgv({ ...machine, rootDisk }), "-drive")[0]).toBe(
      "if=none,id=root,format=qcow2,readonly=on,cache=writeback,file.driver=http,file.url=http://198.18.0.2:8080/a,,b.qcow2,file.readahead=262144",
    );
    const file = { format: "qcow2", file: "/d/first.qcow2" } as const;
    expect(values(microvmArgv({ ...machine, rootDisk: file }), "-drive")[0]).toBe(
      "if=none,id=root,format=qcow2,readonly=on,cache=writeback,file=/d/first.qcow2",
    );
  });

  it.each(Object.entries(all))("gives %s the same size, disks and channel", (_, argv) => {
    expect(values(argv, "-smp")).toEqual(["2"]);
    expect(values(argv, "-m")).toEqual(["512M"]);
    expect(values(argv, "-drive")).toEqual([
      "if=none,id=root,format=raw,readonly=on,cache=writeback,file=/run/root,,1.ext4",
      "if=none,id=data,format=raw,cache=none,aio=native,file=/run/data.ext4",
    ]);
    expect(values(argv, "-chardev")).toEqual(["stdio,id=channel,signal=off"]);
    const disks = values(argv, "-device").filter((device) => device.startsWith("virtio-blk"));
    expect(disks.map((device) => /serial=.*/.exec(device)?.[0])).toEqual([
      "serial=isotax-root",
      "serial=isotax-data",
    ]);
  });

  it("boots the uncompressed kernel in the tuned machine, the compressed one in the usual one", () => {
    expect(values(all.microvm, "-kernel")).toEqual(["/k/vmlinux"]);
    expect(values(all.q35, "-kernel")).toEqual(["/k/vmlinuz"]);
    expect(values(all.q35, "-append")).toEqual(["console=ttyS0 quiet panic=-1"]);
    expect(all.q35).not.toContain("-nodefaults");
  });

  it("tells an emulated guest the rate of the host's counter", () => {
    const emulated = { ...machine, accelerator: "tcg" } as const;
    expect(values(microvmArgv(emulated), "-append")[0]).toContain(`tsc_early_khz=${hostTscKhz()}`);
    expect(values(all.microvm, "-append")[0]).not.toContain("tsc_early_khz");
    expect(hostTscKhz("bogomips\t: 5192.24\n")).toBe(2_596_120);
    expect(hostTscKhz("")).toBeUndefined();
  });

  it("has an emulated microvm keep to the TSC where the host's kernel does", () => {
    const emulated = { ...machine, accelerator: "tcg" } as const;
    expect(values(microvmArgv(emulated), "-append")[0]?.includes("tsc=reliable")).toBe(
      hostTrustsTsc(),
    );
    expect(values(all.microvm, "-append")[0]).not.toContain("tsc=reliable");
    expect(hostTrustsTsc("tsc kvm-clock hpet\n")).toBe(true);
    expect(hostTrustsTsc("tsc-early hpet acpi_pm\n")).toBe(false);
    expect(hostTrustsTsc("")).toBe(false);
  });

  it("keeps the RAM in a file for a snapshot, and takes it from there privately", () => {
    const ram = (shared: boolean) => microvmArgv(machine, { file: "/run/ram", shared });
    const object = "memory-backend-file,id=ram,size=512M,mem-path=/run/ram,share=";
    expect(values(ram(true), "-object")).toEqual([`${object}on`]);
    expect(values(ram(false), "-object")).toEqual([`${object}off`]);
    expect(values(ram(false), "-machine")[0]).toMatch(/,memory-backend=ram$/);
  });

  it("boots a distribution from its own disk, before the image's", () => {
    const argv = q35DiskArgv(machine, "/run/debian.qcow2");
    expect(argv).not.toContain("-kernel");
    expect(values(argv, "-drive")[0]).toBe("if=none,id=boot,format=qcow2,file=/run/debian.qcow2");
    expect(values(argv, "-device")).toContain("virtio-blk-pci,drive=boot,bootindex=0");
  });
});

describe("the master boot record", () => {
  it("holds the boot code, and one active Linux partition to the end of the disk", () => {
    const record = masterBootRecord(Buffer.alloc(512, 0x90), 4_194_304);
    expect(record.length).toBe(512);
    expect(record.subarray(0, 440).every((byte) => byte === 0x90)).toBe(true);
    expect(record.subarray(440, 446).every((byte) => byte === 0)).toBe(true);
    expect([record[446], record[450]]).toEqual([0x80, 0x83]);
    expect(record.readUInt32LE(454)).toBe(2048);
    expect(record.readUInt32LE(458)).toBe(4_194_304 - 2048);
    expect(record.subarray(510).toString("hex")).toBe("55aa");
  });
});

describe("what is said of guests", () => {
  it("has the reasons of each CPU model in one sentence", () => {
    const reasons = [
      say("vm.with-cpu-model", { cpuModel: "host", reason: verbatim("no such MSR") }),
      say("vm.with-cpu-model", {
        cpuModel: "host,-arch-capabilities",
        reason: say("vm.boots-too-late", { deadlineMs: 20_000 }),
      }),
    ];
    expect(textOf(say("vm.no-guest-boots", { reasons }))).toBe(
      "/dev/kvm is present, but no guest boots under it (-cpu host: no such MSR; " +
        "-cpu host,-arch-capabilities: the guest kernel did not reach user space within 20 s)",
    );
  });

  it("has the quantities of a snapshot in units that fit", () => {
    const snapshot = {
      ...{ bootNs: 1.234e9, saveNs: 56e7, memoryMiB: 512 },
      ...{ stateBytes: 300 * 2 ** 10, ramBytes: 100 * 2 ** 20 },
    };
    expect(textOf(say("vm.prework-snapshot", snapshot))).toBe(
      "a snapshot, made once a run: booted in 1.23 s, saved in 0.56 s; " +
        "300 KiB of state, and a RAM file of 512 MiB that holds 100 MiB",
    );
  });
});

describe("remedies of several missing tools", () => {
  it("are said once each, and a single one as it is", () => {
    const own = (name: string, remedy: Message) =>
      ({ kind: "tool", name, why: verbatim(""), remedy }) as const;
    const [get, build] = [say("targets.get-vmware"), say("targets.use-one-cpu")];
    expect(missingTool([own("no-a", get), own("no-b", get)])).toMatchObject({ remedy: get });
    const several = missingTool([own("no-a", get), own("no-b", build), own("no-c", get)]);
    if (several?.ok !== false) throw new Error("nothing is missing");
    expect(textOf(several.remedy)).toBe(`${textOf(get)}; ${textOf(build)}`);
  });
});
