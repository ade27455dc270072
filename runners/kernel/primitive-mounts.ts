/** What a container made of primitives has mounted, as a file in fstab(5)'s format. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../bench/files.ts";
import type { OpenSpec } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { SCRATCH } from "../images/paths.ts";
import { cgroupMounts } from "./cgroups.ts";

export type RootKind =
  /** The image itself, read-only. */
  | "bind"
  /** A writable layer above it. */
  | "overlay";

export interface Mounts {
  /** The folder that becomes the root. */
  readonly root: string;
  readonly fstab: string;
}

/**
 * Writes the file, and makes the folders that its mounts need, below an instance's folder.
 * `ownPids`, `ownCgroups`: whether what mounts them is in a pid or cgroup namespace of the instance's
 * own. A user may mount what such a namespace shows, and else binds what the host has mounted.
 */
export function writeMounts(
  context: RunContext,
  folder: string,
  spec: OpenSpec,
  {
    layers: kind,
    ownPids,
    ownCgroups,
  }: { readonly layers: RootKind; readonly ownPids: boolean; readonly ownCgroups: boolean },
): Mounts {
  const root = kind === "bind" ? spec.image.rootfs : join(folder, "root");
  const scratch = join(folder, "scratch");
  const under = (path: string) => join(root, path);
  const lines = [
    ...(kind === "bind" ? bindLines(root) : [overlayLine(folder, spec.image.rootfs, root)]),
    isRoot() || ownPids
      ? ["proc", under("proc"), "proc", "defaults"]
      : ["/proc", under("proc"), "none", "rbind"],
    ["/dev", under("dev"), "none", "rbind"],
    // A runtime sizes itself by what it finds here: without them Node.js takes the host's whole
    // memory for its own, gives itself a larger heap, and runs some work faster than native does.
    isRoot()
      ? ["sysfs", under("sys"), "sysfs", "defaults"]
      : ["/sys", under("sys"), "none", "rbind"],
    ...cgroupLines(context, under("sys/fs/cgroup"), ownCgroups),
  ];
  if (spec.scratchMiB > 0) {
    mkdirSync(scratch);
    lines.push([scratch, under(SCRATCH), "none", "bind"]);
  }
  const fstab = join(folder, "fstab");
  const escaped = (word: string) => word.replaceAll(" ", "\\040").replaceAll("\t", "\\011");
  writeFileSync(fstab, lines.map((line) => `${line.map(escaped).join(" ")} 0 0\n`).join(""));
  return { root, fstab };
}

/** Control groups as a namespace shows them, below `at`; none where the host's are bound already. */
function cgroupLines(
  { cgroups, workFolder }: RunContext,
  at: string,
  ownCgroups: boolean,
): readonly (readonly string[])[] {
  const hierarchies = isRoot() || ownCgroups ? cgroupMounts(cgroups) : [];
  if (hierarchies.length === 0) return [];
  // One for all: nothing is written there, and each folder is one more to be removed.
  const groups = join(workFolder, "cgroup");
  for (const { name } of hierarchies) makeFolder(join(groups, name));
  const mountsAt = (folder: string) =>
    hierarchies.map(({ type, name, options }) => ["cgroup", join(folder, name), type, options]);
  if (cgroups.version === 1) return [[groups, at, "none", "bind"], ...mountsAt(at)];
  if (isRoot()) return mountsAt(at);
  // A user has the host's there, and v2 is one filesystem: the kernel mounts none onto itself, but
  // binds it. With a dot, for mount -a leaves out a folder that has something mounted.
  return [...mountsAt(groups), [groups, `${at}/.`, "none", "bind"]];
}

/**
 * pivot_root(2) wants a mount point; it is read-only, for the image is shared. An unprivileged
 * user may not drop the flags of the filesystem below, but may always add these.
 */
function bindLines(root: string): readonly (readonly string[])[] {
  return [
    [root, root, "none", "bind"],
    ["none", root, "none", "remount,bind,ro,nosuid,nodev"],
  ];
}

function overlayLine(folder: string, lower: string, root: string): readonly string[] {
  const [upper, work] = [join(folder, "upper"), join(folder, "work")];
  for (const made of [root, upper, work]) mkdirSync(made);
  return ["overlay", root, "overlay", overlayOptions(lower, upper, work)];
}

/** Mount options of a writable layer: the kernel's Documentation/filesystems/overlayfs.rst. */
export function overlayOptions(lower: string, upper: string, work: string): string {
  const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
  // trusted.* attributes are for real root alone.
  return isRoot() ? options : `${options},userxattr`;
}
