import { toolRequirement } from "../tools/requirements.ts";
import { CLOUD_HYPERVISOR, cloudHypervisorArgv } from "../vm/cloud-hypervisor.ts";
import { directBoot } from "../vm/direct-boot.ts";
import { RELAY, relayed, socketPath } from "../vm/relay.ts";

export const recipe = directBoot({
  id: "cloud-hypervisor",
  title: "Cloud Hypervisor",
  adds: "another monitor than QEMU's microvm: virtio over PCI, no firmware, a seccomp filter for each of its threads",
  rung: 240,
  below: "qemu-microvm",
  tool: {
    kind: "tool",
    name: CLOUD_HYPERVISOR,
    why: "the virtual machine monitor",
    remedy:
      "put `cloud-hypervisor-static` from github.com/cloud-hypervisor/cloud-hypervisor/releases into the PATH as `cloud-hypervisor` (Debian has no package)",
  },
  otherTools: [toolRequirement(RELAY, "passes on the guest's serial line")],
  since: { version: [36, 0], why: "whose serial line can be a socket" },
  facts: { disks: "O_DIRECT; a guest's flush is an fsync on the host" },
  command: (machine, { context, instance }) => {
    const socket = socketPath(context, instance);
    const argv = cloudHypervisorArgv(machine, socket);
    return { launch: relayed(argv, socket, { patienceSeconds: 5 }), socket };
  },
});
