import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { OpenSpec } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PIDS_LIMIT } from "../context.ts";
import {
  type CgroupSupport,
  cgroupMounts,
  cgroupPlan,
  joinLines,
  limitsText,
  removeCgroup,
} from "../host/cgroups.ts";
import { Launcher } from "../host/launcher.ts";
import { isRoot } from "../host/paths.ts";
import { shellQuote, tryRun, which } from "../host/process.ts";
import { imagePaths, SCRATCH } from "../images/paths.ts";
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
  below: "native",
  main: true,
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
    const fstab = writeFstab(folder.path, spec, cgroups);
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
        const words = [spec.image.rootfs, fstab, ...entry];
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

/**
 * What the instance's init mounts, in order, as a file in fstab(5)'s format; with the folders
 * that its mounts need.
 */
function writeFstab(folder: string, spec: OpenSpec, cgroups: CgroupSupport): string {
  const { rootfs } = spec.image;
  const scratch = join(folder, "scratch");
  const groups = join(folder, "cgroup");
  const hierarchies = cgroupMounts(cgroups);
  for (const { name } of hierarchies) mkdirSync(join(groups, name), { recursive: true });
  const under = (path: string) => join(rootfs, path);
  const lines = [
    // pivot_root(2) wants a mount point; it is read-only, for the image is shared. An unprivileged
    // user may not drop the flags of the filesystem below, but may always add these.
    [rootfs, rootfs, "none", "bind"],
    ["none", rootfs, "none", "remount,bind,ro,nosuid,nodev"],
    ["proc", under("proc"), "proc", "defaults"],
    ["/dev", under("dev"), "none", "rbind"],
    // A runtime sizes itself by what it finds here: without them Node.js takes the host's whole
    // memory for its own, gives itself a larger heap, and runs some work faster than native does.
    isRoot()
      ? ["sysfs", under("sys"), "sysfs", "defaults"]
      : ["/sys", under("sys"), "none", "rbind"],
    ...(hierarchies.length > 0 && cgroups.version === 1
      ? [[groups, under("sys/fs/cgroup"), "none", "bind"]]
      : []),
    ...hierarchies.map(({ type, name, options }) => [
      ...["cgroup", under(join("sys/fs/cgroup", name)), type, options],
    ]),
  ];
  if (spec.scratchMiB > 0) {
    mkdirSync(scratch);
    lines.push([scratch, under(SCRATCH), "none", "bind"]);
  }
  const file = join(folder, "fstab");
  const escaped = (word: string) => word.replaceAll(" ", "\\040").replaceAll("\t", "\\011");
  writeFileSync(file, lines.map((line) => `${line.map(escaped).join(" ")} 0 0\n`).join(""));
  return file;
}

function flags(): readonly string[] {
  const all = ["--mount", "--pid", "--uts", "--ipc", "--net", "--cgroup", "--fork", "--kill-child"];
  return isRoot() ? all : ["--user", "--map-root-user", ...all];
}

function factsOf({ cgroups }: RunContext): Record<string, string> {
  return {
    "user namespace": isRoot() ? "no" : "yes",
    limits: limitsText(cgroups),
  };
}
