import { existsSync } from "node:fs";
import { run } from "../host/process.ts";
import { versionIn } from "../vm/direct-boot.ts";
import { diskBoot } from "../vm/disk-boot.ts";
import { relayed } from "../vm/relay.ts";
import { userEnvironment } from "../vm/user-environment.ts";
import {
  VBOX_HEADLESS,
  VBOX_MANAGE,
  virtualboxCommands,
  virtualboxStart,
} from "../vm/virtualbox.ts";

const REMEDY =
  "install VirtualBox from www.virtualbox.org/wiki/Linux_Downloads (Debian 12 has no package)";

export const recipe = diskBoot({
  id: "virtualbox",
  title: "VirtualBox",
  adds: "another monitor than QEMU, with a kernel driver of its own: a BIOS, a boot loader, IDE disks, VGA",
  rung: 250,
  below: "qemu-q35",
  tools: [
    { kind: "tool", name: VBOX_MANAGE, why: "makes and removes VMs", remedy: REMEDY },
    { kind: "tool", name: VBOX_HEADLESS, why: "runs a VM without a window", remedy: REMEDY },
  ],
  modules: ["libata", "ata_piix"],
  adapter: "ide",
  facts: {
    accelerator: "VirtualBox's own driver, vboxdrv",
    disks: "IDE (PIIX4), O_DIRECT; a guest's flush reaches the host",
  },
  // The VM's process must find the same list of VMs as VBoxManage.
  env: userEnvironment(),
  async check(signal) {
    if (!existsSync("/dev/vboxdrv")) {
      const reason = "/dev/vboxdrv does not exist: VirtualBox's kernel module is not loaded";
      return { ok: false, reason, remedy: "sudo /sbin/vboxconfig" };
    }
    const { stdout } = await run([VBOX_MANAGE, "--version"], { signal });
    return { ok: true, facts: { version: versionIn(stdout) ?? "unknown" } };
  },
  resource: ({ name }) => ({ kind: "virtualbox-vm", name }),
  async make(machine) {
    for (const argv of virtualboxCommands(machine)) await run(argv);
    return relayed(virtualboxStart(machine.name), machine.socket, { patienceSeconds: 60 });
  },
});
