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

/** Debian's kernel for clouds has a driver for this one (ata_piix), and none for AHCI. */
const CONTROLLER = { name: "disks", bus: "ide", chip: "PIIX4", device: "piix3ide" };

/** Commands that make a VM, in order. What is not set is as `createvm` has it. */
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
      // Version 7 documents --uart-mode1, and takes this older name as well.
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
      // Off: O_DIRECT on the host.
      "--controller",
      CONTROLLER.chip,
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
    // Its default is to ignore what a guest flushes.
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
/** For a moment after its process has ended a VM counts as locked. */
const UNLOCK_MS = 5000;

/** Removes a VM with its files; one that is not there is fine. */
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
