import { existsSync, writeFileSync } from "node:fs";
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
      why: "starts and stops VMs",
      remedy:
        "install VMware Workstation Pro from www.vmware.com/products/desktop-hypervisor/workstation-and-fusion (no distribution has a package)",
    },
  ],
  modules: ["vmw_pvscsi"],
  adapter: "lsilogic",
  facts: {
    accelerator: "VMware's own driver, vmmon",
    disks: "paravirtual SCSI, as VMware caches them by default",
  },
  env: userEnvironment(),
  async check(signal) {
    if (!existsSync("/dev/vmmon")) {
      const reason = "/dev/vmmon does not exist: VMware's kernel module is not loaded";
      return { ok: false, reason, remedy: "sudo vmware-modconfig --console --install-all" };
    }
    // Without a command it prints its version and usage, and fails.
    const { stdout, stderr } = await tryRun([VMRUN], { signal });
    return { ok: true, facts: { "vmrun version": versionIn(stdout + stderr) ?? "unknown" } };
  },
  resource: (machine) => ({ kind: "vmware-vm", vmx: vmxPath(machine) }),
  async make(machine) {
    const vmx = vmxPath(machine);
    writeFileSync(vmx, vmxText(machine));
    const options = { patienceSeconds: 60, returnsAtOnce: true };
    return relayed(vmwareStart(vmx), machine.socket, options);
  },
});
