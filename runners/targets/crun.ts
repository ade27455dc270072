import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenSpec } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PIDS_LIMIT } from "../context.ts";
import { removeCgroup } from "../host/cgroups.ts";
import { INSTANCE_ENV, Launcher } from "../host/launcher.ts";
import { mountsBelow } from "../host/mounts.ts";
import { isRoot } from "../host/paths.ts";
import { run, tryRun } from "../host/process.ts";
import { imagePaths, SCRATCH } from "../images/paths.ts";
import type { Recipe } from "../instance.ts";
import { missingTool, toolRequirement } from "../requirements.ts";

/** An OCI runtime, driven as its users do: `crun run` on a bundle made with `crun spec`. */
export const recipe: Recipe = {
  id: "crun",
  title: "crun",
  kind: "runtime",
  adds: "an OCI runtime: its bundle, seccomp-ready process set-up, capabilities, /dev, masked paths",
  rung: 60,
  requires: [toolRequirement("crun", "the runtime itself")],
  deadlines: { readyMs: 30_000 },

  async probe(context) {
    const missing = missingTool(recipe.requires);
    if (missing !== undefined) return missing;
    if (context.cgroups.version === 0) {
      return {
        ok: false,
        reason: `no control groups for crun: ${context.cgroups.reason}`,
        remedy: isRoot() ? "mount cgroup v2 at /sys/fs/cgroup" : "run as root",
      };
    }
    return { ok: true, facts: await factsOf() };
  },

  async prepare(context, spec) {
    const name = context.instanceName(recipe.id);
    const folder = context.instanceFolder(name);
    const cgroup = context.cgroupName(name);
    const scratch = join(folder.path, "scratch");
    mkdirSync(scratch);
    const config = await context.shared("crun-spec", () => defaultSpec(context));
    const entry = context.enter({ kind: "oci-container", runtime: "crun", id: name });
    const launcher = await Launcher.start({
      cpus: spec.cpus,
      ledger: context.ledger,
      prefix: hybridPrefix(),
    });
    return {
      facts: await factsOf(),
      launcher,
      paths: imagePaths(spec.image),
      launch: (args) => {
        const bundle = bundleConfig(config, spec, cgroup, scratch, args);
        writeFileSync(join(folder.path, "config.json"), JSON.stringify(bundle));
        return {
          argv: ["crun", "--cgroup-manager=cgroupfs", "run", `--bundle=${folder.path}`, name],
        };
      },
      remove: async (clean) => {
        if (!clean) await tryRun(["crun", "delete", "--force", name]);
        await removeCgroup(cgroup);
        entry.removed();
        await folder.remove();
      },
    };
  },

  async shipped(_context, image) {
    return image.layers;
  },
};

async function factsOf(): Promise<Record<string, string>> {
  const { stdout } = await run(["crun", "--version"]);
  return { version: stdout.split("\n")[0]?.replace("crun version ", "") ?? "unknown" };
}

interface OciConfig {
  process: Record<string, unknown>;
  root: { path: string; readonly: boolean };
  mounts: { destination: string; type?: string; source?: string; options?: string[] }[];
  linux: Record<string, unknown>;
}

/** The configuration that the runtime itself proposes. */
async function defaultSpec(context: RunContext): Promise<OciConfig> {
  const folder = context.instanceFolder(context.instanceName("crun-spec"));
  try {
    await run(["crun", "spec"], { cwd: folder.path });
    return JSON.parse(readFileSync(join(folder.path, "config.json"), "utf8")) as OciConfig;
  } finally {
    await folder.remove();
  }
}

function bundleConfig(
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
