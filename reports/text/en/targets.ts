/** Targets: why one cannot run, what it needs, and facts about it. Those of guests are in vm.ts. */
export const targets = {
  "targets.yes": () => "yes",
  "targets.no": () => "no",
  "targets.none": () => "none",
  "targets.unknown": () => "unknown",

  // What a target lacks, and what to do.
  "targets.way-not-known": () => "isotax does not know how to reach its instances",
  "targets.root-in-memory": () => "writes to its root go to memory, not to a disk",
  "targets.root-in-snapshot": () => "its root was mounted, read-only, before the snapshot was made",
  "targets.snapshot-without-card": () => "its snapshot was made without a network card",

  // Why a target needs a tool, and how to get one that no package holds.
  "targets.needed-by": ({ target }: { target: string }) => `the target ${target}`,
  "targets.is-sandbox": () => "the sandbox tool itself",
  "targets.is-runtime": () => "the runtime itself",
  "targets.is-runner": () => "the runner itself",
  "targets.starts-in-trial": () => "the program of the trial start",
  "targets.makes-layer": () => "the writable layer above the image",
  "targets.makes-place": () => "the place where it runs",
  "targets.pins-process": () => "pins the process to the measured CPUs",
  "targets.is-uml-kernel": () => "the guest kernel, an executable of the host",
  "targets.makes-pid-namespace": () => "makes a PID namespace, so that the guest ends as a whole",
  "targets.manages-virtualbox": () => "makes and removes VMs",
  "targets.runs-virtualbox": () => "runs a VM without a window",
  "targets.manages-vmware": () => "starts and stops VMs",
  "targets.build-program": ({ path }: { path: string }) => `build it, or check the path: ${path}`,
  "targets.put-runtime": ({ name }: { name: string }) =>
    `put \`${name}\` into the PATH, or check how its name is spelled`,
  "targets.get-cloud-hypervisor": () =>
    "put `cloud-hypervisor-static` from github.com/cloud-hypervisor/cloud-hypervisor/releases into the PATH as `cloud-hypervisor` (Debian has no package)",
  "targets.get-firecracker": () =>
    "put `firecracker` from github.com/firecracker-microvm/firecracker/releases into the PATH (Debian has no package)",
  "targets.get-virtualbox": () =>
    "install VirtualBox from www.virtualbox.org/wiki/Linux_Downloads (Debian 12 has no package)",
  "targets.get-vmware": () =>
    "install VMware Workstation Pro from www.vmware.com/products/desktop-hypervisor/workstation-and-fusion (no distribution has a package)",

  // Why one cannot run here.
  "targets.allow-namespaces": () =>
    "allow namespaces and mounts in this container or VM (Docker: --privileged)",
  "targets.allow-user-namespaces": () =>
    "allow user namespaces (sysctl user.max_user_namespaces; Ubuntu 24.04: kernel.apparmor_restrict_unprivileged_userns=0), or run as root",
  "targets.check-lxc": () =>
    "run lxc-checkconfig, and look up the message's setting in lxc.container.conf(5)",
  "targets.check-nspawn": () => "look up the message in systemd-nspawn(1)",
  "targets.root-or-namespaces": () => "run as root, or where namespaces are allowed",
  "targets.uml-no-registers": ({ version }: { version: string }) =>
    `User-mode Linux ${version} has no room for this CPU's AMX registers, and dies when it starts`,
  "targets.uml-newer": ({ program }: { program: string }) =>
    `put a \`${program}\` of Linux 6.13 or newer first in the PATH, or hide AMX from this machine if it is virtual`,
  "targets.uml-one-cpu": ({ cpus }: { cpus: number }) =>
    `User-mode Linux has one CPU, and ${cpus} were asked for`,
  "targets.use-one-cpu": () => "run with --cpus 1, or without this target",
  "targets.uml-no-room": (values: { folder: string; freeMiB: number; memoryMiB: number }) =>
    `${values.folder}, which holds the guest's memory, has ${values.freeMiB} MiB free of the ${values.memoryMiB} asked for`,
  "targets.uml-make-room": ({ folder, memoryMiB }: { folder: string; memoryMiB: number }) =>
    `mount -o remount,size=${memoryMiB * 2}M ${folder}, or ask for less --memory`,
  "targets.no-driver": ({ device, product }: { device: string; product: string }) =>
    `${device} does not exist: ${product}'s kernel module is not loaded`,
  "targets.cloud-hypervisor-too-old": ({ found, needed }: { found: string; needed: string }) =>
    `cloud-hypervisor ${found}: ${needed} is needed, whose serial line can be a socket`,
  "targets.firecracker-too-old": ({ found, needed }: { found: string; needed: string }) =>
    `firecracker ${found}: ${needed} is needed, which describes the disks to the guest by ACPI: Debian's kernel does not accept them on its command line`,

  // Facts.
  "targets.root-overlay-before": () => "overlay, mounted beforehand, as an engine does",
  "targets.root-overlay-by-lxc": () => "overlay, mounted by LXC in the timed window",
  "targets.root-overlay-by-nspawn": () =>
    "overlay, mounted by nspawn in the timed window (--volatile=overlay); changes are kept in memory",
  "targets.root-read-only": () => "the image, read-only",
  "targets.filter-by-bwrap": () => "as Docker's default, loaded by bwrap",
  "targets.init-of-bwrap": () => "bwrap's own is process 1, the workload process 2",
  "targets.init-of-lxc": () => "LXC's own is process 1, the workload its child",
  "targets.init-of-nspawn": () => "nspawn's own is process 1, the workload process 2 (--as-pid2)",
  "targets.lxc-includes": ({ file }: { file: string }) => `includes ${file}`,
  "targets.lxc-built-in": ({ file }: { file: string }) =>
    `LXC's built-in, because ${file} does not exist`,
  "targets.confined-by": ({ profile }: { profile: string }) => `AppArmor's profile ${profile}`,
  "targets.profile-not-loaded": ({ profile }: { profile: string }) =>
    `none by AppArmor: its profile ${profile} is not loaded`,
  "targets.no-apparmor": () => "none by AppArmor: the kernel does not have it",
  "targets.no-network": ({ option }: { option: string }) => `none (${option})`,
  "targets.loopback-only": ({ option }: { option: string }) => `loopback only (${option})`,
  "targets.no-registration": ({ options }: { options: string }) => `none (${options})`,
  "targets.limits-in-window": ({ limits }: { limits: string }) =>
    `${limits}; the group is made and joined in the timed window, where systemd would make a scope`,
  "targets.finds-host-memory": () =>
    "the host's: nspawn puts the workload into a group below the limited one",
  "targets.prework-podman": () => "each container is made by `podman create` beforehand",
  "targets.uml-runs-natively": () => "runs natively; its system calls are intercepted with ptrace",

  // What a name with a parameter stands for.
  "targets.about-command": () =>
    "your own runner, a command that runs the words after it; isotax replaces {rootfs} with a root filesystem, {command} with the command to run there (added at the end without it), and {name}, {memory} (MiB) and {cpus} with their values",
  "targets.about-docker": () => "Docker with another network than its bridge",
  "targets.about-fake": () =>
    "made-up times, by a script: nothing is started, and nothing is measured",
  "targets.about-namespaces": () => "chroot in a single namespace; `none` is a child without one",
  "targets.about-oci": () =>
    "any other OCI runtime, by its name in the PATH or by a path, e.g. of a build",
  "targets.about-podman": () => "Podman with another network than its bridge",
  "targets.about-qemu-microvm": () =>
    "QEMU's microvm with QEMU's user-mode network, if clients connect to it",
};
