/**
 * The kernel that VMs boot: the user's own, or the one of a distribution package, which is
 * downloaded and unpacked into the cache, and never installed.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { asMessage, IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, run, tryRun, which } from "../host/process.ts";
import { type CacheManifest, cached, isWhole, readManifest } from "./cache.ts";
import { unpackPackage } from "./debian-package.ts";

export interface GuestKernel {
  /** The kernel as it is shipped: compressed, with its boot header. */
  readonly compressed: string;
  /**
   * The ELF kernel inside it, which boots faster (PVH). If it could not be unpacked, the compressed
   * file.
   */
  readonly kernel: string;
  readonly version: string;
  /** The folder with the kernel's modules; undefined if all needed drivers are built in. */
  readonly modules: string | undefined;
  readonly sha256: string;
}

/** Meta packages that depend on the newest small kernel for VMs: Debian's, then Ubuntu's. */
const META_PACKAGES = ["linux-image-cloud-amd64", "linux-image-virtual"];

interface KernelManifest extends CacheManifest {
  readonly version: string;
  readonly package: string;
}

export async function guestKernel(context: RunContext): Promise<GuestKernel> {
  const own = context.options.guestKernel;
  if (own !== undefined) return userKernel(context, own);
  // The check hashes 150 MB, so it is done once in a run, and not again in the first cell with a
  // network.
  return context.shared(
    "guest-kernel",
    async () => newestWhole(context) ?? (await download(context)),
  );
}

/** Whether a guest kernel exists or may be fetched, without fetching it. */
export function guestKernelState(context: RunContext): "here" | "fetchable" | "absent" {
  const own = context.options.guestKernel;
  if (own !== undefined) return existsSync(own) ? "here" : "absent";
  if (foldersInCache(context).length > 0) return "here";
  return context.options.mayFetch && which("apt-get") !== undefined ? "fetchable" : "absent";
}

export const KERNEL_REMEDY = say("images.get-guest-kernel");

function kernelFolder({ cache }: RunContext): string {
  return join(cache, "guest-kernels");
}

/** The kernels in the cache, newest first. They are not checked for damage here. */
function foldersInCache(context: RunContext): readonly string[] {
  const kernels = kernelFolder(context);
  if (!existsSync(kernels)) return [];
  return readdirSync(kernels)
    .filter((name) => !name.includes(".building-"))
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
    .map((name) => join(kernels, name));
}

/**
 * The newest undamaged kernel in the cache. A damaged one is removed, so that it is fetched again.
 */
function newestWhole(context: RunContext): GuestKernel | undefined {
  for (const folder of foldersInCache(context)) {
    const kernel = keptKernel(folder);
    if (kernel !== undefined) return kernel;
    rmSync(folder, { recursive: true, force: true });
  }
  return undefined;
}

/** The kernel that `keepKernel` put there; undefined if it is missing or damaged. */
export function keptKernel(folder: string): GuestKernel | undefined {
  const manifest = readManifest<KernelManifest>(folder);
  const hashed = Object.keys(manifest?.sha256 ?? {});
  return manifest !== undefined &&
    hashed.some((file) => file.startsWith("modules/")) &&
    isWhole(folder, manifest)
    ? describeFolder(folder, manifest)
    : undefined;
}

function describeFolder(folder: string, manifest: KernelManifest): GuestKernel {
  const kernel = join(folder, "vmlinux");
  const compressed = join(folder, "vmlinuz");
  return {
    compressed,
    kernel: existsSync(kernel) ? kernel : compressed,
    version: manifest.version,
    modules: join(folder, "modules"),
    sha256: manifest.sha256["vmlinuz"] ?? "",
  };
}

async function download(context: RunContext): Promise<GuestKernel> {
  if (!context.options.mayFetch) {
    throw new IsotaxError("NO_GUEST_KERNEL", say("images.no-guest-kernel"), KERNEL_REMEDY);
  }
  const name = await packageName();
  const folder = context.instanceFolder(context.instanceName("guest-kernel"));
  try {
    const version = name.replace(/^linux-image-/, "");
    const wanted = [name];
    const modulesPackage = `linux-modules-${version}`;
    if ((await tryRun(["apt-cache", "show", modulesPackage])).stdout.includes("Package:")) {
      wanted.push(modulesPackage);
    }
    for (const one of wanted) await unpackPackage(one, folder.path);
    return await keepKernel(context, kernelFolder(context), join(folder.path, "root"), version);
  } finally {
    await folder.remove();
  }
}

/** Puts a kernel into a store, by its version. `root`: where its package was unpacked. */
export async function keepKernel(
  context: RunContext,
  store: string,
  root: string,
  version: string,
): Promise<GuestKernel> {
  const { folder, manifest } = await cached<KernelManifest>(
    context,
    join(store, version),
    async (building) => {
      const modules = findModules(root, version);
      await run(["cp", join(root, "boot", `vmlinuz-${version}`), join(building, "vmlinuz")]);
      await run(["cp", "-a", modules, join(building, "modules")]);
      const unpacked = await unpackKernel(join(building, "vmlinuz"), building);
      return {
        version,
        package: `linux-image-${version}`,
        files: [
          ...(unpacked ? ["vmlinuz", "vmlinux"] : ["vmlinuz"]),
          ...moduleFiles(join(building, "modules")).map((file) => join("modules", file)),
        ],
      };
    },
  );
  return describeFolder(folder, manifest);
}

/** The paths of a folder's kernel modules, relative to the folder. */
export function moduleFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.ko(?:\.(?:xz|zst|gz))?$/.test(path),
  );
}

function findModules(root: string, version: string): string {
  const folder = [`lib/modules/${version}`, `usr/lib/modules/${version}`]
    .map((path) => join(root, path))
    .find((path) => existsSync(path));
  if (folder === undefined) {
    throw new IsotaxError(
      "NO_KERNEL_MODULES",
      say("images.no-kernel-modules", { version }),
      say("images.own-kernel"),
    );
  }
  return folder;
}

async function packageName(): Promise<string> {
  for (const meta of META_PACKAGES) {
    const { stdout } = await tryRun(["apt-cache", "depends", "--no-recommends", meta]);
    const name = /Depends: (linux-image-\d\S+)/.exec(stdout)?.[1];
    if (name !== undefined) return name;
  }
  throw new IsotaxError(
    "NO_GUEST_KERNEL",
    say("images.no-kernel-package", { packages: META_PACKAGES }),
    say("images.update-or-own-kernel"),
  );
}

/** Reads and checks a user's kernel image. Errors: `GUEST_KERNEL_UNREADABLE`, `NOT_A_KERNEL`. */
export function readUserKernel(path: string): {
  bytes: Buffer;
  version: string | undefined;
  isElf: boolean;
} {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new IsotaxError(
      "GUEST_KERNEL_UNREADABLE",
      say("images.guest-kernel-unreadable", { file: path, problem: asMessage(error) }),
      say("images.name-readable-kernel"),
    );
  }
  const version = bzImageVersion(bytes);
  const isElf = bytes.subarray(0, 4).equals(Buffer.from("\x7fELF", "latin1"));
  if (version === undefined && !isElf) {
    throw new IsotaxError(
      "NOT_A_KERNEL",
      say("images.not-a-kernel", { file: path }),
      say("images.name-kernel"),
    );
  }
  return { bytes, version, isElf };
}

async function userKernel(context: RunContext, path: string): Promise<GuestKernel> {
  const { bytes, version, isElf } = readUserKernel(path);
  const release = version ?? basename(path).replace(/^vmlinu[xz]-/, "");
  // The modules of an installed kernel; of a package unpacked by hand (boot/, lib/ or usr/lib/); or
  // beside the kernel.
  const modules = [
    `/lib/modules/${release}`,
    resolve(dirname(path), "../lib/modules", release),
    resolve(dirname(path), "../usr/lib/modules", release),
    resolve(dirname(path), "modules"),
  ].find((folder) => existsSync(folder));
  const { path: folder } = context.instanceFolder("guest-kernel");
  const unpacked = !isElf && (await unpackKernel(path, folder));
  return {
    compressed: path,
    kernel: unpacked ? join(folder, "vmlinux") : path,
    version: version ?? basename(path),
    modules,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

/**
 * Offsets in a bzImage's setup header: Documentation/arch/x86/boot.rst in the kernel's sources.
 */
const SETUP_SECTS = 0x1f1;
const HEADER_MAGIC = 0x202;
const KERNEL_VERSION = 0x20e;
const PAYLOAD_OFFSET = 0x248;
const PAYLOAD_LENGTH = 0x24c;

function isBzImage(bytes: Buffer): boolean {
  return (
    bytes.length > 0x250 && bytes.toString("latin1", HEADER_MAGIC, HEADER_MAGIC + 4) === "HdrS"
  );
}

export function bzImageVersion(bytes: Buffer): string | undefined {
  if (!isBzImage(bytes)) return undefined;
  const at = bytes.readUInt16LE(KERNEL_VERSION) + 0x200;
  return bytes.toString("latin1", at, bytes.indexOf(0, at)).split(" ")[0];
}

/** The compressed ELF kernel inside a bzImage. */
export function bzImagePayload(bytes: Buffer): Buffer | undefined {
  if (!isBzImage(bytes)) return undefined;
  const sectors = bytes.readUInt8(SETUP_SECTS) || 4;
  const at = (sectors + 1) * 512 + bytes.readUInt32LE(PAYLOAD_OFFSET);
  return bytes.subarray(at, at + bytes.readUInt32LE(PAYLOAD_LENGTH));
}

const DECOMPRESSORS: readonly { magic: string; command: readonly string[] }[] = [
  { magic: "02214c18", command: ["lz4", "-dc"] },
  { magic: "fd377a58", command: ["xz", "-dc"] },
  { magic: "28b52ffd", command: ["zstd", "-dc"] },
];

/** Writes `vmlinux` into the folder; false if the compression is unknown or its tool missing. */
async function unpackKernel(bzImage: string, folder: string): Promise<boolean> {
  const payload = bzImagePayload(readFileSync(bzImage));
  if (payload === undefined) return false;
  const target = join(folder, "vmlinux");
  // The payload ends with its unpacked size, which is not part of the compressed stream.
  const stream = payload.subarray(0, -4);
  if (payload.subarray(0, 2).toString("hex") === "1f8b") {
    writeFileSync(target, gunzipSync(stream));
    return true;
  }
  const magic = payload.subarray(0, 4).toString("hex");
  const command = DECOMPRESSORS.find((candidate) => candidate.magic === magic)?.command;
  if (command === undefined || which(command[0] ?? "") === undefined) return false;
  const packed = join(folder, "payload");
  writeFileSync(packed, stream);
  const script = 'from=$1 to=$2 && shift 2 && "$@" <"$from" >"$to"';
  const unpack = ["sh", "-c", script, "sh", packed, target, ...command];
  await run(unpack, { timeoutMs: PACKING_DEADLINE_MS });
  rmSync(packed);
  return true;
}
