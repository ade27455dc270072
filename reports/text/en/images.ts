/** The root filesystem, guests' kernels and disks. */
export const images = {
  // The programs that go into the root filesystem.
  "images.script-without-program": ({ file }: { file: string }) =>
    `${file} is a script, and its program was not found`,
  "images.another-program": ({ file, program }: { file: string; program: string }) =>
    `${file} is ${program}, which is another program`,
  "images.other-machine": ({ file }: { file: string }) =>
    `${file} is not a program for this machine`,
  "images.no-tool": ({ tool }: { tool: string }) => `${tool} not found on this host`,
  "images.not-of-image": ({ tool }: { tool: string }) =>
    `the image does not take ${tool} from the host: runners/tools/table.ts has no row for it, or the row has no \`image\``,
  "images.probe-not-compiled": () =>
    "the program that asks what can be reached (runners/audit/probe.c) is not compiled",
  "images.give-row": ({ tools }: { tools: readonly string[] }) =>
    `give an \`image\` to the row of ${tools.join(", ")} (docs/add-a-workload.md)`,
  "images.tool-lacks-library": ({ program }: { program: string }) =>
    `${program} needs a library that is not installed: \`ldd ${program}\` says which`,
  "images.busybox-not-found": () => "busybox not found",
  "images.no-busybox": ({ problem }: { problem: string }) => `${problem}: every target starts it`,
  "images.busybox-not-static": ({ program }: { program: string }) =>
    `${program} needs shared libraries, which the initramfs of a VM does not have`,
  "images.library-missing": ({ program, line }: { program: string; line: string }) =>
    `${program} needs a library that is not installed: ${line}`,
  "images.reinstall": () => "reinstall the package that the executable is from",

  // Packages that are unpacked.
  "images.no-package": ({ package: name }: { package: string }) => `apt knows no package ${name}`,
  "images.no-package-file": ({ package: name }: { package: string }) =>
    `apt-get download left no ${name}_*.deb`,
  "images.package-damaged": ({ file, sha256 }: { file: string; sha256: string }) =>
    `${file} has sha256 ${sha256}, which the package index does not list`,
  "images.update-packages": () => "run apt-get update and try again",

  // Guests' kernels.
  "images.get-guest-kernel": () =>
    "npm run isotax -- setup (downloads Debian's linux-image-cloud-amd64 into the cache, without installing it), or --guest-kernel PATH",
  "images.no-guest-kernel": () => "no guest kernel in the cache",
  "images.no-kernel-package": ({ packages }: { packages: readonly string[] }) =>
    `none of ${packages.join(", ")} is known to apt`,
  "images.update-or-own-kernel": () => "run apt-get update, or use --guest-kernel PATH",
  "images.no-kernel-modules": ({ version }: { version: string }) =>
    `the package of kernel ${version} holds no modules`,
  "images.own-kernel": () => "use --guest-kernel PATH",
  "images.guest-kernel-unreadable": ({ file, problem }: { file: string; problem: string }) =>
    `--guest-kernel ${file}: ${problem}`,
  "images.name-readable-kernel": () => "name a readable kernel image, such as /boot/vmlinuz-*",
  "images.not-a-kernel": ({ file }: { file: string }) =>
    `--guest-kernel ${file}: neither a bzImage nor an ELF kernel`,
  "images.name-kernel": () => "name a Linux kernel image for x86-64, such as /boot/vmlinuz-*",

  // The disk with a complete Debian.
  "images.needs-qemu-img": () => "makes the overlay that each instance writes to",
  "images.needs-mmdebstrap": () => "makes the Debian that the VM boots",
  "images.get-distro": () =>
    "run as root, with access to a Debian mirror: npm run bench -- --targets native,qemu-distro",
  "images.distro-later": () => "will be made when first needed (about 90 s)",
  "images.distro": ({ version, packages }: { version: string; packages: number }) =>
    `Debian ${version}, ${packages} packages; the workload starts after multi-user.target`,
  "images.distro-made": (of: { madeInMs: number; mmdebstrapMs: number }) =>
    `took ${(of.madeInMs / 1000).toFixed(1)} s once, of which mmdebstrap ${(of.mmdebstrapMs / 1000).toFixed(1)} s, which also downloads the packages`,
  "images.debians-own-kernel": () => "Debian's own",
  "images.distro-kernel": ({ version }: { version: string }) =>
    `${version}, Debian's own, with its initramfs, from the disk`,
  "images.not-debian": () =>
    "the VM's disk is made from the host's own Debian release, and this host is not Debian",
  "images.distro-needs-root": () =>
    "the VM's Debian disk does not exist yet, and only root can make it",
  "images.distro-needs-download": () =>
    "the VM's Debian disk does not exist yet, and nothing may be downloaded",
  "images.no-debian-mirror": () => "apt on this host knows no Debian mirror",
  "images.add-debian-mirror": () => "run apt-get update, with a Debian mirror in /etc/apt",
};
