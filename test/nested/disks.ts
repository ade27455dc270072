/**
 * The nested host's two disks. The root filesystem is made once, with mmdebstrap,
 * and kept in the cache; it is only read, for QEMU puts what the guest writes
 * elsewhere. The other is made for each run: it takes isotax, Node.js and the
 * guest kernel in, and brings the results out. Nothing is mounted on this host.
 */

import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { hashFile, hashJson } from "../../bench/hash.ts";
import { verbatim } from "../../bench/messages.ts";
import type { RunContext } from "../../runners/context.ts";
import { cacheFolder } from "../../runners/host/paths.ts";
import { PACKING_DEADLINE_MS, run, tryRun, which } from "../../runners/host/process.ts";
import { type CacheManifest, cached } from "../../runners/images/cache.ts";
import {
  type GuestKernel,
  guestKernel,
  keepKernel,
  keptKernel,
} from "../../runners/images/guest-kernel.ts";
import { ensureBuilt } from "../../scripts/build.js";
import { guestPackages } from "./packages.ts";

export interface BaseDisk {
  readonly file: string;
  readonly built: boolean;
  /** What the nested host boots, and its VMs as well. */
  readonly kernel: GuestKernel;
}

interface BaseManifest extends CacheManifest {
  /** Folder of a kernel of its own, in its cache folder. */
  readonly kernel?: string;
}

const ROOT = resolve(import.meta.dirname, "../..");

/** Bumped when the way it is made changes. */
const LAYOUT = 2;
const DISK = "root.ext4";
/** Room for what the guest writes: logs, /etc, what daemons keep in /var. */
const SLACK_MIB = 1024;

/** Runs in a mount and pid namespace that ends with it: its mounts of /proc and the like as well. */
const CONTAINED = [
  ...["setpriv", "--pdeathsig", "KILL"],
  ...["unshare", "--mount", "--pid", "--mount-proc", "--fork", "--kill-child=KILL"],
];

const ADD_USER = 'chroot "$1" sh -c "groupadd --force kvm && useradd --groups kvm isotax"';

/** A hook of mmdebstrap: unpacks the release's own kernel into /kernel, for no package of this host holds it. */
const GET_KERNEL = join(import.meta.dirname, "guest/get-kernel.sh");
/** As in isotax's own cache, which the guest's is to have it in. */
const KERNELS = "guest-kernels";

/** The root filesystem of a release; its kernel is that of the VMs here if it is the release of this host. */
export async function baseDisk(
  context: RunContext,
  release: string,
  signal: AbortSignal,
): Promise<BaseDisk> {
  const packages = guestPackages(release);
  const shared = release === hostRelease() ? await guestKernel(context) : undefined;
  const hooks = [ADD_USER, ...(shared === undefined ? [GET_KERNEL] : [])];
  const origin = shared === undefined ? hashFile(GET_KERNEL) : [shared.version, shared.sha256];
  const key = hashJson([LAYOUT, release, packages, ADD_USER, origin]);
  const store = await cached<BaseManifest>(
    context,
    join(cacheFolder(), "nested-hosts", key.slice(0, 32)),
    async (building) => {
      const root = join(building, "root");
      await run(
        [
          ...[...CONTAINED, "mmdebstrap", "--variant=minbase", `--include=${packages.join(",")}`],
          ...[...hooks.map((hook) => `--customize-hook=${hook}`), release, root],
        ],
        { timeoutMs: 1_800_000, signal, show: (line) => process.stderr.write(`${line}\n`) },
      );
      const kernel = shared ?? (await ownKernel(context, building, join(root, "kernel")));
      const modules = join(root, "lib/modules", kernel.version);
      mkdirSync(dirname(modules), { recursive: true });
      if (kernel.modules !== undefined) await run(["cp", "-a", kernel.modules, modules]);
      await run(["chroot", root, "depmod", kernel.version]);
      await makeDisk(root, join(building, DISK), (await mebibytesOf(root)) + SLACK_MIB);
      await run(["rm", "-r", "--one-file-system", root]);
      return {
        files: [DISK],
        ...(shared === undefined ? { kernel: join(KERNELS, kernel.version) } : {}),
      };
    },
  );
  const own = store.manifest.kernel;
  const kernel = shared ?? (own === undefined ? undefined : keptKernel(join(store.folder, own)));
  if (kernel === undefined) {
    throw new IsotaxError(
      "NO_GUEST_KERNEL",
      verbatim(`the kernel of the nested host in ${store.folder} is damaged`),
      verbatim("remove the folder: it is made again"),
    );
  }
  return { file: join(store.folder, DISK), built: store.built !== false, kernel };
}

/** Moves the kernel that the hook has unpacked out of the root filesystem. */
async function ownKernel(context: RunContext, building: string, unpacked: string) {
  const name = readdirSync(join(unpacked, "boot")).find((file) => file.startsWith("vmlinuz-"));
  const version = name?.replace("vmlinuz-", "") ?? "";
  const kernel = await keepKernel(context, join(building, KERNELS), unpacked, version);
  await run(["rm", "-r", "--one-file-system", unpacked]);
  return kernel;
}

/** The release that this host has, and the kernels of its cache are of. */
function hostRelease(): string | undefined {
  return /^VERSION_CODENAME=(.+)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
}

async function mebibytesOf(folder: string): Promise<number> {
  const { stdout } = await run(["du", "--summarize", "--block-size=1M", folder]);
  return Number(stdout.split("\t")[0]);
}

async function makeDisk(from: string, file: string, mebibytes: number): Promise<void> {
  const argv = ["-q", "-F", "-t", "ext4", "-m", "0", "-d", from, file, `${mebibytes}M`];
  await run([which("mke2fs") ?? "mke2fs", ...argv], { timeoutMs: PACKING_DEADLINE_MS });
}

/** What guest.sh is told; see there. */
export interface GuestSettings {
  readonly targets: string;
  readonly workloads: string;
  readonly run: boolean;
  readonly contract: string;
  readonly parts: string;
}

/** Sparse: what runs in the guest may write as much. */
const DATA_MIB = 12 * 1024;
const LEFT_OUT = [".git", "node_modules", "results", "coverage"];

/** `stores`: folders of the cache that are to be in the guest's, for it has no mirror. */
export async function dataDisk(
  folder: string,
  stores: readonly string[],
  settings: GuestSettings,
): Promise<string> {
  const staging = join(folder, "staging");
  const under = (path: string) => {
    const whole = join(staging, path);
    mkdirSync(dirname(whole), { recursive: true });
    return whole;
  };
  // Inside nobody may build it.
  ensureBuilt();
  const sources = under("opt/isotax");
  cpSync(ROOT, sources, {
    recursive: true,
    filter: (path) => !LEFT_OUT.includes(relative(ROOT, path)),
  });
  // It may be a symbolic link; those inside it are kept.
  await run(["cp", "-a", `${join(ROOT, "node_modules")}/.`, under("opt/isotax/node_modules/")]);
  copyFileSync(process.execPath, under("opt/node/bin/node"));
  copyFileSync(join(import.meta.dirname, "guest/guest.sh"), under("guest.sh"));
  writeFileSync(
    under("settings"),
    [
      `TARGETS='${settings.targets}'`,
      `WORKLOADS='${settings.workloads}'`,
      `RUN=${settings.run ? "yes" : "no"}`,
      `CONTRACT='${settings.contract}'`,
      `PARTS='${settings.parts}'\n`,
    ].join("\n"),
  );
  for (const store of stores) {
    const kind = basename(dirname(store));
    await run(["cp", "-a", store, under(join(kind, basename(store)))]);
    for (const home of ["root", "home/isotax"]) {
      symlinkSync(`/data/${kind}`, under(join(home, ".cache/isotax", kind)));
    }
  }
  mkdirSync(under("results"));
  const file = join(folder, "data.ext4");
  await makeDisk(staging, file, DATA_MIB);
  await run(["rm", "-r", staging]);
  return file;
}

/** Copies the results out of the disk of a guest that has ended, however it ended. */
export async function fetchResults(disk: string, to: string): Promise<void> {
  const folder = dirname(disk);
  // Brings in what the journal holds: a guest is switched off, not shut down. Exit code 1: done so.
  await tryRun([which("e2fsck") ?? "e2fsck", "-p", disk]);
  await tryRun([which("debugfs") ?? "debugfs", "-R", "rdump /results .", disk], { cwd: folder });
  cpSync(join(folder, "results"), to, { recursive: true });
}
