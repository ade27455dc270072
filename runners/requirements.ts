/** Requirements that several targets share, each with its remedy. */
import { own } from "../bench/lookup.ts";
import type { Probe, Requirement } from "../bench/types.ts";
import { which } from "./host/process.ts";

export interface Package {
  readonly package: string;
  /** Another, which holds files that it only recommends, and cannot do without here. */
  readonly also?: string;
  readonly why: string;
}

/** Debian and Ubuntu package of each tool that isotax drives, and why it is wanted. */
export const PACKAGES: Readonly<Record<string, Package>> = {
  busybox: { package: "busybox-static", why: "the static binary that every target starts" },
  sysbench: { package: "sysbench", why: "the workloads cpu.sysbench and memory.bandwidth" },
  fio: { package: "fio", why: "the workloads disk.fio and disk.files" },
  openssl: { package: "openssl", why: "the workload cpu.openssl" },
  "stress-ng": {
    package: "stress-ng",
    why: "the workloads cpu.matrix, memory.faults, memory.processes and syscall.switch",
  },
  perf: { package: "linux-perf", why: "the workloads syscall.basic and syscall.switch" },
  hackbench: { package: "rt-tests", why: "the workload syscall.sched" },
  iperf3: { package: "iperf3", why: "the workload network.iperf3" },
  sockperf: { package: "sockperf", why: "the workload network.latency" },
  "redis-benchmark": { package: "redis-tools", why: "the workload app.redis" },
  wrk: {
    package: "wrk",
    why: "the workloads app.nginx, app.node and network.connections",
  },
  ip: { package: "iproute2", why: "the network of the workloads network.* and app.*" },
  crun: { package: "crun", why: "the target crun" },
  runc: { package: "runc", why: "the target runc" },
  perl: { package: "perl-base", why: "the target seccomp" },
  "lxc-execute": { package: "lxc", why: "the target lxc" },
  "systemd-nspawn": { package: "systemd-container", why: "the target nspawn" },
  podman: { package: "podman", why: "the targets podman and podman-warm" },
  iptables: { package: "iptables", why: "Podman's bridge network" },
  docker: { package: "docker.io", why: "the target docker" },
  dockerd: { package: "docker.io", why: "the target docker" },
  "qemu-system-x86_64": { package: "qemu-system-x86", why: "the QEMU targets" },
  "qemu-img": {
    package: "qemu-utils",
    why: "the target qemu-distro; the workload disk.root in VMs",
  },
  mmdebstrap: {
    package: "mmdebstrap",
    why: "the target qemu-distro; the host of `npm run test:nested`",
  },
  "linux.uml": { package: "user-mode-linux", why: "the target uml" },
  socat: { package: "socat", why: "the targets cloud-hypervisor, virtualbox and vmware" },
  syslinux: {
    package: "syslinux",
    also: "syslinux-common",
    why: "the boot disk of virtualbox and vmware",
  },
  mcopy: { package: "mtools", why: "the boot disk of virtualbox and vmware" },
  mke2fs: { package: "e2fsprogs", why: "making the disk of the VM" },
  lz4: { package: "lz4", why: "unpacking the guest kernel" },
  xz: { package: "xz-utils", why: "unpacking the guest kernel" },
  hyperfine: { package: "hyperfine", why: "the yardstick of `npm run bench:self`" },
  chromium: { package: "chromium", why: "the browser test of the report" },
  zstd: { package: "zstd", why: "unpacking the guest kernel's modules; the workload cpu.compress" },
  unshare: { package: "util-linux", why: "making namespaces" },
  taskset: { package: "util-linux", why: "pinning targets to CPUs" },
};

/** What the project's own tests and benchmark need beyond what runs need. */
export const TEST_TOOLS = ["chromium", "hyperfine", "jq"];

/** `remedy`: for a tool that no package holds. */
export function toolRequirement(name: string, why: string, remedy?: string): Requirement {
  const found = Object.hasOwn(PACKAGES, name)
    ? installCommand([name])
    : `put \`${name}\` into the PATH`;
  return { kind: "tool", name, why, remedy: remedy ?? found };
}

export function installCommand(tools: readonly string[]): string {
  const packages = tools.flatMap((tool) => {
    const { package: name, also } = own(PACKAGES, tool) ?? { package: tool };
    return also === undefined ? [name] : [name, also];
  });
  return `sudo apt-get install --no-install-recommends ${[...new Set(packages)].join(" ")}`;
}

/** The required tools that are not there, as a failed probe. */
export function missingTool(requirements: readonly Requirement[]): Probe | undefined {
  const missing = requirements.filter(
    (requirement) => requirement.kind === "tool" && which(requirement.name) === undefined,
  );
  if (missing.length === 0) return undefined;
  const packaged = missing.map(({ name }) => name).filter((name) => Object.hasOwn(PACKAGES, name));
  const remedies = missing
    .filter(({ name }) => !Object.hasOwn(PACKAGES, name))
    .map(({ remedy }) => remedy);
  return {
    ok: false,
    reason: `${missing.map((requirement) => requirement.name).join(", ")} not found in the PATH`,
    remedy: [
      ...new Set(remedies),
      ...(packaged.length === 0 ? [] : [installCommand(packaged)]),
    ].join("; "),
  };
}
