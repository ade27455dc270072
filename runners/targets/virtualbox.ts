import { existsSync } from "node:fs";
import { say, verbatim } from "../../bench/messages.ts";
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

const REMEDY = say("targets.get-virtualbox");

export const recipe = diskBoot({
  id: "virtualbox",
  title: "VirtualBox",
  adds: "another monitor than QEMU, with a kernel driver of its own: a BIOS, a boot loader, IDE disks, VGA",
  rung: 250,
  below: "qemu-q35",
  tools: [
    { kind: "tool", name: VBOX_MANAGE, why: say("targets.manages-virtualbox"), remedy: REMEDY },
    { kind: "tool", name: VBOX_HEADLESS, why: say("targets.runs-virtualbox"), remedy: REMEDY },
  ],
  modules: ["libata", "ata_piix"],
  adapter: "ide",
  facts: {
    accelerator: "vboxdrv",
    disks: say("vm.disks-virtualbox"),
  },
  // The VM's process must find the same list of VMs as VBoxManage.
  env: userEnvironment(),
  async check(signal) {
    const device = "/dev/vboxdrv";
    if (!existsSync(device)) {
      const reason = say("targets.no-driver", { device, product: "VirtualBox" });
      return { ok: false, reason, remedy: verbatim("sudo /sbin/vboxconfig") };
    }
    const { stdout } = await run([VBOX_MANAGE, "--version"], { signal });
    return { ok: true, facts: { version: versionIn(stdout) ?? say("targets.unknown") } };
  },
  resource: ({ name }) => ({ kind: "virtualbox-vm", name }),
  async make(machine) {
    for (const argv of virtualboxCommands(machine)) await run(argv);
    return relayed(virtualboxStart(machine.name), machine.socket, { patienceSeconds: 60 });
  },
});
