/** The nested host's virtual machine: QEMU with a CPU that offers virtualization itself. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { textOf } from "../../reports/text/message.ts";
import type { RunContext } from "../../runners/context.ts";
import { run } from "../../runners/host/process.ts";
import type { GuestKernel } from "../../runners/images/guest-kernel.ts";
import { bootOfKernel, type GuestBoot } from "../../runners/images/initramfs.ts";
import { Launcher } from "../../runners/launch/launcher.ts";
import { chooseAccelerator } from "../../runners/vm/qemu/accelerator.ts";
import { hostTscKhz, QEMU } from "../../runners/vm/qemu/machine.ts";
import { Silence } from "./patience.ts";

/** How the nested host itself is run, and why. */
export interface Outer {
  readonly accelerator: "kvm" | "tcg";
  readonly cpuModel: string;
  readonly reason: string;
}

/** KVM where it works and hands virtualization on; else TCG, which emulates AMD's (SVM). */
export async function outerAccelerator(context: RunContext, signal: AbortSignal): Promise<Outer> {
  // Fewest features: the fastest to emulate.
  const tcg = { accelerator: "tcg", cpuModel: "qemu64,+svm,+npt" } as const;
  const { name, cpuModel, reason } = await chooseAccelerator(context, signal);
  if (name === "tcg") return { ...tcg, reason: textOf(reason ?? "KVM does not work here") };
  const nested = ["kvm_amd", "kvm_intel"].some((module) => {
    const file = `/sys/module/${module}/parameters/nested`;
    return existsSync(file) && /^[1Y]/.test(readFileSync(file, "utf8"));
  });
  if (!nested)
    return { ...tcg, reason: "KVM works here, but not nested (modprobe kvm_… nested=1)" };
  return { accelerator: "kvm", cpuModel, reason: "KVM works here, nested too" };
}

/** The initramfs of isotax's own VMs, which has the disks' drivers, with another first process. */
async function initramfs(boot: GuestBoot, folder: string): Promise<string> {
  const file = join(folder, "initramfs");
  await copyFile(join(import.meta.dirname, "guest/init.sh"), join(folder, "nested-init"));
  // The kernel unpacks archives that stand one after the other, each with its own compression.
  const script =
    'chmod 755 nested-init && { cat "$1"; echo nested-init | busybox cpio -o -H newc 2>/dev/null | gzip --no-name; } >"$2"';
  await run(["sh", "-c", script, "sh", boot.initramfs, file], { cwd: folder });
  return file;
}

export interface Machine {
  readonly outer: Outer;
  readonly kernel: GuestKernel;
  readonly folder: string;
  readonly rootDisk: string;
  readonly dataDisk: string;
  /** File that receives all that the guest says. */
  readonly console: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
}

function argvOf(machine: Machine, kernel: string, initrd: string): readonly string[] {
  const { accelerator, cpuModel } = machine.outer;
  const drive = (id: string, file: string, options: string) => [
    ...["-drive", `if=none,id=${id},format=raw,${options},file=${file.replaceAll(",", ",,")}`],
    ...["-device", `virtio-blk-pci,drive=${id},serial=nested-${id}`],
  ];
  // The console is for what isotax says, and for a panic; the rest is in dmesg.txt.
  const words = ["console=ttyS0", "loglevel=3", "panic=-1", "rdinit=/nested-init"];
  const tscKhz = hostTscKhz();
  if (accelerator === "tcg" && tscKhz !== undefined) words.push(`tsc_early_khz=${tscKhz}`);
  return [
    ...[QEMU, "-machine", "q35", "-cpu", cpuModel],
    ...["-accel", accelerator === "tcg" ? "tcg,thread=multi" : "kvm"],
    ...["-smp", String(machine.vcpus), "-m", `${machine.memoryMiB}M`],
    ...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"],
    ...["-kernel", kernel, "-initrd", initrd, "-append", words.join(" ")],
    ...["-chardev", `stdio,id=console,signal=off,logfile=${machine.console}`],
    ...["-serial", "chardev:console"],
    // What is written to it goes to a file without a name in TMPDIR.
    ...drive("root", machine.rootDisk, "snapshot=on,cache=unsafe"),
    ...drive("data", machine.dataDisk, "cache=unsafe"),
  ];
}

/** How the machine came to its end. */
export interface End {
  readonly how: "by itself" | "silent" | "interrupted";
  readonly exitCode: number;
  readonly stderr: string;
}

/**
 * Runs the machine to its end; each line of its console is handed to `onLine` as it comes.
 * `silenceMs`: how long it may say nothing; by how fast it boots, without.
 */
export async function runMachine(
  context: RunContext,
  machine: Machine,
  silenceMs: number | undefined,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<End> {
  const boot = await bootOfKernel(context, machine.kernel);
  const initrd = await initramfs(boot, machine.folder);
  writeFileSync(machine.console, "");
  const launcher = await Launcher.start({
    cpus: context.cpus,
    context,
    env: { TMPDIR: machine.folder },
  });
  let how: End["how"] = "by itself";
  const end = (why: End["how"]) => () => {
    how = why;
    launcher.kill();
  };
  const silence = new Silence(silenceMs, end("silent"));
  const onAbort = end("interrupted");
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const launch = await launcher.launch({ argv: argvOf(machine, boot.kernel.compressed, initrd) });
    for (;;) {
      const line = await launch.until((output) => {
        const at = output.indexOf("\n");
        return at < 0 ? undefined : { end: at + 1, text: output.slice(0, at) };
      });
      if (line === undefined) break;
      silence.heard();
      onLine(line.text.replaceAll("\r", ""));
    }
    return { how, exitCode: (await launch.exited).exitCode, stderr: launcher.stderrTail() };
  } finally {
    silence.end();
    signal.removeEventListener("abort", onAbort);
    await launcher.close();
  }
}
