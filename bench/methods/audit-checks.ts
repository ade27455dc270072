/**
 * What the probe tries, group by group: how one sees that it reached the host, and what keeps it from
 * that. What each does is told in docs/audit.md.
 */
import type { Barrier, Traces } from "../types.ts";

/**
 * Whose it is if the probe could do it:
 * - `canary`: it says itself that it found the host's.
 * - `kernel`: the host's, if both run in one kernel.
 * - `namespace`: the host's, if both are in this namespace of one kernel.
 * - `trace`: the host's, if the host sees it.
 */
export type Whose =
  | "canary"
  | "kernel"
  | { readonly namespace: "net" | "pid" | "uts" }
  | { readonly trace: keyof Traces };

export interface AuditCheck {
  readonly whose: Whose;
  /** Each of them is enough. A kernel of its own keeps all. */
  readonly keptBy: readonly Barrier[];
}

export type AuditGroup = "files" | "kernel" | "others";

type Checks = Readonly<Record<string, AuditCheck>>;

function canary(...keptBy: readonly Barrier[]): AuditCheck {
  return { whose: "canary", keptBy };
}

function ofKernel(...keptBy: readonly Barrier[]): AuditCheck {
  return { whose: "kernel", keptBy };
}

const FILES: Checks = {
  "files.etc": canary("own-root"),
  "files.tmp": canary("own-root"),
  "files.run": canary("own-root"),
  "files.parent": canary("own-root"),
  "files.first-root": canary("pid-namespace"),
  "files.process-roots": canary("pid-namespace"),
  "files.descriptors": canary("own-root"),
  "files.root": { whose: { trace: "file" }, keptBy: ["own-root"] },
  "files.mount": { whose: { trace: "mount" }, keptBy: ["mount-namespace"] },
  "files.block-device": canary("device-rules"),
  "files.memory-device": ofKernel("device-rules", "fewer-capabilities"),
  "files.port-device": ofKernel("device-rules", "fewer-capabilities"),
};

const KERNEL: Checks = {
  "kernel.tasks": { whose: { trace: "task" }, keptBy: [] },
  "kernel.sysctl-kernel": ofKernel("read-only-kernel-files"),
  "kernel.sysctl-vm": ofKernel("read-only-kernel-files"),
  "kernel.sysctl-fs": ofKernel("read-only-kernel-files"),
  "kernel.sysctl-net": {
    whose: { namespace: "net" },
    keptBy: ["network-namespace", "read-only-kernel-files"],
  },
  "kernel.sysrq": ofKernel("read-only-kernel-files"),
  "kernel.core-pattern": ofKernel("read-only-kernel-files"),
  "kernel.modprobe": ofKernel("read-only-kernel-files"),
  "kernel.release-agent": ofKernel("read-only-kernel-files"),
  "kernel.hostname": {
    whose: { namespace: "uts" },
    keptBy: ["uts-namespace", "fewer-capabilities"],
  },
  "kernel.clock": ofKernel("fewer-capabilities", "call-filter"),
  "kernel.log": ofKernel("call-filter"),
  "kernel.modules": ofKernel("fewer-capabilities", "call-filter"),
  "kernel.kexec": ofKernel("fewer-capabilities", "call-filter"),
  "kernel.reboot": {
    whose: { namespace: "pid" },
    keptBy: ["pid-namespace", "fewer-capabilities", "call-filter"],
  },
  "kernel.swap": ofKernel("fewer-capabilities", "call-filter"),
  "kernel.accounting": ofKernel("fewer-capabilities", "call-filter"),
  "kernel.bpf": ofKernel("call-filter"),
  "kernel.perf-events": ofKernel("call-filter"),
  "kernel.userfaultfd": ofKernel("call-filter"),
  // Engines' filters forbid it only since 2023.
  "kernel.io-uring": ofKernel(),
  "kernel.keyrings": canary("call-filter"),
  "kernel.io-ports": ofKernel("fewer-capabilities", "call-filter"),
};

const OTHERS: Checks = {
  "others.processes": canary("pid-namespace"),
  "others.signals": canary("pid-namespace"),
  "others.tracing": canary("pid-namespace"),
  "others.environment": canary("pid-namespace"),
  "others.system-v": canary("ipc-namespace"),
  "others.queues": canary("ipc-namespace"),
  "others.shared-memory": canary("own-dev"),
  "others.abstract-socket": canary("network-namespace"),
  "others.path-socket": canary("own-root"),
  "others.engine-socket": canary("own-root"),
  "others.loopback": canary("network-namespace"),
  "others.packets": canary("network-namespace"),
  "others.network-devices": { whose: { namespace: "net" }, keptBy: ["network-namespace"] },
};

export const AUDIT_CHECKS: Readonly<Record<AuditGroup, Checks>> = {
  files: FILES,
  kernel: KERNEL,
  others: OTHERS,
};

/** Whether a target says that nothing gets through here. `keeps`: as in `TargetIdentity.keeps`. */
export function isPromised(
  check: string,
  keptBy: readonly Barrier[],
  keeps: readonly string[],
): boolean {
  return [check, "own-kernel", ...keptBy].some((one) => keeps.includes(one));
}
