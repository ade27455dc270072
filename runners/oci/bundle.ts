/** Bundles for OCI runtimes: what the runtime proposes, with the size that every target gets. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenSpec } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PIDS_LIMIT } from "../context.ts";
import { INSTANCE_ENV } from "../host/launcher.ts";
import { mountsBelow } from "../host/mounts.ts";
import { run } from "../host/process.ts";
import { SCRATCH } from "../images/paths.ts";

export interface OciConfig {
  process: Record<string, unknown>;
  root: { path: string; readonly: boolean };
  mounts: { destination: string; type?: string; source?: string; options?: string[] }[];
  linux: { resources?: object } & Record<string, unknown>;
}

/** The configuration that the runtime itself proposes. */
export async function defaultSpec(context: RunContext, runtime: string): Promise<OciConfig> {
  const folder = context.instanceFolder(context.instanceName(`${runtime}-spec`));
  try {
    await run([runtime, "spec"], { cwd: folder.path });
    return JSON.parse(readFileSync(join(folder.path, "config.json"), "utf8")) as OciConfig;
  } finally {
    await folder.remove();
  }
}

/** The same with the run's size, image and entry; nothing else of the proposal is changed. */
export function bundleConfig(
  base: OciConfig,
  spec: OpenSpec,
  cgroup: string,
  scratch: string,
  args: readonly string[],
): OciConfig {
  const env = Object.entries(INSTANCE_ENV).map(([key, value]) => `${key}=${value}`);
  const bind = { destination: SCRATCH, type: "bind", source: scratch, options: ["rbind", "rw"] };
  return {
    ...base,
    process: { ...base.process, terminal: false, args, env },
    root: { path: spec.image.rootfs, readonly: true },
    mounts: spec.scratchMiB > 0 ? [...base.mounts, bind] : base.mounts,
    linux: {
      ...base.linux,
      cgroupsPath: `/${cgroup}`,
      resources: {
        ...base.linux.resources,
        cpu: { cpus: spec.cpus.join(",") },
        memory: { limit: spec.memoryMiB * 1024 * 1024 },
        pids: { limit: PIDS_LIMIT },
      },
    },
  };
}

const HYBRID_MOUNT = "/sys/fs/cgroup/unified";

/**
 * crun refuses a host with cgroup v1 and v2 side by side; where the v2 mount is
 * just an extra, hiding it in a mount namespace of the launcher is enough.
 */
export function hybridPrefix(): readonly string[] {
  if (!existsSync(HYBRID_MOUNT) || mountsBelow(HYBRID_MOUNT).length === 0) return [];
  return ["unshare", "--mount", "sh", "-c", `umount ${HYBRID_MOUNT} && exec "$@"`, "sh"];
}
