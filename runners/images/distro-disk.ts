/**
 * A complete Debian, of the host's own release, as the disk of a VM. It is made once, into the
 * cache. Each instance writes to its own overlay.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { hashJson } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type { Facts, Message, Probe, ShippedPart } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { run } from "../host/process.ts";
import { toolRequirement } from "../tools/requirements.ts";
import { cached, readManifest } from "./cache.ts";
import { buildDistro, type DistroManifest, distroInputs } from "./distro-build.ts";

export interface DistroDisk extends Omit<DistroManifest, "sha256"> {
  readonly file: string;
}

export const DISTRO_TOOLS = [
  toolRequirement("qemu-img", say("images.needs-qemu-img")),
  toolRequirement("mmdebstrap", say("images.needs-mmdebstrap")),
];

const REMEDY = say("images.get-distro");

/** Whether the disk exists or can be made, without making it. */
export function distroState(context: RunContext): Probe {
  const release = debianRelease();
  const made = release && readManifest<DistroManifest>(folderOf(context, release));
  if (made) return { ok: true, facts: distroFacts(made) };
  const reason = whyNotMade(context);
  if (reason !== undefined) return { ok: false, reason, remedy: REMEDY };
  return {
    ok: true,
    facts: {
      distribution: say("images.distro-later"),
      "guest kernel": say("images.debians-own-kernel"),
    },
  };
}

export function distroFacts(disk: Omit<DistroManifest, "sha256">): Facts {
  const { kernel, version, packages, madeInMs, mmdebstrapMs } = disk;
  return {
    "guest kernel": say("images.distro-kernel", { version: kernel }),
    distribution: say("images.distro", { version, packages }),
    ...(madeInMs === undefined || mmdebstrapMs === undefined
      ? {}
      : { "making the disk": say("images.distro-made", { madeInMs, mmdebstrapMs }) }),
  };
}

function whyNotMade({ options }: RunContext): Message | undefined {
  if (debianRelease() === undefined) return say("images.not-debian");
  if (!isRoot()) return say("images.distro-needs-root");
  return options.mayFetch ? undefined : say("images.distro-needs-download");
}

/** The release's code name, e.g. "bookworm": os-release(5). */
function debianRelease(file = "/etc/os-release"): string | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  return /^ID="?debian"?$/m.test(text)
    ? /^VERSION_CODENAME="?(\w+)"?$/m.exec(text)?.[1]
    : undefined;
}

function folderOf({ cache }: RunContext, release: string): string {
  const key = hashJson([release, distroInputs()]);
  return join(cache, "distro-disks", key.slice(0, 32));
}

/**
 * The disk of this release, made if it does not exist. Errors: `NO_DISTRO`, with the reason why it
 * cannot be made.
 */
export function distroDisk(
  context: RunContext,
  signal: AbortSignal,
  release = debianRelease() ?? "none",
): Promise<DistroDisk> {
  return context.shared(`distro-disk-${release}`, async () => {
    const store = await cached<DistroManifest>(context, folderOf(context, release), (building) => {
      const reason = whyNotMade(context);
      if (reason !== undefined) throw new IsotaxError("NO_DISTRO", reason, REMEDY);
      return buildDistro(context, release, building, signal);
    });
    return { ...store.manifest, file: join(store.folder, "debian.qcow2") };
  });
}

/** Makes a fresh disk for one instance. Its writes go there, and the base does not change. */
export async function makeOverlay(base: DistroDisk, file: string): Promise<void> {
  await run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", base.file, file]);
}

export function distroParts(disk: DistroDisk): readonly ShippedPart[] {
  const { compressedBytes, allocatedBytes, virtualBytes } = disk;
  return [
    {
      part: "Debian's disk",
      shippedBytes: compressedBytes,
      diskBytes: allocatedBytes,
      virtualBytes,
    },
  ];
}
