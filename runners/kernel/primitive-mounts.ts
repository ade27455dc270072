/** The mounts of a container made of primitives, as a file in the format of fstab(5). */
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
 * Writes the file, and makes the folders for its mounts below an instance's folder. `ownPids`,
 * `ownCgroups`: whether the mounting process is in the instance's own pid or cgroup namespace. A
 * user may mount what such a namespace shows. Otherwise the host's mounts are bound.
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
    // Language runtimes size themselves by these files. Without them Node.js sees the host's whole
    // memory, uses a larger heap, and runs some work faster than native does.
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
  writeFileSync(fstab, fstabText(lines));
  return { root, fstab };
}

/** Each line: what, where, type and options. */
export function fstabText(lines: readonly (readonly string[])[]): string {
  const escaped = (word: string) => word.replaceAll(" ", "\\040").replaceAll("\t", "\\011");
  return lines.map((line) => `${line.map(escaped).join(" ")} 0 0\n`).join("");
}

/**
 * The mounts below `at` of the control groups that a namespace shows; none if the host's are
 * already bound.
 */
function cgroupLines(
  { cgroups, workFolder }: RunContext,
  at: string,
  ownCgroups: boolean,
): readonly (readonly string[])[] {
  const hierarchies = isRoot() || ownCgroups ? cgroupMounts(cgroups) : [];
  if (hierarchies.length === 0) return [];
  // One folder serves all instances: nothing is written there, and more folders take longer to
  // remove.
  const groups = join(workFolder, "cgroup");
  for (const { name } of hierarchies) makeFolder(join(groups, name));
  const mountsAt = (folder: string) =>
    hierarchies.map(({ type, name, options }) => ["cgroup", join(folder, name), type, options]);
  if (cgroups.version === 1) return [[groups, at, "none", "bind"], ...mountsAt(at)];
  if (isRoot()) return mountsAt(at);
  // For a user the host's mount is already there. v2 is one filesystem, and the kernel does not
  // mount it onto itself, but it can be bound. The dot is needed because mount -a skips a folder
  // that is a mount point.
  return [...mountsAt(groups), [groups, `${at}/.`, "none", "bind"]];
}

/**
 * pivot_root(2) needs a mount point. It is read-only, because the image is shared. An unprivileged
 * user may not drop the flags of the filesystem below, but may add these.
 */
export function bindLines(root: string): readonly (readonly string[])[] {
  return [
    [root, root, "none", "bind"],
    // busybox's mount -a skips what is mounted already, unless its path has another spelling.
    ["none", isRoot() ? `${root}/.` : root, "none", "remount,bind,ro,nosuid,nodev"],
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
  // Only the real root may use trusted.* attributes.
  return isRoot() ? options : `${options},userxattr`;
}
