/** Requirements that several targets share, each with its remedy. */
import { readFileSync } from "node:fs";
import { own } from "../bench/lookup.ts";
import type { Probe, Requirement } from "../bench/types.ts";
import { which } from "./host/process.ts";

export interface Package {
  /** As Debian 12 and most others have it. */
  readonly package: string;
  /** Its name where the tool has moved to another; undefined where it has not. */
  readonly elsewhere?: (release: Release) => string | undefined;
  /** Another, which holds files that it only recommends, and cannot do without here. */
  readonly also?: string;
  readonly why: string;
}

/** A distribution and its version; one that is not released yet is newer than all. */
export interface Release {
  readonly id: "debian" | "ubuntu";
  readonly version: number;
}

/**
 * Debian and Ubuntu package of each tool that isotax drives, and why it is wanted. A new target
 * declares the package of its tool in its own file (`toolRequirement`).
 */
export const PACKAGES: Readonly<Record<string, Package>> = {
  busybox: { package: "busybox-static", why: "the static binary that every target starts" },
  sysbench: { package: "sysbench", why: "the workloads cpu.sysbench and memory.bandwidth" },
  fio: { package: "fio", why: "the workloads disk.fio and disk.files" },
  openssl: { package: "openssl", why: "the workload cpu.openssl" },
  "stress-ng": {
    package: "stress-ng",
    why: "the workloads cpu.matrix, memory.faults, memory.processes and syscall.switch",
  },
  perf: {
    package: "linux-perf",
    elsewhere: ({ id, version }) =>
      id === "ubuntu" && version < 25 ? "linux-tools-generic" : undefined,
    why: "the workloads syscall.basic and syscall.switch",
  },
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
  // Podman 5 and later make their firewall's rules by nft, which their package only recommends.
  podman: { package: "podman", also: "nftables", why: "the targets podman and podman-warm" },
  iptables: { package: "iptables", why: "the bridge network of Podman 4" },
  nft: { package: "nftables", why: "the bridge network of Podman 5" },
  docker: {
    package: "docker.io",
    // Only recommended by docker.io, which was one with it before.
    elsewhere: ({ id, version }) => (id === "debian" && version >= 13 ? "docker-cli" : undefined),
    why: "the target docker",
  },
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
  mformat: { package: "mtools", why: "the boot disk of virtualbox and vmware" },
  mke2fs: { package: "e2fsprogs", why: "making the disk of the VM" },
  lz4: { package: "lz4", why: "unpacking the guest kernel" },
  xz: { package: "xz-utils", why: "unpacking the guest kernel" },
  hyperfine: { package: "hyperfine", why: "the yardstick of `npm run bench:self`" },
  chromium: { package: "chromium", why: "the browser test of the report" },
  zstd: { package: "zstd", why: "unpacking the guest kernel's modules; the workload cpu.compress" },
  unshare: { package: "util-linux", why: "making namespaces" },
  nsenter: { package: "util-linux", why: "entering namespaces" },
  setarch: { package: "util-linux", why: "the target uml" },
  setpriv: { package: "util-linux", why: "ending what would outlive a run" },
  taskset: { package: "util-linux", why: "pinning targets to CPUs" },
  mount: { package: "mount", why: "the places where containers run" },
  umount: { package: "mount", why: "the places where containers run" },
};

/** What even the smallest Debian and Ubuntu hold, by package. */
export const ESSENTIAL: Readonly<Record<string, readonly string[]>> = {
  apt: ["apt-cache", "apt-get"],
  coreutils: [
    ...["cat", "chmod", "chroot", "cp", "echo", "env", "mkdir", "mkfifo", "rm", "sleep", "sync"],
    ...["true", "wc"],
  ],
  dash: ["dash", "sh"],
  dpkg: ["dpkg-deb"],
  findutils: ["find"],
  gzip: ["gzip"],
  "libc-bin": ["ldd"],
  tar: ["tar"],
};

/** Tools by which what a run left is ended and removed, whatever its targets: they are always wanted. */
export const HOST_TOOLS: readonly string[] = [
  ...["mount", "umount", "nsenter", "setpriv", "taskset", "unshare"],
];

/** What the project's own tests and benchmark need beyond what runs need. */
export const TEST_TOOLS = ["chromium", "hyperfine", "jq"];

/** Packages of tools that one target alone drives. The target's own file declares them. */
const DECLARED = new Map<string, Package>();

/** The package of a tool; undefined for a tool that no package is known for. */
export function packageOf(tool: string): Package | undefined {
  return own(PACKAGES, tool) ?? DECLARED.get(tool);
}

/** Every tool whose package is known. What targets declare is known once they are loaded. */
export function packagedTools(): ReadonlyMap<string, Package> {
  return new Map([...Object.entries(PACKAGES), ...DECLARED]);
}

/** A package for a tool that nobody else drives. Errors: `Error` if the two files disagree. */
function declare(tool: string, from: Package): void {
  const known = packageOf(tool);
  if (known !== undefined && known.package !== from.package) {
    throw new Error(
      `the tool ${tool} is in ${known.package}, and is said to be in ${from.package}`,
    );
  }
  if (known === undefined) DECLARED.set(tool, from);
}

/**
 * A tool that a target needs. `source` says how to get a tool that `PACKAGES` does not hold: its
 * package, or a remedy in words where no package holds it.
 */
export function toolRequirement(name: string, why: string, source?: string | Package): Requirement {
  if (typeof source === "object") declare(name, source);
  const remedy = typeof source === "string" ? source : undefined;
  const found =
    packageOf(name) === undefined ? `put \`${name}\` into the PATH` : installCommand([name]);
  return { kind: "tool", name, why, remedy: remedy ?? found };
}

/** Packages that hold a tool, by their names on this host or on another. */
export function packagesOf(tool: string, release = hostRelease()): readonly string[] {
  const known = packageOf(tool);
  if (known === undefined) return [tool];
  const name = known.elsewhere?.(release) ?? known.package;
  return known.also === undefined ? [name] : [name, known.also];
}

/** Of this host, or of what it is made from: os-release(5). */
export function hostRelease(file = "/etc/os-release"): Release {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // Then it is none of these, and Debian's names are as good as others.
  }
  const value = (key: string) => new RegExp(`^${key}="?([^"\\n]*)`, "m").exec(text)?.[1] ?? "";
  const id = [value("ID"), ...value("ID_LIKE").split(" ")].includes("ubuntu") ? "ubuntu" : "debian";
  // What is made from one of them counts its own versions, and names what it is made from.
  const [version = Number.POSITIVE_INFINITY] = [
    ...(value("ID") === id ? [Number.parseInt(value("VERSION_ID"), 10)] : []),
    ...["UBUNTU_CODENAME", "DEBIAN_CODENAME", "VERSION_CODENAME"].map(
      (key) => CODENAMES[value(key)],
    ),
  ].filter((one) => one !== undefined && !Number.isNaN(one));
  return { id, version };
}

const CODENAMES: Readonly<Record<string, number>> = {
  ...{ bookworm: 12, trixie: 13 },
  ...{ jammy: 22, noble: 24, plucky: 25 },
};

export function installCommand(tools: readonly string[]): string {
  const packages = tools.flatMap((tool) => packagesOf(tool));
  return `sudo apt-get install --no-install-recommends ${[...new Set(packages)].join(" ")}`;
}

/** The required tools that are not there, as a failed probe. */
export function missingTool(requirements: readonly Requirement[]): Probe | undefined {
  const missing = requirements.filter(
    (requirement) => requirement.kind === "tool" && which(requirement.name) === undefined,
  );
  if (missing.length === 0) return undefined;
  const isPackaged = (name: string) => packageOf(name) !== undefined;
  const packaged = missing.map(({ name }) => name).filter(isPackaged);
  const remedies = missing.filter(({ name }) => !isPackaged(name)).map(({ remedy }) => remedy);
  return {
    ok: false,
    reason: `${missing.map((requirement) => requirement.name).join(", ")} not found in the PATH`,
    remedy: [
      ...new Set(remedies),
      ...(packaged.length === 0 ? [] : [installCommand(packaged)]),
    ].join("; "),
  };
}
