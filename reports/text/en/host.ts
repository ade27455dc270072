/** The host: its CPUs, its kernel, the programs that run on it. */
export const host = {
  "host.yes": () => "yes",
  "host.no": () => "no",
  "host.run-as-root": () => "run as root",
  "host.bare-metal": () => "this host is no virtual machine (bare metal)",
  "host.no-detect-virt": () => "whether this host is virtual is unknown (no systemd-detect-virt)",
  "host.detect-virt-silent": () =>
    "whether this host is virtual is unknown (systemd-detect-virt says nothing)",

  // Programs
  "host.tool-timeout": ({ command, ms }: { command: string; ms: number }) =>
    `${command}: no end within ${ms / 1000} s`,
  "host.tool-interrupted": ({ command }: { command: string }) => `${command}: interrupted`,
  "host.run-by-hand-waits": () => "run the command by hand to see what it waits for",
  "host.tool-not-started": ({ tool, why }: { tool: string; why: string }) => `${tool}: ${why}`,
  "host.could-not-be-started": () => "could not be started",
  "host.install-tool": ({ tool }: { tool: string }) =>
    `check that ${tool} is installed and executable`,
  "host.tool-failed": ({
    command,
    exitCode,
    words,
  }: {
    command: string;
    exitCode: number;
    words: string;
  }) => `${command}: exit code ${exitCode}${words === "" ? "" : `: ${words}`}`,
  "host.run-by-hand": () => "run the command by hand to see more",
  "host.newline-in-command": ({ command }: { command: string }) =>
    `a command to be timed holds a newline: ${JSON.stringify(command)}`,
  "host.no-newline": () => "use a path, or words of a command, without a newline",
  "host.no-short-folder": ({ problems }: { problems: readonly string[] }) =>
    `no folder for sockets and links can be made: ${problems.join("; ")}`,
  "host.make-writable": ({ folders }: { folders: readonly string[] }) =>
    `make ${folders.join(" or ")} writable, with room`,

  // CPUs
  "host.too-few-cpus": ({
    wanted,
    allowed,
    cpus,
  }: {
    wanted: number;
    allowed: number;
    cpus: string;
  }) => `--cpus ${wanted}: only ${allowed} CPU(s) may be used here (${cpus})`,
  "host.use-cpus": ({ cpus }: { cpus: number }) => `use --cpus ${cpus}`,
  "host.target-cpus": ({ cpus, details }: { cpus: string; details: readonly string[] }) =>
    [cpus, ...details].join("; "),
  "host.cpus-threads": ({ cores }: { cores: number }) => `threads of ${cores} core(s)`,
  "host.cpus-idle": ({ cpus }: { cpus: string }) =>
    `the other threads of these cores, ${cpus}, are left idle`,
  "host.cpus-nodes": ({ nodes, of }: { nodes: string; of: number }) =>
    `NUMA node ${nodes} of ${of}`,
  "host.cpus-kinds": ({ kinds, of }: { kinds: string; of: number }) =>
    `kind ${kinds} of ${of} kinds of core, by speed`,
  "host.cpus-isolated": () => "isolated from the scheduler",
  "host.same-cpus": () => "the same",
  "host.shared-cpus": ({ cpus }: { cpus: number }) =>
    `the harness shares the ${cpus} measured CPU(s): there is no other`,
  "host.fewer-cpus-or-larger": () => "use fewer --cpus, or a machine with more",
  "host.shared-core": ({ harness, targets }: { harness: string; targets: string }) =>
    `the harness (CPU ${harness}) and the targets (CPU ${targets}) are on threads of one core: each slows the other`,
  "host.fewer-cpus-or-no-smt": () =>
    "use fewer --cpus, a machine with more cores, or switch SMT off",
  "host.uneven-cpus": ({ cpus, differences }: { cpus: string; differences: readonly string[] }) =>
    `the targets' CPUs (${cpus}) include ${differences.join(" and ")}: figures depend on which of them did the work`,
  "host.uneven-speeds": () => "cores of different speed",
  "host.uneven-nodes": () => "different NUMA nodes",
  "host.uneven-isolated": () => "CPUs that are isolated, between which the scheduler moves nothing",
  "host.fewer-cpus-or-others": () => "use fewer --cpus, or allow others (taskset, cpuset)",

  // Control groups
  "host.no-controllers": ({ controllers }: { controllers: readonly string[] }) =>
    `no cgroup hierarchy offers ${controllers.join(", ")}`,
  "host.not-writable": ({ folder, root }: { folder: string; root: boolean }) =>
    `${folder} is not writable${root ? "" : " for a user other than root"}`,
  "host.no-cgroups": ({ why }: { why: string }) => `control groups cannot be made: ${why}`,
  "host.no-cgroups-for": ({ target, why }: { target: string; why: string }) =>
    `no control groups for ${target}: ${why}`,
  "host.no-cgroup": ({ why }: { why: string }) => `no control group can be made: ${why}`,
  "host.no-outer-group": ({ why }: { why: string }) =>
    `no control group can keep the run from taking the whole machine: ${why}`,
  "host.mount-cgroups": () => "mount cgroup v2 at /sys/fs/cgroup",
  "host.delegate-cgroups": () =>
    "run as root, or, with cgroup v2, where systemd delegates a group: systemd-run --user --scope COMMAND",
  "host.limits": ({ version }: { version: number }) => `CPUs and memory by cgroup v${version}`,
  "host.limits-of-memory": ({ version }: { version: number }) =>
    `CPUs by affinity; memory by cgroup v${version}, which was delegated without cpuset`,
  "host.no-limits": ({ why }: { why: string }) => `CPUs by affinity; memory not limited (${why})`,
  "host.limits-beforehand": ({ limits }: { limits: string }) =>
    `${limits}, in a group made beforehand`,
  "host.cgroup-busy": ({ folder, ms }: { folder: string; ms: number }) =>
    `cgroup ${folder} is still busy after ${ms / 1000} s; its processes do not die`,
  "host.clean-again": () => "isotax clean tries again",
  "host.pages-unreadable": ({ pid, why }: { pid: number; why: string }) =>
    `the pages of process ${pid} cannot be read: ${why}`,
  "host.allow-ptrace": () => "run as root, where ptrace is allowed (in Docker: --privileged)",

  // Containers made of the kernel's primitives
  "host.why-namespaces": () => "the rung itself",
  "host.use-kernel-with": ({ option }: { option: string }) => `use a kernel with ${option}`,
  "host.why-busybox": () => "mounts, chroot, pivot_root",
  "host.why-unshare-mounts": () => "its mounts",
  "host.other-architecture": ({ architecture }: { architecture: string }) =>
    `the filter is for the system calls of x86-64, and this is ${architecture}`,
  "host.leave-filter-out": () => "leave it out: crun and runc show the cost of their own filters",
  "host.allow-namespaces": () => "allow namespaces in this container or VM (Docker: --privileged)",
  "host.allow-user-namespaces": () =>
    "sysctl kernel.unprivileged_userns_clone=1 and user.max_user_namespaces > 0 (Ubuntu 24.04: kernel.apparmor_restrict_unprivileged_userns=0), or run as root",

  // Starts
  "host.setup-failed": ({
    command,
    exitCode,
    words,
  }: {
    command: string;
    exitCode: number;
    words: string;
  }) => `\`${command}\` ended with exit code ${exitCode}: ${words}`,
  "host.see-tool": () => "see the tool's message",
  "host.launcher-died": () => "the launching shell has ended",
  "host.see-last-words": () => "see its last words",
  "host.output-too-long": ({ mostBytes }: { mostBytes: number }) =>
    `the command printed more than ${mostBytes / 2 ** 20} MiB`,
  "host.print-less": () => "make the workload print less",
  "host.as-root-only": ({ target }: { target: string }) => `isotax drives ${target} as root only`,
  "host.trial-failed": ({ why }: { why: string }) => `a trial start failed: ${why}`,
  "host.trial-ended": ({ exitCode, output }: { exitCode: number; output: string }) =>
    `exit code ${exitCode}: ${output}`,
  "host.no-handicap": ({ target }: { target: string }) =>
    `${target} is not started by a shell, in which its starts could be slowed down`,
  "host.choose-handicapped": () => "choose another target for it, e.g. overlay, crun or docker",
  "host.no-cpu-quota": ({ why }: { why: string }) => `CPU time cannot be limited: ${why}`,
  "host.no-quota-hierarchy": () => "no hierarchy limits CPU time here",
  "host.leave-handicap-out": () =>
    "leave this slowdown out, or run as root where control groups have the cpu controller",
};
