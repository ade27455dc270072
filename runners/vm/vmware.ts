/**
 * VMware Workstation's configuration file and commands. Sources: VMware's "Using vmrun to Control
 * Virtual Machines"; the Workstation user's guide on serial ports as named pipes and on independent
 * nonpersistent disks. The names of the settings are not documented; they are those that
 * Workstation writes.
 */
import { join } from "node:path";
import { tryRun, which } from "../host/process.ts";
import type { DiskMachine } from "./disk-boot.ts";

export const VMRUN = "vmrun";

/** The VM's configuration file. */
export function vmxPath({ folder }: { readonly folder: string }): string {
  return join(folder, "vm.vmx");
}

/**
 * The configuration file's text. Memory is rounded down to a multiple of 4 MiB, as VMware needs.
 */
export function vmxText(machine: DiskMachine): string {
  const settings: Record<string, string> = {
    ".encoding": "UTF-8",
    "config.version": "8",
    "virtualHW.version": "14",
    displayName: machine.name,
    guestOS: "other4xlinux-64",
    memsize: String(machine.memoryMiB - (machine.memoryMiB % 4)),
    numvcpus: String(machine.vcpus),
    "cpuid.coresPerSocket": String(machine.vcpus),
    // Without this VMware asks whether the VM was moved or copied.
    "uuid.action": "create",
    "msg.autoAnswer": "TRUE",
    "pciBridge0.present": "TRUE",
    "pciBridge4.present": "TRUE",
    "pciBridge4.virtualDev": "pcieRootPort",
    "pciBridge4.functions": "8",
    "floppy0.present": "FALSE",
    "scsi0.present": "TRUE",
    "scsi0.virtualDev": "pvscsi",
    "serial0.present": "TRUE",
    "serial0.fileType": "pipe",
    "serial0.fileName": machine.socket,
    "serial0.pipe.endPoint": "server",
    // The other end is a program, not a VM.
    "serial0.tryNoRxLoss": "TRUE",
    "serial0.yieldOnMsrRead": "TRUE",
  };
  for (const [index, { file, shared }] of machine.disks.entries()) {
    settings[`scsi0:${index}.present`] = "TRUE";
    settings[`scsi0:${index}.fileName`] = file;
    // Writes to a nonpersistent disk go to a file of the VM, which is discarded at power-off.
    settings[`scsi0:${index}.mode`] = shared ? "independent-nonpersistent" : "persistent";
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} = "${value}"\n`)
    .join("");
}

/** Returns when the VM runs. */
export function vmwareStart(vmx: string): readonly string[] {
  return [VMRUN, "-T", "ws", "start", vmx, "nogui"];
}

const PATIENCE = { timeoutMs: 60_000 };

/**
 * Ends a VM and removes its files. It is no error if the VM does not exist. Throws if it still
 * runs, because its process is not one of ours.
 */
export async function removeVmwareVm(vmx: string): Promise<void> {
  if (which(VMRUN) === undefined) return;
  const vmrun = (...words: string[]) => tryRun([VMRUN, "-T", "ws", ...words], PATIENCE);
  const runs = async () => (await vmrun("list")).stdout.split("\n").includes(vmx);
  if (await runs()) {
    const { stdout, stderr } = await vmrun("stop", vmx, "hard");
    if (await runs()) throw new Error(`vmrun stop: ${(stderr || stdout).trim()}`);
  }
  // This may fail: a VM that never ran is only a file in a folder, which is removed anyway.
  await vmrun("deleteVM", vmx);
}
