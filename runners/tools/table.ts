/**
 * Every tool of the host that isotax uses or puts into the image, one row each: its package, its
 * purpose, its place in the image, how to find it, and how to ask for its version. A new tool is a
 * row here. A tool that only one target uses is declared in the target's own file
 * (`toolRequirement`).
 */
import { own } from "../../bench/lookup.ts";
import { say } from "../../bench/messages.ts";
import type { ImagePartName, Message } from "../../bench/types.ts";

/** A distribution and its version. An unreleased version counts as newer than all others. */
export interface Release {
  readonly id: "debian" | "ubuntu";
  readonly version: number;
}

export type ToolRole =
  /** Every run needs it. */
  | "always"
  /**
   * It ends or removes the leftovers of a run, whatever the targets are. Every run needs it too.
   */
  | "clean-up"
  /** Only the project's own tests and benchmark need it. */
  | "test";

/** Where to find a tool, if not by its name in the PATH. */
export type Source =
  /** In a package that is unpacked into the cache. An installed package would start a server. */
  | {
      readonly kind: "unpack";
      readonly package: string;
      readonly path: string;
      /** Whether it needs libraries that hosts may lack. They are unpacked beside it. */
      readonly libraries?: true;
    }
  /** Another program that is the same file. It acts by the name that it is called by. */
  | { readonly kind: "twin"; readonly of: string }
  /** In the folder of the PostgreSQL version. */
  | { readonly kind: "postgresql"; readonly path: string }
  /** In the folder of a kernel version, as on Ubuntu. */
  | { readonly kind: "linux-tools" }
  /** A part of QEMU that it loads by itself, in the folder of its modules. */
  | { readonly kind: "qemu-module" };

/** What to install for a missing tool. */
export interface Package {
  /** The name in Debian 12 and most other releases. */
  readonly package: string;
  /** The name in releases where another package has the tool; undefined in all others. */
  readonly elsewhere?: (release: Release) => string | undefined;
  /** Another package, which the first one only recommends, but which is needed here. */
  readonly also?: string;
  readonly why: Message;
}

export interface Tool extends Partial<Package> {
  /** Even the smallest Debian and Ubuntu have it. */
  readonly essential?: true;
  /** Why it is needed. */
  readonly why: Message;
  readonly roles?: readonly ToolRole[];
  readonly image?: {
    /** Its path in the image; absent if it keeps the path that it has on the host. */
    readonly path?: string;
    readonly part: ImagePartName;
    /** The image cannot be built without it. */
    readonly indispensable?: true;
  };
  /** It must be static: a version that needs a loader or libraries is of no use. */
  readonly isStatic?: true;
  readonly source?: Source;
  /** The words that make it print its version; `--version` if absent. */
  readonly version?: readonly string[];
  /** How to get it, if no package must be installed for it. */
  readonly remedy?: Message;
}

const POSTGRESQL_REMEDY = say("tools.install-postgresql");

const FOR_BOOT_DISK = say("tools.why-boot-disk", { targets: ["virtualbox", "vmware"] });
const FOR_GUEST_KERNEL = say("tools.why-guest-kernel");
const FOR_PLACES = say("tools.why-mount");

function forWorkloads(...workloads: readonly string[]): Message {
  return say("tools.why-workloads", { workloads });
}

function forTargets(...targets: readonly string[]): Message {
  return say("tools.why-targets", { targets });
}

/** The tools of the image come in the order in which the image holds them. */
const ROWS = {
  busybox: {
    package: "busybox-static",
    why: say("tools.why-busybox"),
    roles: ["always"],
    image: { path: "/bin/busybox", part: "tools", indispensable: true },
    isStatic: true,
    // Without arguments it prints its version.
    version: [],
  },
  node: {
    why: say("tools.why-node"),
    image: { path: "/usr/bin/node", part: "runtime", indispensable: true },
  },
  sysbench: {
    package: "sysbench",
    why: forWorkloads("cpu.sysbench", "memory.bandwidth"),
    image: { path: "/usr/bin/sysbench", part: "tools" },
  },
  fio: {
    package: "fio",
    why: forWorkloads("disk.fio", "disk.files"),
    image: { path: "/usr/bin/fio", part: "tools" },
  },
  zstd: {
    package: "zstd",
    why: say("tools.why-zstd", { workload: "cpu.compress" }),
    roles: ["always"],
    image: { path: "/usr/bin/zstd", part: "tools" },
  },
  openssl: {
    package: "openssl",
    why: forWorkloads("cpu.openssl"),
    image: { path: "/usr/bin/openssl", part: "tools" },
  },
  "stress-ng": {
    package: "stress-ng",
    why: forWorkloads("cpu.matrix", "memory.faults", "memory.processes", "syscall.switch"),
    image: { path: "/usr/bin/stress-ng", part: "tools" },
  },
  perf: {
    package: "linux-perf",
    elsewhere: ({ id, version }) =>
      id === "ubuntu" && version < 25 ? "linux-tools-generic" : undefined,
    why: forWorkloads("syscall.basic", "syscall.switch"),
    image: { path: "/usr/bin/perf", part: "tools" },
    source: { kind: "linux-tools" },
  },
  hackbench: {
    package: "rt-tests",
    why: forWorkloads("syscall.sched"),
    image: { path: "/usr/bin/hackbench", part: "tools" },
  },
  iperf3: {
    package: "iperf3",
    why: forWorkloads("network.iperf3"),
    image: { path: "/usr/bin/iperf3", part: "tools" },
  },
  sockperf: {
    package: "sockperf",
    why: forWorkloads("network.latency"),
    image: { path: "/usr/bin/sockperf", part: "tools" },
  },
  "redis-server": {
    why: forWorkloads("app.redis"),
    image: { path: "/usr/bin/redis-server", part: "tools" },
    // Debian's redis-server package gets the file itself from redis-tools, and adds the service.
    source: { kind: "twin", of: "redis-check-rdb" },
  },
  nginx: {
    why: forWorkloads("app.nginx"),
    image: { path: "/usr/sbin/nginx", part: "tools" },
    source: { kind: "unpack", package: "nginx", path: "usr/sbin/nginx" },
    remedy: say("tools.set-up", { package: "nginx" }),
  },
  setpriv: {
    package: "util-linux",
    why: say("tools.why-setpriv"),
    roles: ["clean-up"],
    image: { path: "/usr/bin/setpriv", part: "tools" },
  },
  dash: {
    package: "dash",
    essential: true,
    why: say("tools.why-dash"),
    image: { path: "/bin/sh", part: "tools" },
  },
  postgres: {
    why: forWorkloads("app.postgresql"),
    image: { part: "tools" },
    source: { kind: "postgresql", path: "bin/postgres" },
    remedy: POSTGRESQL_REMEDY,
  },
  initdb: {
    why: forWorkloads("app.postgresql"),
    image: { part: "tools" },
    source: { kind: "postgresql", path: "bin/initdb" },
    remedy: POSTGRESQL_REMEDY,
  },

  pgbench: {
    why: forWorkloads("app.postgresql"),
    source: { kind: "postgresql", path: "bin/pgbench" },
    remedy: POSTGRESQL_REMEDY,
  },
  "redis-benchmark": { package: "redis-tools", why: forWorkloads("app.redis") },
  wrk: { package: "wrk", why: forWorkloads("app.nginx", "app.node", "network.connections") },
  ip: {
    package: "iproute2",
    why: say("tools.why-ip", { families: ["network", "app"] }),
    version: ["-V"],
  },

  crun: { package: "crun", why: forTargets("crun") },
  runc: { package: "runc", why: forTargets("runc") },
  runsc: { package: "runsc", why: forTargets("gvisor") },
  // A small compiler. Any other that is installed as `cc` is as good.
  cc: { package: "tcc", why: say("tools.why-compiler") },
  tcc: { package: "tcc", why: say("tools.why-compiler"), roles: ["test"] },
  "lxc-execute": { package: "lxc", why: forTargets("lxc") },
  "systemd-nspawn": { package: "systemd-container", why: forTargets("nspawn") },
  // Podman 5 and later make firewall rules with nft, which their package only recommends.
  podman: { package: "podman", also: "nftables", why: forTargets("podman", "podman-warm") },
  iptables: { package: "iptables", why: say("tools.why-firewall", { podman: 4 }) },
  nft: { package: "nftables", why: say("tools.why-firewall", { podman: 5 }) },
  docker: {
    package: "docker.io",
    // From Debian 13 on the client is a separate package, which docker.io only recommends.
    elsewhere: ({ id, version }) => (id === "debian" && version >= 13 ? "docker-cli" : undefined),
    why: forTargets("docker"),
  },
  dockerd: { package: "docker.io", why: forTargets("docker") },
  "qemu-system-x86_64": { package: "qemu-system-x86", why: say("tools.why-qemu") },
  "qemu-img": {
    package: "qemu-utils",
    why: say("tools.why-qemu-img", {
      target: "qemu-distro",
      workloads: ["disk.root", "image.share"],
    }),
  },
  mmdebstrap: {
    package: "mmdebstrap",
    why: say("tools.why-mmdebstrap", { target: "qemu-distro", command: "npm run test:nested" }),
  },
  "linux.uml": { package: "user-mode-linux", why: forTargets("uml") },
  socat: { package: "socat", why: forTargets("cloud-hypervisor", "virtualbox", "vmware") },
  syslinux: {
    package: "syslinux",
    also: "syslinux-common",
    why: FOR_BOOT_DISK,
  },
  mcopy: { package: "mtools", why: FOR_BOOT_DISK },
  mformat: { package: "mtools", why: FOR_BOOT_DISK },
  mke2fs: { package: "e2fsprogs", why: say("tools.why-vm-disk"), version: ["-V"] },
  debugfs: {
    package: "e2fsprogs",
    why: forWorkloads("image.build", "image.pull", "image.same", "image.share"),
    version: ["-V"],
  },
  dumpe2fs: { package: "e2fsprogs", why: forWorkloads("image.same") },
  patchelf: { package: "patchelf", why: say("tools.why-patchelf"), roles: ["test"] },
  lz4: { package: "lz4", why: FOR_GUEST_KERNEL, roles: ["always"] },
  xz: { package: "xz-utils", why: FOR_GUEST_KERNEL, roles: ["always"] },

  unshare: { package: "util-linux", why: say("tools.why-unshare"), roles: ["clean-up"] },
  nsenter: { package: "util-linux", why: say("tools.why-nsenter"), roles: ["clean-up"] },
  fincore: { package: "util-linux", why: forWorkloads("image.share") },
  setarch: { package: "util-linux", why: forTargets("uml") },
  taskset: { package: "util-linux", why: say("tools.why-taskset"), roles: ["clean-up"] },
  mount: { package: "mount", why: FOR_PLACES, roles: ["clean-up"] },
  umount: { package: "mount", why: FOR_PLACES, roles: ["clean-up"] },

  "docker-registry": {
    why: forWorkloads("image.pull"),
    source: { kind: "unpack", package: "docker-registry", path: "usr/bin/docker-registry" },
    remedy: say("tools.set-up", { package: "docker-registry" }),
  },
  tc: { package: "iproute2", why: forWorkloads("image.pull"), version: ["-V"] },
  haproxy: {
    why: forWorkloads("image.replace"),
    source: { kind: "unpack", package: "haproxy", path: "usr/sbin/haproxy", libraries: true },
    version: ["-v"],
    remedy: say("tools.set-up", { package: "haproxy" }),
  },
  skopeo: { package: "skopeo", why: forWorkloads("image.pull"), roles: ["test"] },
  umoci: { package: "umoci", why: forWorkloads("image.pull"), roles: ["test"] },
  casync: { package: "casync", why: forWorkloads("image.pull"), roles: ["test"] },
  curl: { package: "curl", why: forWorkloads("image.pull"), roles: ["test"] },
  rsync: { package: "rsync", why: forWorkloads("image.pull"), roles: ["test"] },
  "block-curl.so": {
    package: "qemu-block-extra",
    why: forWorkloads("image.pull"),
    roles: ["test"],
    source: { kind: "qemu-module" },
  },

  hyperfine: {
    package: "hyperfine",
    why: say("tools.why-hyperfine", { command: "npm run bench:self" }),
    roles: ["test"],
  },
  chromium: { package: "chromium", why: say("tools.why-chromium"), roles: ["test"] },
  jq: { package: "jq", why: say("tools.why-jq"), roles: ["test"] },

  ...essential("apt", ["apt-cache", "apt-get"]),
  ...essential("coreutils", ["cat", "chmod", "chroot", "cp", "cut", "echo", "env", "mkdir"]),
  ...essential("coreutils", ["mkfifo", "mv", "rm", "sha256sum", "sleep", "sync", "true", "wc"]),
  ...essential("dash", ["sh"]),
  ...essential("dpkg", ["dpkg-deb", "dpkg-query"]),
  ...essential("findutils", ["find"]),
  ...essential("gzip", ["gzip"]),
  ...essential("libc-bin", ["ldd"]),
  ...essential("tar", ["tar"]),
} satisfies Readonly<Record<string, Tool>>;

function essential(name: string, tools: readonly string[]): Readonly<Record<string, Tool>> {
  const row: Tool = { package: name, essential: true, why: say("tools.why-essential") };
  return Object.fromEntries(tools.map((tool) => [tool, row]));
}

export const TOOLS: Readonly<Record<string, Tool>> = ROWS;

/** The row of a tool; undefined if the table does not have it. */
export function toolNamed(name: string): Tool | undefined {
  return own(TOOLS, name);
}

/** The names of the tools that have one of these roles. */
export function toolsFor(...roles: readonly ToolRole[]): readonly string[] {
  return Object.keys(TOOLS).filter((name) =>
    TOOLS[name]?.roles?.some((role) => roles.includes(role)),
  );
}
