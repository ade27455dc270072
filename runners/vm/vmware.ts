/**
 * VMware Workstation's configuration file and commands. Sources: VMware's "Using vmrun to Control
 * Virtual Machines"; the Workstation user's guide on serial ports as named pipes and on independent
 * nonpersistent disks. The file's names of settings are documented by what Workstation writes.
 */
import { join } from "node:path";
import { tryRun, which } from "../host/process.ts";
import type { DiskMachine } from "./disk-boot.ts";

export const VMRUN = "vmrun";

/** The VM's configuration file. */
export function vmxPath({ folder }: { readonly folder: string }): string {
  return join(folder, "vm.vmx");
}

/** Errors: none; memory is rounded down to the multiple of 4 MiB that VMware wants. */
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
    // Nobody is there to answer whether it was moved or copied.
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
    // What is written to a nonpersistent disk goes to a file of the VM's, and away with its power.
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
 * Ends a VM and removes its files; one that is not there is fine. Throws if it still runs: its
 * process is none of ours.
 */
export async function removeVmwareVm(vmx: string): Promise<void> {
  if (which(VMRUN) === undefined) return;
  const vmrun = (...words: string[]) => tryRun([VMRUN, "-T", "ws", ...words], PATIENCE);
  const runs = async () => (await vmrun("list")).stdout.split("\n").includes(vmx);
  if (await runs()) {
    const { stdout, stderr } = await vmrun("stop", vmx, "hard");
    if (await runs()) throw new Error(`vmrun stop: ${(stderr || stdout).trim()}`);
  }
  // A VM that never ran is a file in a folder, which goes anyway.
  await vmrun("deleteVM", vmx);
}
