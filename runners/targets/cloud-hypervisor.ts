import { say } from "../../bench/messages.ts";
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
    why: say("vm.is-monitor"),
    remedy: say("targets.get-cloud-hypervisor"),
  },
  otherTools: [toolRequirement(RELAY, say("vm.passes-serial-line"))],
  since: {
    version: [36, 0],
    // Since then its serial line can be a socket.
    tooOld: (versions) => say("targets.cloud-hypervisor-too-old", versions),
  },
  facts: { disks: say("vm.disks-direct") },
  command: (machine, { context, instance }) => {
    const socket = socketPath(context, instance);
    const argv = cloudHypervisorArgv(machine, socket);
    return { launch: relayed(argv, socket, { patienceSeconds: 5 }), socket };
  },
});
