/**
 * Firecracker, Cloud Hypervisor, VirtualBox and VMware cannot be had on a machine of CI. What they
 * would boot can: the same kernel words, disks and relay, in QEMU instead of the monitor.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Command, Image, OpenSpec } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { which } from "../../runners/host/process.ts";
import { guestKernelState } from "../../runners/images/guest-kernel.ts";
import { type GuestBoot, guestBoot } from "../../runners/images/initramfs.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { makeVolume, vmDisk } from "../../runners/images/vm-disk.ts";
import type { Recipe } from "../../runners/instance/recipe.ts";
import { targetOf } from "../../runners/instance/target.ts";
import { type LaunchCommand, Launcher } from "../../runners/launch/launcher.ts";
import { cloudHypervisorArgv } from "../../runners/vm/cloud-hypervisor.ts";
import type { DirectMachine } from "../../runners/vm/direct-boot.ts";
import { diskGuestBoot, makeDisks } from "../../runners/vm/disk-boot.ts";
import { firecrackerConfig, unclogged } from "../../runners/vm/firecracker.ts";
import { hostTscKhz } from "../../runners/vm/qemu/machine.ts";
import { relayed, socketPath } from "../../runners/vm/relay.ts";
import { serialGuest } from "../../runners/vm/serial-guest.ts";
import { casesOf, currentSlice } from "../slice.ts";
import { childrenOf, isLauncher, leftOvers, MUST_RUN, testContext } from "../support.ts";

const QEMU = "qemu-system-x86_64";
const TOOLS = [QEMU, "mke2fs", "socat", "syslinux", "mcopy"];
const never = new AbortController().signal;
const missing = TOOLS.filter((tool) => which(tool) === undefined);
let context: RunContext;
let image: Image;

beforeAll(async () => {
  context = testContext(true);
  ({ image } = await rootfsImage(context));
  if (MUST_RUN) expect(missing).toEqual([]);
});
afterAll(async () => {
  const { runId } = context.options;
  await context.close();
  expect(leftOvers(runId)).toEqual([]);
});

/** What a monitor gets, and how QEMU is started in its place. */
interface Stand {
  readonly name: string;
  make(place: {
    spec: OpenSpec;
    folder: string;
    instance: string;
  }): Promise<{ command: LaunchCommand; remove?: () => void }>;
}

const SIZE = ["-accel", "tcg", "-cpu", "max", "-smp", "1", "-m", "512M"];
const PLAIN = ["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"];

async function direct(spec: OpenSpec, folder: string): Promise<DirectMachine> {
  const { file: rootDisk } = await vmDisk(context, image);
  const dataDisk = join(folder, "data.ext4");
  if (spec.scratchMiB > 0) await makeVolume(dataDisk, spec.scratchMiB);
  const machine = { vcpus: 1, memoryMiB: spec.memoryMiB, boot: await guestBoot(context), rootDisk };
  return spec.scratchMiB > 0 ? { ...machine, dataDisk } : machine;
}

/** Disks as both monitors have them: virtio, with no serial numbers of ours. */
function virtioDisks({ rootDisk, dataDisk }: DirectMachine, device: string): readonly string[] {
  const disk = (id: string, file: string, options: string) => [
    ...["-drive", `if=none,id=${id},format=raw,file=${file},${options}`],
    ...["-device", `${device},drive=${id}`],
  ];
  return [
    ...disk("one", rootDisk, "readonly=on"),
    ...(dataDisk === undefined ? [] : disk("two", dataDisk, "cache=none")),
  ];
}

function bootArgs({ boot }: { boot: GuestBoot }, words: string): readonly string[] {
  return ["-kernel", boot.kernel.kernel, "-initrd", boot.initramfs, "-append", words];
}

const VIRTUALBOX = { id: "virtualbox", adapter: "ide" } as const;
const VMWARE = { id: "vmware", adapter: "lsilogic" } as const;

const STANDS: readonly Stand[] = [
  {
    name: "the guest of Firecracker: virtio over mmio, the serial line on standard input and output",
    async make({ spec, folder }) {
      const machine = await direct(spec, folder);
      const config = firecrackerConfig(machine) as { "boot-source": { boot_args: string } };
      const words = config["boot-source"].boot_args;
      const khz = hostTscKhz();
      // An emulated guest may fail to calibrate the counter itself.
      const tsc = khz === undefined ? "" : `tsc_early_khz=${khz}`;
      const argv = [
        ...[QEMU, "-machine", "microvm,acpi=on,pit=on,pic=off,rtc=on,isa-serial=on"],
        ...[...SIZE, ...PLAIN, "-bios", "qboot.rom", "-serial", "stdio"],
        ...bootArgs(machine, `${words} reboot=t ${tsc}`),
        ...virtioDisks(machine, "virtio-blk-device"),
      ];
      return { command: unclogged(argv) };
    },
  },
  {
    name: "the guest of Cloud Hypervisor: virtio over PCI, the serial line a socket, relayed",
    async make({ spec, folder, instance }) {
      const machine = await direct(spec, folder);
      const socket = socketPath(context, instance);
      const monitor = cloudHypervisorArgv(machine, socket);
      const words = monitor[monitor.indexOf("--cmdline") + 1] as string;
      const argv = [
        ...[QEMU, "-machine", "q35", ...SIZE, ...PLAIN],
        ...["-serial", `unix:${socket},server=on,wait=off`],
        ...bootArgs(machine, words),
        ...virtioDisks(machine, "virtio-blk-pci"),
      ];
      return {
        command: relayed(argv, socket, { patienceSeconds: 5 }),
        remove: () => rmSync(socket, { force: true }),
      };
    },
  },
  {
    name: "the disks of VirtualBox: BIOS, SYSLINUX, IDE, the serial line a socket, relayed",
    async make({ spec, folder, instance }) {
      const boot = await diskGuestBoot(context, "virtualbox", ["libata", "ata_piix"]);
      const disks = await makeDisks(context, boot, spec, folder, VIRTUALBOX);
      const socket = socketPath(context, instance);
      const argv = [
        ...[QEMU, "-machine", "pc", ...SIZE, ...PLAIN],
        ...["-serial", `unix:${socket},server=on,wait=off`],
        ...disks.flatMap(({ file, shared }, index) => [
          "-drive",
          `if=ide,index=${index},format=vmdk,file=${file}${shared ? ",snapshot=on" : ""}`,
        ]),
      ];
      return {
        command: relayed(argv, socket, { patienceSeconds: 60 }),
        remove: () => rmSync(socket, { force: true }),
      };
    },
  },
  {
    name: "the disks of VMware: BIOS, SYSLINUX, paravirtual SCSI, a monitor that returns at once",
    async make({ spec, folder, instance }) {
      const boot = await diskGuestBoot(context, "vmware", ["vmw_pvscsi"]);
      const disks = await makeDisks(context, boot, spec, folder, VMWARE);
      const socket = socketPath(context, instance);
      const pidFile = join(folder, "pid");
      const argv = [
        ...[QEMU, "-machine", "pc", ...SIZE, ...PLAIN, "-daemonize", "-pidfile", pidFile],
        ...["-serial", `unix:${socket},server=on,wait=off`, "-device", "pvscsi,id=scsi"],
        ...disks.flatMap(({ file, shared }, index) => [
          "-drive",
          `if=none,id=disk${index},format=vmdk,file=${file}${shared ? ",snapshot=on" : ""}`,
          ...["-device", `scsi-hd,drive=disk${index},bus=scsi.0,scsi-id=${index}`],
        ]),
      ];
      return {
        command: relayed(argv, socket, { patienceSeconds: 60, returnsAtOnce: true }),
        remove() {
          rmSync(socket, { force: true });
          if (!existsSync(pidFile)) return;
          try {
            process.kill(Number(readFileSync(pidFile, "utf8")), "SIGKILL");
          } catch {} // It ended with its guest.
        },
      };
    },
  },
];

function recipeOf({ name, make }: Stand): Recipe {
  return {
    ...{ id: "stand", title: name, kind: "vm", adds: "", rung: 0, requires: [] },
    deadlines: { readyMs: 60_000 },
    probe: async () => ({ ok: true, facts: {} }),
    shipped: async () => [],
    async prepare(_context, spec) {
      const instance = context.instanceName("stand");
      const folder = context.instanceFolder(instance);
      const { command, remove } = await make({ spec, folder: folder.path, instance });
      return serialGuest({
        ...{ image: spec.image, facts: {}, command },
        launcher: await Launcher.start({ cpus: spec.cpus, context }),
        async remove() {
          remove?.();
          await folder.remove();
        },
      });
    },
  };
}

function shell(script: string): Command {
  return { argv: [{ tool: "busybox" }, "sh", "-c", script] };
}

describe.each(casesOf(currentSlice(), STANDS))("$name", (stand) => {
  const spec = (scratchMiB: number): OpenSpec => ({
    ...{ cpus: allowedCpus().slice(-1), memoryMiB: 512, image, scratchMiB },
  });

  it("starts, brings back output and exit code, and is gone", async (test) => {
    if (missing.length > 0) test.skip(`needs ${missing.join(", ")}`);
    if (guestKernelState(context) === "absent") test.skip("needs a guest kernel");
    const target = targetOf(recipeOf(stand), context);
    const result = await target.start(spec(0), shell("echo out; exit 7"), never);
    expect(result).toMatchObject({ stdout: "out\n", exitCode: 7 });
    expect(result.lifecycle.map(({ phase }) => phase)).toEqual([
      ...["spawn", "kernel", "init", "ready", "exited", "removed"],
    ]);
    expect(childrenOf(process.pid).filter(isLauncher)).toEqual([]);
  });

  it("passes every byte on as it is, in both directions, and has a volume", async (test) => {
    if (missing.length > 0) test.skip(`needs ${missing.join(", ")}`);
    if (guestKernelState(context) === "absent") test.skip("needs a guest kernel");
    await using session = await targetOf(recipeOf(stand), context).open(spec(64), never);
    // What a terminal would take for itself: interrupt, end of file, flow control, line ends, erase.
    const bytes = "\u0001\u0003\u0004\r\t\u0011\u0013\u0015\u001a\u001c\u007f é €";
    const printf: Command = { argv: [{ tool: "busybox" }, "printf", "%s\\n%s", bytes, "end"] };
    expect(await session.exec(printf, never)).toMatchObject({
      stdout: `${bytes}\nend`,
      exitCode: 0,
    });
    const long = await session.exec(shell("head -c 300000 /dev/zero | tr '\\0' x"), never);
    expect(long.stdout).toBe("x".repeat(300_000));
    // Longer than the buffer of a terminal in the kernel.
    const word = "y".repeat(6000);
    const echo: Command = { argv: [{ tool: "busybox" }, "echo", word] };
    expect((await session.exec(echo, never)).stdout).toBe(`${word}\n`);
    const volume = await session.exec(
      shell("echo kept >/scratch/file; cat /scratch/file; grep -c /scratch /proc/mounts"),
      never,
    );
    expect(volume.stdout).toBe("kept\n1\n");
    expect((await session.exec(shell("exit 5"), never)).exitCode).toBe(5);
    expect(await session.roundTripNs(never)).toBeGreaterThan(0);
  });
});
