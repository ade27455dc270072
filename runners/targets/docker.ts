import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { RunContext } from "../context.ts";
import { PIDS_LIMIT } from "../context.ts";
import { type Daemon, daemonOf, daemonState } from "../docker/daemon.ts";
import { importImage } from "../docker/images.ts";
import { INSTANCE_ENV, Launcher } from "../host/launcher.ts";
import { tryRun, which } from "../host/process.ts";
import { imagePaths, SCRATCH } from "../images/paths.ts";
import type { Recipe } from "../instance.ts";
import { missingTool, toolRequirement } from "../requirements.ts";
import { removeResource } from "../resources.ts";

/** Docker as people type it: `docker run --rm`, default bridge network. Nothing is pulled. */
export const recipe: Recipe = {
  id: "docker",
  title: "Docker",
  kind: "engine",
  adds: "a daemon, containerd and its shim, runc, a seccomp filter, overlay layers, a bridge network, logs",
  rung: 100,
  below: "crun",
  main: true,
  requires: [
    toolRequirement("docker", "the client"),
    toolRequirement("dockerd", "the daemon, if none runs"),
  ],
  deadlines: { readyMs: 60_000 },

  async probe() {
    if (which("docker") === undefined) {
      const missing = missingTool(recipe.requires);
      if (missing !== undefined) return missing;
    }
    const state = await daemonState();
    if (state.state === "unusable") {
      return { ok: false, reason: state.reason, remedy: state.remedy };
    }
    return {
      ok: true,
      facts: { daemon: state.state === "running" ? "running" : "installed; started for the run" },
    };
  },

  async prepare(context, spec) {
    const daemon = await daemonOf(context);
    const tag = await context.shared(`docker-image-${spec.image.digest}`, () =>
      importImage(daemon, spec.image),
    );
    const name = context.instanceName(recipe.id);
    const folder = context.instanceFolder(name);
    const scratch = join(folder.path, "scratch");
    mkdirSync(scratch);
    const container = { kind: "docker-container", name, host: daemon.host } as const;
    const entry = context.enter(container);
    const launcher = await Launcher.start({
      cpus: spec.cpus,
      ledger: context.ledger,
      env: { DOCKER_HOST: daemon.host },
    });
    return {
      facts: await factsOf(context, daemon),
      launcher,
      paths: imagePaths(spec.image),
      launch: (args, interactive) => ({
        argv: [
          ...["docker", "run", "--rm", "--pull=never", "--name", name],
          ...(interactive ? ["--interactive"] : []),
          ...["--cpuset-cpus", spec.cpus.join(","), "--memory", `${spec.memoryMiB}m`],
          ...["--pids-limit", String(PIDS_LIMIT)],
          ...Object.entries(INSTANCE_ENV).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
          ...(spec.scratchMiB > 0 ? ["--volume", `${scratch}:${SCRATCH}`] : []),
          tag,
          ...args,
        ],
      }),
      remove: async (clean) => {
        if (!clean) await removeResource(container);
        entry.removed();
        await folder.remove();
      },
    };
  },

  async shipped(_context, image) {
    return image.layers;
  },
};

async function factsOf(context: RunContext, daemon: Daemon): Promise<Record<string, string>> {
  const client = await context.shared("docker-client", async () => {
    const { stdout } = await tryRun(["docker", "--version"]);
    return /version ([^,\s]+)/.exec(stdout)?.[1] ?? "unknown";
  });
  return {
    "server version": daemon.version,
    "client version": client,
    "storage driver": daemon.storageDriver,
    "control groups": daemon.cgroups,
    daemon:
      daemon.ownedBy === "this run"
        ? "started for this run, in namespaces of its own, with Docker's defaults but for cgroupfs as its cgroup driver"
        : `the host's own, as it was, at ${daemon.host}`,
    network: "bridge (Docker's default)",
  };
}
