/** The mounts of a container made of primitives. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../bench/files.ts";
import type { OpenSpec } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { SCRATCH } from "../images/paths.ts";
import { cgroupMounts } from "../kernel/cgroups.ts";

export type RootKind =
  /** The image itself, read-only. */
  | "bind"
  /** A writable layer above it. */
  | "overlay";

/** A mount: mount(2), with options as in fstab(5). */
export interface Mount {
  /** What it is, as times and errors name it. */
  readonly label: string;
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly options: readonly string[];
}

export interface Mounts {
  /** The folder that becomes the root. */
  readonly root: string;
  /** In order. */
  readonly mounts: readonly Mount[];
}

/**
 * The mounts, and the folders for them, which are made below an instance's folder. `ownPids`,
 * `ownCgroups`: whether the mounting process is in the instance's own pid or cgroup namespace. A
 * user may mount what such a namespace shows. Otherwise the host's mounts are bound.
 */
export function mountsFor(
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
  const mounts = [
    ...(kind === "bind" ? rootMounts(root) : [overlayMount(folder, spec.image.rootfs, root)]),
    isRoot() || ownPids
      ? filesystem("proc", "proc", under("proc"))
      : bound("proc", "/proc", under("proc"), "rbind"),
    bound("dev", "/dev", under("dev"), "rbind"),
    // Language runtimes size themselves by these files. Without them Node.js sees the host's whole
    // memory, uses a larger heap, and runs some work faster than native does.
    isRoot()
      ? { ...filesystem("sys", "sysfs", under("sys")), options: READ_ONLY }
      : bound("sys", "/sys", under("sys"), "rbind"),
    ...groupMounts(context, under("sys/fs/cgroup"), ownCgroups),
  ];
  if (spec.scratchMiB > 0) {
    mkdirSync(scratch);
    mounts.push(bound("scratch", scratch, under(SCRATCH)));
  }
  return { root, mounts };
}

/** As OCI runtimes mount what shows the host's devices and the instance's own limits. */
const READ_ONLY = ["ro", "nosuid", "nodev", "noexec"];

function filesystem(label: string, type: string, target: string): Mount {
  return { label, source: type, target, type, options: ["defaults"] };
}

export function bound(
  label: string,
  source: string,
  target: string,
  how: "bind" | "rbind" = "bind",
): Mount {
  return { label, source, target, type: "none", options: [how] };
}

/** The same for a program that reads fstab(5), such as busybox's `mount -a`. */
export function writeFstab(folder: string, mounts: readonly Mount[]): string {
  const fstab = join(folder, "fstab");
  const escaped = (word: string) => word.replaceAll(" ", "\\040").replaceAll("\t", "\\011");
  const lines = mounts.map(({ source, target, type, options }) => [
    ...[source, target, type, options.join(",")].map(escaped),
    "0 0\n",
  ]);
  writeFileSync(fstab, lines.map((line) => line.join(" ")).join(""));
  return fstab;
}

/**
 * The mounts below `at` of the control groups that a namespace shows; none if the host's are
 * already bound.
 */
function groupMounts(
  { cgroups, workFolder }: RunContext,
  at: string,
  ownCgroups: boolean,
): readonly Mount[] {
  const hierarchies = isRoot() || ownCgroups ? cgroupMounts(cgroups) : [];
  if (hierarchies.length === 0) return [];
  // One folder serves all instances: nothing is written there, and more folders take longer to
  // remove.
  const groups = join(workFolder, "cgroup");
  for (const { name } of hierarchies) makeFolder(join(groups, name));
  const mountsAt = (folder: string) =>
    hierarchies.map(({ type, name, options }) => ({
      label: "cgroup",
      source: "cgroup",
      target: join(folder, name),
      type,
      options: [...options.split(","), ...READ_ONLY],
    }));
  if (cgroups.version === 1) return [bound("cgroup", groups, at), ...mountsAt(at)];
  if (isRoot()) return mountsAt(at);
  // For a user the host's mount is already there. v2 is one filesystem, and the kernel does not
  // mount it onto itself, but it can be bound. The dot is needed because mount -a skips a folder
  // that is a mount point.
  return [...mountsAt(groups), bound("cgroup", groups, `${at}/.`)];
}

/**
 * pivot_root(2) needs a mount point. It is read-only, because the image is shared. An unprivileged
 * user may not drop the flags of the filesystem below, but may add these.
 */
export function rootMounts(root: string): readonly Mount[] {
  return [
    bound("root", root, root),
    {
      label: "read-only",
      source: "none",
      type: "none",
      // busybox's mount -a skips what is mounted already, unless its path has another spelling.
      target: isRoot() ? `${root}/.` : root,
      options: ["remount", "bind", "ro", "nosuid", "nodev"],
    },
  ];
}

function overlayMount(folder: string, lower: string, root: string): Mount {
  const [upper, work] = [join(folder, "upper"), join(folder, "work")];
  for (const made of [root, upper, work]) mkdirSync(made);
  return {
    label: "overlay",
    source: "overlay",
    target: root,
    type: "overlay",
    options: overlayOptions(lower, upper, work).split(","),
  };
}

/** Mount options of a writable layer: the kernel's Documentation/filesystems/overlayfs.rst. */
export function overlayOptions(lower: string, upper: string, work: string): string {
  const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
  // Only the real root may use trusted.* attributes.
  return isRoot() ? options : `${options},userxattr`;
}
