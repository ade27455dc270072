/** Command lines and files of the monitors, against what their documentation says. */

import { describe, expect, it } from "vitest";
import { verbatim } from "../../bench/messages.ts";
import { textOf } from "../../reports/text/message.ts";
import { sh } from "../../runners/host/shell.ts";
import type { GuestBoot } from "../../runners/images/initramfs.ts";
import { missingTool } from "../../runners/tools/requirements.ts";
import { masterBootRecord, syslinuxConfig } from "../../runners/vm/boot-disk.ts";
import { cloudHypervisorArgv } from "../../runners/vm/cloud-hypervisor.ts";
import { type DirectMachine, versionIn } from "../../runners/vm/direct-boot.ts";
import type { DiskMachine } from "../../runners/vm/disk-boot.ts";
import { firecrackerArgv, firecrackerConfig, unclogged } from "../../runners/vm/firecracker.ts";
import { relayed } from "../../runners/vm/relay.ts";
import { loopsPerJiffy, registersProblem, umlArgv } from "../../runners/vm/uml.ts";
import { virtualboxCommands, virtualboxStart } from "../../runners/vm/virtualbox.ts";
import { flatVmdk } from "../../runners/vm/vmdk.ts";
import { vmwareStart, vmxText } from "../../runners/vm/vmware.ts";

const boot: GuestBoot = {
  kernel: {
    ...{ compressed: "/k/vmlinuz", kernel: "/k/vmlinux", version: "6.1", modules: undefined },
    sha256: "",
  },
  ...{ initramfs: "/k/initramfs", initramfsBytes: 1, digest: "" },
};
const direct: DirectMachine = { vcpus: 2, memoryMiB: 512, boot, rootDisk: "/d/root.ext4" };
const withData: DirectMachine = { ...direct, dataDisk: "/i/data.ext4" };
const machine: DiskMachine = {
  ...{ name: "isotax-vm", vcpus: 2, memoryMiB: 514, folder: "/i", socket: "/w/1.sock" },
  disks: [
    { file: "/i/boot.vmdk", shared: true },
    { file: "/i/root.vmdk", shared: true },
    { file: "/i/data.vmdk", shared: false },
  ],
};

describe("User-mode Linux on a CPU with AMX", () => {
  const amx = "flags\t\t: fpu avx512f amx_bf16 amx_tile amx_int8\n";

  it("is refused where its kernel has no room for the registers", () => {
    expect(textOf(registersProblem("6.1", amx) ?? "")).toContain("AMX");
    expect(textOf(registersProblem("6.12.57", amx) ?? "")).toContain("6.12.57");
  });

  it("is none where the kernel asks for the room, or the CPU has no AMX", () => {
    expect(registersProblem("6.13", amx)).toBeUndefined();
    expect(registersProblem("7.0.1", amx)).toBeUndefined();
    expect(registersProblem("6.1", "flags\t\t: fpu avx512f\n")).toBeUndefined();
  });
});

describe("User-mode Linux", () => {
  const uml = { name: "isotax-1", memoryMiB: 512, initramfs: "/i.gz", rootDisk: "/root.ext4" };

  it("puts its serial line on its own descriptors, and its volume through to the disk", () => {
    const argv = umlArgv({ ...uml, dataDisk: "data.ext4" });
    for (const word of ["mem=512M", "ssl0=fd:0,fd:1", "con0=null,fd:2", "ubd0rc=/root.ext4"]) {
      expect(argv).toContain(word);
    }
    expect(argv).toContain("ubd1s=data.ext4");
    expect(argv).toEqual(expect.arrayContaining(["isotax.root=ubda", "isotax.data=ubdb"]));
    expect(umlArgv(uml).join(" ")).not.toContain("ubd1");
  });

  it("keeps its files where it is started, and its processes in a namespace", () => {
    const argv = umlArgv(uml);
    expect(argv).toEqual(expect.arrayContaining(["uml_dir=./", "umid=isotax-1"]));
    expect(argv.slice(0, argv.indexOf("linux.uml"))).toEqual(
      expect.arrayContaining(["unshare", "--pid", "--fork", "--kill-child"]),
    );
  });

  it("is told how fast the host counts, where the host says it", () => {
    expect(loopsPerJiffy("model name\t: x\nbogomips\t: 5000.00\n")).toBe(25_000_000);
    expect(loopsPerJiffy("processor\t: 0\n")).toBeUndefined();
  });
});

describe("Firecracker", () => {
  it("gets kernel, initramfs, disks and size in one file", () => {
    const config = firecrackerConfig(withData) as Record<string, unknown>;
    expect(config["boot-source"]).toMatchObject({
      ...{ kernel_image_path: "/k/vmlinux", initrd_path: "/k/initramfs" },
    });
    expect(config["drives"]).toEqual([
      {
        ...{ drive_id: "root", path_on_host: "/d/root.ext4" },
        ...{ is_root_device: false, is_read_only: true },
      },
      {
        ...{ drive_id: "data", path_on_host: "/i/data.ext4" },
        ...{ is_root_device: false, is_read_only: false, cache_type: "Writeback" },
      },
    ]);
    expect(config["machine-config"]).toEqual({ vcpu_count: 2, mem_size_mib: 512 });
  });

  it("keeps the kernel's messages and its own log off the serial line", () => {
    const config = firecrackerConfig(direct) as { "boot-source": { boot_args: string } };
    const words = config["boot-source"].boot_args.split(" ");
    expect(words).toEqual(expect.arrayContaining(["console=tty0", "quiet", "reboot=k"]));
    expect(words).toEqual(expect.arrayContaining(["isotax.channel=ttyS0", "isotax.root=vda"]));
    expect(words.join(" ")).not.toMatch(/console=ttyS0|isotax.data/);
    expect(firecrackerArgv("/i/vm.json", "/i/log").join(" ")).toBe(
      "firecracker --no-api --config-file /i/vm.json --log-path /i/log --level Warning",
    );
    expect(unclogged(["a", "b c"])).toEqual({ script: sh`a 'b c' | cat` });
  });
});

it("Cloud Hypervisor gets its disks as values of one option, and a socket for the serial line", () => {
  expect(cloudHypervisorArgv(withData, "/w/1.sock")).toEqual([
    ...["cloud-hypervisor", "--kernel", "/k/vmlinux", "--initramfs", "/k/initramfs", "--cmdline"],
    "console=tty0 quiet panic=-1 isotax.channel=ttyS0 isotax.root=vda isotax.data=vdb",
    ...["--cpus", "boot=2", "--memory", "size=512M"],
    ...["--disk", "path=/d/root.ext4,readonly=on", "path=/i/data.ext4,direct=on"],
    ...["--serial", "socket=/w/1.sock", "--console", "off"],
  ]);
});

describe("VirtualBox", () => {
  const commands = virtualboxCommands(machine).map((argv) => argv.join(" "));

  it("registers a VM in the instance's folder before it is changed", () => {
    expect(commands.map((words) => words.split(" ")[1])).toEqual([
      ...["createvm", "modifyvm", "storagectl", "storageattach", "storageattach"],
      ...["storageattach", "setextradata"],
    ]);
    expect(commands[0]).toBe(
      "VBoxManage createvm --name isotax-vm --ostype Linux_64 --basefolder /i --register",
    );
  });

  it("gives it its size, a serial line, and no boot from elsewhere", () => {
    expect(commands[1]).toContain("--memory 514 --cpus 2 --ioapic on");
    expect(commands[1]).toContain("--uart1 0x3F8 4 --uartmode1 server /w/1.sock");
    expect(commands[1]).toContain("--boot1 disk --boot2 none");
    expect(virtualboxStart("isotax-vm").join(" ")).toBe(
      "VBoxHeadless --startvm isotax-vm --vrde off",
    );
  });

  it("protects shared disks, and heeds the flushes of the volume", () => {
    const attached = commands.filter((words) => words.includes("storageattach"));
    expect(attached.map((words) => words.includes("--mtype immutable"))).toEqual([
      ...[true, true, false],
    ]);
    expect(attached.map((words) => /--port (\d) --device (\d)/.exec(words)?.slice(1))).toEqual([
      ...[
        ["0", "0"],
        ["0", "1"],
        ["1", "0"],
      ],
    ]);
    expect(commands.at(-1)).toContain("piix3ide/0/LUN#2/Config/IgnoreFlush 0");
  });
});

describe("VMware", () => {
  const settings = new Map(
    vmxText(machine)
      .trim()
      .split("\n")
      .map((line) => /^(\S+) = "(.*)"$/.exec(line)?.slice(1) as [string, string]),
  );

  it("gives a VM its size and a serial line", () => {
    // VMware refuses memory that is no multiple of 4 MiB.
    expect(settings.get("memsize")).toBe("512");
    expect(settings.get("numvcpus")).toBe("2");
    expect(settings.get("serial0.fileType")).toBe("pipe");
    expect(settings.get("serial0.fileName")).toBe("/w/1.sock");
    expect(settings.get("serial0.pipe.endPoint")).toBe("server");
    expect(vmwareStart("/i/vm.vmx").join(" ")).toBe("vmrun -T ws start /i/vm.vmx nogui");
  });

  it("protects shared disks", () => {
    expect(settings.get("scsi0:0.mode")).toBe("independent-nonpersistent");
    expect(settings.get("scsi0:1.mode")).toBe("independent-nonpersistent");
    expect(settings.get("scsi0:2.mode")).toBe("persistent");
    expect(settings.get("scsi0:2.fileName")).toBe("/i/data.vmdk");
  });
});

describe("disks that boot", () => {
  it("have a master boot record with one active partition", () => {
    const record = masterBootRecord(Buffer.alloc(440, 0x90), 2048, 32768);
    expect(record).toHaveLength(512);
    expect(record.readUInt16LE(510)).toBe(0xaa55);
    expect(record.readUInt8(439)).toBe(0x90);
    expect(record.readUInt8(446)).toBe(0x80);
    expect(record.readUInt32LE(446 + 8)).toBe(2048);
    expect(record.readUInt32LE(446 + 12)).toBe(32768);
    expect(record.subarray(462, 510).every((byte) => byte === 0)).toBe(true);
  });

  it("start the kernel without asking", () => {
    expect(syslinuxConfig(["quiet", "panic=-1"]).split("\n")).toEqual([
      ...["DEFAULT isotax", "PROMPT 0", "LABEL isotax"],
      ...[" LINUX vmlinuz", " INITRD initrd", " APPEND quiet panic=-1", ""],
    ]);
  });

  it("are raw files with a descriptor, of whole sectors and of an identity of their own", () => {
    const disk = { extent: "root-flat.vmdk", bytes: 64 * 2 ** 20, adapter: "ide" } as const;
    const text = flatVmdk(disk);
    expect(text).toContain('RW 131072 FLAT "root-flat.vmdk" 0');
    expect(text).toContain('createType="monolithicFlat"');
    const identity = /ddb\.uuid\.image = "(.*)"/;
    expect(identity.exec(text)?.[1]).not.toBe(identity.exec(flatVmdk(disk))?.[1]);
  });
});

describe("the relay", () => {
  it("runs beside a monitor, or after one that returns at once", () => {
    const beside = relayed(["m", "a b"], "/s", { patienceSeconds: 5 });
    expect(beside).toEqual({
      script: sh`m 'a b' </dev/null >&2 & socat -t 0 STDIO UNIX-CONNECT:/s,retry=1000,interval=0.005; wait $!`,
    });
    const after = relayed(["m"], "/s", { patienceSeconds: 1, returnsAtOnce: true });
    expect(after).toEqual({
      script: sh`m </dev/null >&2 && socat -t 0 STDIO UNIX-CONNECT:/s,retry=200,interval=0.005`,
    });
  });
});

it("a version is found in what a monitor prints", () => {
  expect(versionIn("Firecracker v1.13.1\n\n")).toBe("1.13.1");
  expect(versionIn("cloud-hypervisor v36.0\n")).toBe("36.0");
  expect(versionIn("7.0.20r163906\n")).toBe("7.0.20");
  expect(versionIn("none")).toBeUndefined();
});

it("a tool that no package holds is not asked of the package manager", () => {
  const own = {
    kind: "tool",
    name: "no-such-monitor",
    why: verbatim(""),
    remedy: verbatim("get it elsewhere"),
  } as const;
  expect(missingTool([own])).toMatchObject({ ok: false, remedy: verbatim("get it elsewhere") });
});
