/**
 * VirtualBox's commands. Source: the VirtualBox manual, chapter "VBoxManage" (createvm, modifyvm,
 * storagectl, storageattach, unregistervm), sections "Special Image Write Modes" and "Responding to
 * Guest IDE/SATA Flush Requests"; chapter "Remote Virtual Machines" on VBoxHeadless.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { tryRun, which } from "../host/process.ts";
import type { DiskMachine } from "./disk-boot.ts";

export const VBOX_MANAGE = "VBoxManage";
export const VBOX_HEADLESS = "VBoxHeadless";

/** Debian's cloud kernel has a driver for this controller (ata_piix), but not for AHCI. */
const CONTROLLER = { name: "disks", bus: "ide", chip: "PIIX4", device: "piix3ide" };

/** The commands that make a VM, in order. All other settings are the defaults of `createvm`. */
export function virtualboxCommands(machine: DiskMachine): readonly (readonly string[])[] {
  const { name } = machine;
  return [
    [
      "createvm",
      "--name",
      name,
      "--ostype",
      "Linux_64",
      "--basefolder",
      machine.folder,
      "--register",
    ],
    [
      "modifyvm",
      name,
      "--memory",
      String(machine.memoryMiB),
      "--cpus",
      String(machine.vcpus),
      "--ioapic",
      "on",
      "--boot1",
      "disk",
      "--boot2",
      "none",
      "--boot3",
      "none",
      "--boot4",
      "none",
      // Version 7 documents --uart-mode1, but also accepts this older name.
      "--uart1",
      "0x3F8",
      "4",
      "--uartmode1",
      "server",
      machine.socket,
    ],
    [
      "storagectl",
      name,
      "--name",
      CONTROLLER.name,
      "--add",
      CONTROLLER.bus,
      "--controller",
      CONTROLLER.chip,
      // Off means O_DIRECT on the host.
      "--hostiocache",
      "off",
    ],
    ...machine.disks.map(({ file, shared }, index) => [
      "storageattach",
      name,
      "--storagectl",
      CONTROLLER.name,
      "--port",
      String(Math.floor(index / 2)),
      "--device",
      String(index % 2),
      "--type",
      "hdd",
      "--medium",
      file,
      // Writes go to a differencing image in the VM's own folder.
      ...(shared ? ["--mtype", "immutable"] : []),
    ]),
    // The default is to ignore a guest's flushes.
    ...machine.disks.flatMap(({ shared }, index) =>
      shared ? [] : [["setextradata", name, ignoreFlush(index), "0"]],
    ),
  ].map((words) => [VBOX_MANAGE, ...words]);
}

function ignoreFlush(lun: number): string {
  return `VBoxInternal/Devices/${CONTROLLER.device}/0/LUN#${lun}/Config/IgnoreFlush`;
}

/** Runs the VM in the foreground, as a process of ours. */
export function virtualboxStart(name: string): readonly string[] {
  return [VBOX_HEADLESS, "--startvm", name, "--vrde", "off"];
}

const PATIENCE = { timeoutMs: 30_000 };
/** A VM stays locked for a moment after its process has ended. */
const UNLOCK_MS = 5000;

/** Removes a VM with its files. It is no error if the VM does not exist. */
export async function removeVirtualboxVm(name: string): Promise<void> {
  if (which(VBOX_MANAGE) === undefined) return;
  const manage = (...words: string[]) => tryRun([VBOX_MANAGE, ...words], PATIENCE);
  const exists = async () => (await manage("showvminfo", name)).exitCode === 0;
  if (!(await exists())) return;
  await manage("controlvm", name, "poweroff");
  const deadline = Date.now() + UNLOCK_MS;
  for (;;) {
    const { exitCode, stderr } = await manage("unregistervm", name, "--delete");
    if (exitCode === 0 || !(await exists())) return;
    if (Date.now() > deadline) throw new Error(`VBoxManage unregistervm: ${stderr.trim()}`);
    await sleep(100);
  }
}
