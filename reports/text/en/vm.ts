/** Guests of virtual machines: why one cannot boot, and facts about it. */
export const vm = {
  // What every guest needs, and what none has.
  "vm.is-monitor": () => "the virtual machine monitor",
  "vm.is-guest-kernel": () => "the kernel that the VM boots",
  "vm.makes-disks": () => "makes its disks",
  "vm.makes-boot-disk": () => "makes the disk that boots",
  "vm.passes-serial-line": () => "passes on the guest's serial line",
  "vm.no-guest-kernel": () => "no guest kernel",
  "vm.no-network-card": () => "isotax gives its guest no network card",
  "vm.no-writable-layer": () => "qemu-img, which makes the writable layer, is not in the PATH",
  "vm.version-unknown": ({ tool, needed }: { tool: string; needed: string }) =>
    `${tool} of unknown version: ${needed} is needed`,

  // KVM.
  "vm.no-kvm": () => "/dev/kvm does not exist",
  "vm.kvm-forbidden": () => "/dev/kvm may not be opened by this user",
  "vm.kvm-for-its-group": () =>
    "/dev/kvm may not be opened by this user; add the user to the group kvm",
  "vm.kvm-not-usable": () => "KVM is not usable",
  "vm.no-guest-boots": ({ reasons }: { reasons: readonly string[] }) =>
    `/dev/kvm is present, but no guest boots under it (${reasons.join("; ")})`,
  "vm.with-cpu-model": ({ cpuModel, reason }: { cpuModel: string; reason: string }) =>
    `-cpu ${cpuModel}: ${reason}`,
  "vm.boots-too-late": ({ deadlineMs }: { deadlineMs: number }) =>
    `the guest kernel did not reach user space within ${deadlineMs / 1000} s`,
  "vm.qemu-ended": () => "QEMU ended at once",
  "vm.use-virtualization": () =>
    "use a host with usable hardware virtualization (bare metal, or a VM with nested virtualization), as root or as a member of the group kvm",
  "vm.use-virtualization-or-retry": (of: { remedy: string; command: string }) =>
    `${of.remedy}. To try KVM here again: ${of.command}`,

  // The disk that boots.
  "vm.no-boot-record": ({ files }: { files: readonly string[] }) =>
    `none of ${files.join(", ")} exists`,
  "vm.no-bzimage": ({ file }: { file: string }) =>
    `${file} is not a compressed kernel (bzImage), and boot loaders start no other`,
  "vm.name-vmlinuz": () => "name a vmlinuz as --guest-kernel, or leave this target out",

  // Snapshots.
  "vm.snapshot-without-boot": ({ deadlineMs }: { deadlineMs: number }) =>
    `no snapshot of a guest: the guest did not boot within ${deadlineMs / 1000} s`,
  "vm.snapshot-not-saved": ({ deadlineMs }: { deadlineMs: number }) =>
    `no snapshot of a guest: QEMU did not save the guest within ${deadlineMs / 1000} s`,
  "vm.snapshot-again": () => "see QEMU's last words; a busy host may need another try",

  // Facts.
  "vm.kernel-later": () => "will be downloaded when first needed",
  "vm.machine-microvm": () => "microvm, qboot, uncompressed kernel (PVH), virtio over mmio, no PCI",
  "vm.machine-restored": () => "microvm as qemu-microvm, restored from a snapshot",
  "vm.machine-q35": () =>
    "q35, SeaBIOS, compressed kernel, virtio over PCI, QEMU's default devices",
  "vm.machine-distro": () =>
    "q35, SeaBIOS, GRUB from a qcow2 disk, virtio over PCI, QEMU's default devices",
  "vm.card-user": () => "virtio-net, if clients connect to it; QEMU's user-mode network",
  "vm.card-tap": ({ vhost }: { vhost: "on" | "off" }) =>
    `virtio-net, if clients connect to it; tap, vhost-net ${vhost}`,
  "vm.prework-snapshot": (values: {
    bootNs: number;
    saveNs: number;
    stateBytes: number;
    ramBytes: number;
    memoryMiB: number;
  }) =>
    `a snapshot, made once a run: booted in ${seconds(values.bootNs)}, saved in ${seconds(values.saveNs)}; ` +
    `${(values.stateBytes / 2 ** 10).toFixed(0)} KiB of state, and a RAM file of ${values.memoryMiB} MiB that holds ${(values.ramBytes / 2 ** 20).toFixed(0)} MiB`,
  "vm.clock-from-snapshot": () => "continues from the time of the snapshot",
  "vm.disks-direct": () => "O_DIRECT; a guest's flush is an fsync on the host",
  "vm.disks-cached": () => "through the host's page cache; a guest's flush is an fsync on the host",
  "vm.disks-virtualbox": () => "IDE (PIIX4), O_DIRECT; a guest's flush reaches the host",
  "vm.disks-vmware": () => "paravirtual SCSI, as VMware caches them by default",
  "vm.disks-uml": () =>
    "reads through the host's page cache; each write reaches the host's disk (O_SYNC)",
};

function seconds(ns: number): string {
  return `${(ns / 1e9).toFixed(2)} s`;
}
