/** `isotax explain`: errors about the machine, its files and tools, and images. */
export const explainMachine = {
  "explain-machine.bug": () =>
    "isotax has a bug. Please report it with the file that the message names, which holds the trace.",
  "explain-machine.cannot-print": () =>
    "The result could not be written to standard output. Let it be a terminal, a pipe, or a file with room.",
  "explain-machine.cannot-write": () =>
    "A file or folder could not be written. Free some space, make it writable, or choose another place.",
  "explain-machine.cannot-read": () =>
    "A file could not be read. Make it readable, or name another.",
  "explain-machine.cannot-open": () =>
    "A file could not be opened. Make it readable, or name another.",
  "explain-machine.cannot-remove": () =>
    "A file or folder could not be removed. Remove it by hand, as a user who may.",
  "explain-machine.no-home": () =>
    "HOME is not set, so isotax has no place for its cache. Set it, or XDG_CACHE_HOME and XDG_STATE_HOME.",
  "explain-machine.state-not-ours": () =>
    "What a run left could not be cleaned up. Run `isotax clean` as the user who ran it, or as root.",
  "explain-machine.no-short-folder": () =>
    "Sockets need a folder with a short path, and none could be made. Make /run or /tmp writable, with room.",
  "explain-machine.tool-not-started": () =>
    "A program could not be started: it is missing, or may not be executed. `isotax setup` installs what isotax needs.",
  "explain-machine.tool-failed": () =>
    "A program ended with an error. Run the command of the message by hand to see more.",
  "explain-machine.tool-killed": () =>
    "A program took too long and was ended. Run it by hand: it may wait for something.",
  "explain-machine.output-too-long": () =>
    "A program printed more than isotax reads. Let it print less.",
  "explain-machine.newline-in-command": () =>
    "A command has a line break, and its reader takes one command a line. Put the command into a script.",
  "explain-machine.too-few-cpus": () =>
    "The machine has fewer CPUs than were asked for. Use a smaller --cpus.",
  "explain-machine.cgroup-busy": () =>
    "Processes of a control group do not end, often because a disk or a driver hangs. `isotax clean` tries again.",
  "explain-machine.no-cpu-quota": () =>
    "CPU time cannot be limited here, so the handicap `throttle` is not possible. Leave it out.",
  "explain-machine.no-handicap": () =>
    "Starts of this target cannot be slowed down on purpose. Choose overlay, crun or docker.",
  "explain-machine.pss-unreadable": () =>
    "The memory of a process cannot be counted. Run as root, where ptrace is allowed (in Docker: --privileged).",
  "explain-machine.launcher-setup-failed": () =>
    "isotax could not prepare the place from which it starts targets. See the tool's words; namespaces and mounts must be allowed.",
  "explain-machine.launcher-died": () =>
    "The helper that starts targets ended too early. See its last words; memory may have run out.",
  "explain-machine.no-network": () =>
    "The network for clients and servers cannot be made here. Allow network namespaces, or choose other workloads.",

  // Engines.
  "explain-machine.dockerd-not-started": () =>
    "The private Docker daemon did not start. See its last words, or start a daemon yourself.",
  "explain-machine.docker-api-unknown": () =>
    "Docker's daemon speaks no version of the API that isotax knows. Use a newer Docker, or leave docker-api out.",
  "explain-machine.docker-refused": () => "Docker's daemon refused a request. Its log says more.",
  "explain-machine.docker-silent": () =>
    "Docker's daemon did not answer as expected. See its log, and whether it still runs.",
  "explain-machine.no-compiler": () =>
    "There is no C compiler, and isotax compiles the small programs that make the primitives. Install tcc or gcc.",
  "explain-machine.not-compiled": () =>
    "The C compiler refused a program of isotax's. Its words say why; gcc is known to work.",
  "explain-machine.no-call-times": () =>
    "A target told the time of none of the kernel's calls. Run its command by hand.",
  "explain-machine.no-oci-spec": () =>
    "No OCI runtime proposes a configuration (`runc spec`). Install crun or runc.",
  "explain-machine.no-place-for-podman": () =>
    "Podman needs namespaces and mounts, and they are not allowed here. In Docker: --privileged.",
  "explain-machine.no-builder": () =>
    "What builds images for a target cannot work here: a program is missing, or isotax is not run by root.",
  "explain-machine.no-sharing": () =>
    "Services on one base cannot be made here: a program is missing, or isotax is not run by root.",

  // Images and kernels.
  "explain-machine.no-busybox": () =>
    "A tool of the root filesystem is missing on the host. `isotax setup` installs it.",
  "explain-machine.busybox-not-static": () =>
    "busybox needs libraries, and starts should load none. Install busybox-static.",
  "explain-machine.library-missing": () =>
    "A library of a tool is missing. Install the tool's package again.",
  "explain-machine.no-debian-sources": () =>
    "apt knows no mirror of Debian or Ubuntu. Add one to its sources.",
  "explain-machine.no-such-package": () => "apt does not know the package. Run `apt-get update`.",
  "explain-machine.no-package-file": () =>
    "apt downloaded no package. Run `apt-get update`, and see whether the mirror can be reached.",
  "explain-machine.package-damaged": () =>
    "The downloaded package is not the one of the package index. Run `apt-get update`, and try again.",
  "explain-machine.no-guest-kernel": () =>
    "VMs need a guest kernel, and there is none. `isotax setup` downloads one, or name one with --guest-kernel.",
  "explain-machine.guest-kernel-unreadable": () =>
    "The file that --guest-kernel names cannot be read. Name a readable kernel image.",
  "explain-machine.not-a-kernel": () =>
    "The file is neither a bzImage nor an ELF kernel. Name a kernel, such as /boot/vmlinuz-...",
  "explain-machine.not-a-bzimage": () =>
    "Boot loaders start only a compressed kernel (bzImage). Name a vmlinuz.",
  "explain-machine.no-kernel-modules": () =>
    "The guest kernel's package lacks modules that the guest needs. Name another kernel with --guest-kernel.",
  "explain-machine.no-boot-record": () =>
    "The boot record for a VM's disk is missing. Install syslinux-common.",
  "explain-machine.no-distro": () =>
    "qemu-distro needs a whole Debian, which is made once. Run as root, with a Debian mirror.",
  "explain-machine.ram-folder-full": () =>
    "The folder that holds the guest's memory has too little room. Make it larger, or ask for less --memory.",
  "explain-machine.one-cpu-only": () =>
    "User-mode Linux has one CPU. Use --cpus 1, or leave the target out.",

  // An image of the user's.
  "explain-machine.no-own-image": () =>
    "The image is not there: no such path, or no engine has it. isotax pulls nothing, so get or build it first.",
  "explain-machine.no-engine": () =>
    "Images by name and Dockerfiles need Docker or Podman. Install one, or name a folder or an archive.",
  "explain-machine.own-image-not-built": () =>
    "The engine could not build the Dockerfile. Build it by hand, with the command of the message.",
  "explain-machine.image-damaged": () =>
    "A part of the image is missing or has another hash than it should. Save or build it again.",
  "explain-machine.unsafe-image": () =>
    "The image has names or links that lead out of it, or entries that are not known. Check where it is from.",
  "explain-machine.image-too-large": () =>
    "The image would take more room than isotax allows. Use a smaller one.",
  "explain-machine.no-such-tag": () =>
    "The layout or archive holds several images, or none with this tag. Name one as PATH:TAG.",
  "explain-machine.other-architecture": () =>
    "The image is for another kind of processor. Build it for this machine.",
  "explain-machine.image-unsuitable": () =>
    "The image has something where isotax needs a folder, or its own files. Remove or rename it in the image.",
  "explain-machine.no-patchelf": () =>
    "isotax's tools need patchelf to run in your image. `isotax setup --image ...` installs it.",
  "explain-machine.no-delivery-server": () =>
    "The program of a server that images are fetched from is not there. `isotax setup` downloads it into the cache, without installing it.",
  "explain-machine.delivery-server-not-started": () =>
    "A server that images are fetched from did not start. Its last words are in the message; memory or disk may be short.",
  "explain-machine.no-delay": () =>
    "This host cannot add a delay to a link: the kernel has no netem, and a relay of ours needs a C compiler and /dev/net/tun.",
  "explain-machine.frames-lost": () =>
    "The relay that adds a link's delay was too slow and lost frames. TCP sent them again, so the figures would be those of another link.",
  "explain-machine.probe-ended": () =>
    "An audit makes canaries on the host, and tries each check there as well. The program for this ended too early, so nothing is known of the cell.",
  "explain-machine.trace-lost": () =>
    "The kernel wrote more system calls into its buffer than were read in time, so one may be missing that was made only once.",
  "explain-machine.no-tracing": () =>
    "The system calls of a target are counted by the kernel's tracing (tracefs). It needs root, a kernel with CONFIG_FTRACE_SYSCALLS, and the host's own PID namespace.",
  "explain-machine.relay-ended": () =>
    "The relay that adds a link's delay ended too early, or never began. What was delivered over this link does not count.",
};
