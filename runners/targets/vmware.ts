import { existsSync, writeFileSync } from "node:fs";
import { say, verbatim } from "../../bench/messages.ts";
import { tryRun } from "../host/process.ts";
import { versionIn } from "../vm/direct-boot.ts";
import { diskBoot } from "../vm/disk-boot.ts";
import { relayed } from "../vm/relay.ts";
import { userEnvironment } from "../vm/user-environment.ts";
import { VMRUN, vmwareStart, vmxPath, vmxText } from "../vm/vmware.ts";

export const recipe = diskBoot({
  id: "vmware",
  title: "VMware Workstation",
  adds: "another monitor than QEMU, with a kernel driver of its own: a BIOS, a boot loader, paravirtual SCSI disks, VGA",
  rung: 260,
  below: "qemu-q35",
  tools: [
    {
      kind: "tool",
      name: VMRUN,
      why: say("targets.manages-vmware"),
      remedy: say("targets.get-vmware"),
    },
  ],
  modules: ["vmw_pvscsi"],
  adapter: "lsilogic",
  facts: {
    accelerator: "vmmon",
    disks: say("vm.disks-vmware"),
  },
  env: userEnvironment(),
  async check(signal) {
    const device = "/dev/vmmon";
    if (!existsSync(device)) {
      const reason = say("targets.no-driver", { device, product: "VMware" });
      const remedy = verbatim("sudo vmware-modconfig --console --install-all");
      return { ok: false, reason, remedy };
    }
    // Without a command it prints its version and usage, and fails.
    const { stdout, stderr } = await tryRun([VMRUN], { signal });
    return {
      ok: true,
      facts: { "vmrun version": versionIn(stdout + stderr) ?? say("targets.unknown") },
    };
  },
  resource: (machine) => ({ kind: "vmware-vm", vmx: vmxPath(machine) }),
  async make(machine) {
    const vmx = vmxPath(machine);
    writeFileSync(vmx, vmxText(machine));
    const options = { patienceSeconds: 60, returnsAtOnce: true };
    return relayed(vmwareStart(vmx), machine.socket, options);
  },
});
