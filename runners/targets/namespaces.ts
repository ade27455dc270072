import { fileURLToPath } from "node:url";
import type { RunContext } from "../context.ts";
import { PIDS_LIMIT } from "../context.ts";
import { cgroupMounts, cgroupPlan, joinLines, removeCgroup } from "../host/cgroups.ts";
import { Launcher } from "../host/launcher.ts";
import { isRoot } from "../host/paths.ts";
import { shellQuote, tryRun, which } from "../host/process.ts";
import { imagePaths } from "../images/paths.ts";
import type { Recipe } from "../instance.ts";
import { missingTool, toolRequirement } from "../requirements.ts";

const INIT = fileURLToPath(new URL("../agent/namespaces-init.sh", import.meta.url));

/**
 * A container made of kernel primitives alone: a control group with limits,
 * then unshare(1) with every namespace, mounts, and pivot_root(2). All of that
 * is inside the timed window.
 */
export const recipe: Recipe = {
  id: "namespaces",
  title: "Namespaces",
  kind: "primitive",
  adds: "mount, pid, uts, ipc, net and cgroup namespaces, pivot_root, cgroup limits",
  rung: 20,
  requires: [
    toolRequirement("unshare", "makes the namespaces"),
    toolRequirement("busybox", "mounts, pivot_root"),
    {
      kind: "kernel",
      name: "namespaces",
      why: "the rung itself",
      remedy: "use a kernel with CONFIG_NAMESPACES",
    },
  ],
  deadlines: { readyMs: 30_000 },

  async probe(context, signal) {
    const missing = missingTool(recipe.requires);
    if (missing !== undefined) return missing;
    const { exitCode, stderr } = await tryRun(["unshare", ...flags(), "true"], { signal });
    if (exitCode !== 0) {
      return {
        ok: false,
        reason: `unshare ${flags().join(" ")}: ${stderr.trim()}`,
        remedy: isRoot()
          ? "allow namespaces in this container or VM (Docker: --privileged)"
          : "sysctl kernel.unprivileged_userns_clone=1 and user.max_user_namespaces > 0 (Ubuntu 24.04: kernel.apparmor_restrict_unprivileged_userns=0), or run as root",
      };
    }
    return { ok: true, facts: factsOf(context) };
  },

  async prepare(context, spec) {
    const name = context.instanceName(recipe.id);
    const folder = context.instanceFolder(name);
    const { cgroups } = context;
    const cgroup = context.cgroupName(name);
    const busybox = which("busybox") ?? "busybox";
    const launcher = await Launcher.start({ cpus: spec.cpus, ledger: context.ledger });
    const limit: string[] = [];
    if (cgroups.version !== 0) {
      const plan = cgroupPlan(cgroups, cgroup, { ...spec, pids: PIDS_LIMIT });
      limit.push(
        shellQuote([busybox, "mkdir", ...plan.folders]),
        ...plan.writes.map(({ file, value }) => `echo ${value} >'${file}'`),
        ...joinLines(plan.folders, "0"),
      );
    }
    return {
      facts: factsOf(context),
      launcher,
      paths: imagePaths(spec.image),
      marksInit: true,
      launch: (entry) => {
        const unshare = ["unshare", ...flags(), busybox, "sh", INIT];
        const scratch = spec.scratchMiB > 0 ? folder.path : "";
        const words = [spec.image.rootfs, scratch, cgroupMounts(cgroups), ...entry];
        // A subshell, so that the launcher itself stays outside the group. A limit that is
        // refused ends it: an instance without its limits would only seem cheap.
        return {
          script: `( ${["set -e", ...limit, `exec ${shellQuote([...unshare, ...words])}`].join("; ")} )`,
        };
      },
      remove: async () => {
        if (cgroups.version !== 0) await removeCgroup(cgroup);
        await folder.remove();
      },
    };
  },

  async shipped(_context, image) {
    return image.layers;
  },
};

function flags(): readonly string[] {
  const all = ["--mount", "--pid", "--uts", "--ipc", "--net", "--cgroup", "--fork", "--kill-child"];
  return isRoot() ? all : ["--user", "--map-root-user", ...all];
}

function factsOf({ cgroups }: RunContext): Record<string, string> {
  return {
    "user namespace": isRoot() ? "no" : "yes",
    limits:
      cgroups.version === 0
        ? `CPUs by affinity; memory not limited (${cgroups.reason})`
        : `CPUs and memory by cgroup v${cgroups.version}`,
  };
}
