import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Image } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PIDS_LIMIT } from "../context.ts";
import { type Daemon, daemonOf, daemonState, dockerEnv } from "../docker/daemon.ts";
import { Launcher } from "../host/launcher.ts";
import { run, tryRun, which } from "../host/process.ts";
import { imagePaths, SCRATCH } from "../images/paths.ts";
import type { Recipe } from "../instance.ts";
import { missingTool, toolRequirement } from "../requirements.ts";

/** Docker as people type it: `docker run --rm`, default bridge network. Nothing is pulled. */
export const recipe: Recipe = {
  id: "docker",
  title: "Docker",
  kind: "engine",
  adds: "a daemon, containerd and its shim, runc, overlay layers, a bridge network, logs",
  rung: 100,
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
    const entry = context.enter({ kind: "docker-container", name, host: daemon.host });
    const launcher = await Launcher.start({
      cpus: spec.cpus,
      ledger: context.ledger,
      env: dockerEnv(daemon.host),
    });
    return {
      facts: await factsOf(context, daemon),
      launcher,
      paths: imagePaths(spec.image),
      launch: (args, interactive) => ({
        argv: [
          ...["docker", "run", "--rm", "--name", name],
          ...(interactive ? ["--interactive"] : []),
          ...["--cpuset-cpus", spec.cpus.join(","), "--memory", `${spec.memoryMiB}m`],
          ...["--pids-limit", String(PIDS_LIMIT)],
          ...(spec.scratchMiB > 0 ? ["--volume", `${scratch}:${SCRATCH}`] : []),
          tag,
          ...args,
        ],
      }),
      remove: async (clean) => {
        if (!clean) {
          await tryRun(["docker", "rm", "--force", "--volumes", name], {
            env: dockerEnv(daemon.host),
            timeoutMs: 30_000,
          });
        }
        entry.removed();
        await folder.remove();
      },
    };
  },

  async shipped(_context, image) {
    return image.layers;
  },
};

/** Our images' repository on whichever daemon runs them; no image of another is touched. */
const REPOSITORY = "isotax-rootfs";

/** Imports the root filesystem as a one-layer image, unless the daemon has it already. */
async function importImage(daemon: Daemon, image: Image): Promise<string> {
  const tag = `${REPOSITORY}:${image.digest.slice(0, 32)}`;
  const env = dockerEnv(daemon.host);
  const { exitCode } = await tryRun(["docker", "image", "inspect", tag], { env });
  if (exitCode !== 0) {
    await removeImages(env);
    await run(
      [
        "sh",
        "-c",
        'tar --create --directory "$1" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner . | docker import - "$2"',
        "sh",
        image.rootfs,
        tag,
      ],
      { env, timeoutMs: 300_000 },
    );
  }
  return tag;
}

/** Removes the images of earlier root filesystems: nothing uses them any more. */
async function removeImages(env: Readonly<Record<string, string>>): Promise<void> {
  const { stdout } = await tryRun(
    ["docker", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", REPOSITORY],
    { env },
  );
  const names = stdout.split("\n").filter((name) => name.startsWith(`${REPOSITORY}:`));
  if (names.length > 0) await tryRun(["docker", "image", "rm", ...names], { env });
}

async function factsOf(context: RunContext, daemon: Daemon): Promise<Record<string, string>> {
  const client = await context.shared("docker-client", async () => {
    const { stdout } = await tryRun(["docker", "--version"]);
    return /version ([^,\s]+)/.exec(stdout)?.[1] ?? "unknown";
  });
  return {
    "server version": daemon.version,
    "client version": client,
    "storage driver": daemon.storageDriver,
    daemon:
      daemon.ownedBy === "this run"
        ? "started for this run, in namespaces of its own, with Docker's defaults"
        : "the host's own, as it was",
    network: "bridge (Docker's default)",
  };
}
