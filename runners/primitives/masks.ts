/**
 * What the kernel shows of the host in /proc and /sys, and an OCI runtime covers or makes read-only.
 * Source: the runtime specification, config-linux.md, "Masked Paths" and "Readonly Paths"; the lists
 * are what `crun spec` proposes.
 */
import { existsSync, statSync } from "node:fs";
import type { Mount } from "./mounts.ts";

const MASKED = [
  "/proc/acpi",
  "/proc/asound",
  "/proc/kcore",
  "/proc/keys",
  "/proc/latency_stats",
  "/proc/timer_list",
  "/proc/timer_stats",
  "/proc/sched_debug",
  "/proc/scsi",
  "/sys/firmware",
];

const READ_ONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

/** Mounts after the root was changed: its /proc, /sys and /dev are in their places. */
export function maskingMounts(): readonly Mount[] {
  return [
    ...MASKED.filter((path) => existsSync(path)).map(masked),
    ...READ_ONLY.filter((path) => existsSync(path)).flatMap(readOnly),
  ];
}

/** A file is covered by /dev/null, and a folder by an empty one. */
function masked(path: string): Mount {
  const common = { label: "masked", target: path };
  return statSync(path).isDirectory()
    ? { ...common, source: "tmpfs", type: "tmpfs", options: ["ro", "size=0k"] }
    : { ...common, source: "/dev/null", type: "none", options: ["bind"] };
}

/** A bind mount takes its flags only when it is mounted again. */
function readOnly(path: string): readonly Mount[] {
  const common = { label: "read-only", source: path, target: path, type: "none" };
  return [
    { ...common, options: ["bind"] },
    { ...common, options: ["remount", "bind", "ro"] },
  ];
}
