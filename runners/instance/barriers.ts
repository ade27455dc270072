/**
 * What targets promise to keep from the host, by their documentation. An audit asks whether it is so:
 * bench/methods/audit-checks.ts says which check rests on which barrier.
 */
import type { Barrier } from "../../bench/types.ts";

export const NAMESPACE_BARRIERS: readonly Barrier[] = [
  "mount-namespace",
  "pid-namespace",
  "uts-namespace",
  "ipc-namespace",
  "network-namespace",
];

/** The filter's list of system calls is for x86-64. */
export const FILTER_BARRIER: readonly Barrier[] = process.arch === "x64" ? ["call-filter"] : [];

/**
 * Containers of OCI runtimes and of engines: namespaces, device lists, masked and read-only paths, and
 * capabilities (OCI Runtime Specification 1.0, config.md and config-linux.md), and the filter of
 * engines (docs.docker.com/engine/security/seccomp).
 */
export const CONTAINER_BARRIERS: readonly Barrier[] = [
  "own-root",
  "own-dev",
  ...NAMESPACE_BARRIERS,
  "device-rules",
  "read-only-kernel-files",
  "fewer-capabilities",
  ...FILTER_BARRIER,
];

/** The same in the host's network. */
export const WITHOUT_NETWORK_BARRIER: readonly Barrier[] = CONTAINER_BARRIERS.filter(
  (one) => one !== "network-namespace",
);
