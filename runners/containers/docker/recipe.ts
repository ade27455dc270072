/**
 * Targets that use a Docker daemon. They differ in who asks it (Docker's client, as people do, or
 * the API, as orchestrators do), in what is prepared beforehand, and in the network.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../../bench/messages.ts";
import type { Facts, Message, OpenSpec, Probe } from "../../../bench/types.ts";
import { type Closers, unwoundOnFailure } from "../../closers.ts";
import { pidsOf, type RunContext } from "../../context.ts";
import { located, run, which } from "../../host/process.ts";
import { imagePaths, SCRATCH } from "../../images/paths.ts";
import { CONTAINER_BARRIERS, WITHOUT_NETWORK_BARRIER } from "../../instance/barriers.ts";
import {
  identityOf,
  type Order,
  type Prepared,
  type Recipe,
  type RecipeIdentity,
} from "../../instance/recipe.ts";
import { secludedPath } from "../../kernel/seclusion.ts";
import { groupsWithWord } from "../../kernel/usage.ts";
import { INSTANCE_ENV, Launcher } from "../../launch/launcher.ts";
import { publish, publishOptions } from "../../network/publish.ts";
import { removeResource } from "../../removers/index.ts";
import { missingTool, toolRequirement } from "../../tools/requirements.ts";
import { ApiStarter, negotiate } from "./api.ts";
import { clientEnv, clientOptions, tryDocker } from "./client.ts";
import { containersGroup, type Daemon, daemonOf, daemonState } from "./daemon.ts";
import { imageIn } from "./images.ts";

export interface DockerTarget extends RecipeIdentity {
  /**
   * `run`: `docker run`. `created`: `docker start` of a container that `docker create` made. `api`:
   * no client.
   */
  readonly start: "run" | "created" | "api";
  /** The value of --network; if undefined, Docker's default, a bridge. */
  readonly network?: string;
}

const REQUIRES = [
  toolRequirement("docker", say("engines-docker.needs-client")),
  toolRequirement("dockerd", say("engines-docker.needs-daemon")),
  toolRequirement("mount", say("engines-docker.needs-mount")),
];

export function dockerRecipe(docker: DockerTarget): Recipe {
  return {
    ...identityOf(docker),
    kind: "engine",
    keeps: docker.network === "host" ? WITHOUT_NETWORK_BARRIER : CONTAINER_BARRIERS,
    requires: REQUIRES,
    deadlines: { readyMs: 60_000 },
    ...(docker.network === "none" ? { lacks: { network: say("engines.loopback-only") } } : {}),
    probe,
    prepare: (context, spec) =>
      unwoundOnFailure((closers) => prepare(docker, context, spec, closers)),
    daemons: async (context) => (await daemonOf(context)).services.map(({ pid }) => pid),
    shipped: async (_context, image) => image.layers,
  };
}

async function probe(): Promise<Probe> {
  if (which("docker") === undefined) {
    const missing = missingTool(REQUIRES);
    if (missing !== undefined) return missing;
  }
  const state = await daemonState();
  if (state.state === "unusable") return { ok: false, reason: state.reason, remedy: state.remedy };
  return { ok: true, facts: { daemon: state.daemon } };
}

async function prepare(
  docker: DockerTarget,
  context: RunContext,
  spec: Order,
  closers: Closers,
): Promise<Prepared> {
  const daemon = await daemonOf(context);
  const { root } = spec;
  const image = root?.kind === "image" ? root.name : await imageIn(context, daemon, spec.image);
  const name = context.instanceName(docker.id);
  const { network } = docker;
  const published = await publish(context, spec, daemon.pid, network);
  if (published !== undefined) closers.use(published);
  const folder = closers.use(context.instanceFolder(name));
  const scratch = join(folder.path, "scratch");
  mkdirSync(scratch);
  const container = { kind: "docker-container", name, host: daemon.host } as const;
  const entered = context.enter(container);
  closers.defer(async (clean) => {
    if (!clean) await removeResource(container);
    entered.removed();
  });
  const common = {
    ...(published === undefined ? {} : { network: published.served }),
    facts: await factsOf(docker, context, daemon),
    paths: imagePaths(spec.image),
    ...(daemon.ownedBy === "this run" ? {} : { uncounted: say("engines-docker.serves-others") }),
    // Docker names the group after the container's id, which the client does not print.
    cgroups: (mark: string) => groupsWithWord(context.cgroups, containersGroup(context), mark),
    remove: (clean: boolean) => closers.unwind(clean),
  };
  const asked = {
    spec,
    name,
    image,
    // The path as the daemon sees it.
    scratch: daemon.ownedBy === "this run" ? secludedPath(context, scratch) : scratch,
    ...(network === undefined ? {} : { network }),
    ...(published?.address === undefined ? {} : { published: published.address }),
  };
  if (docker.start === "api") {
    const container = { ...asked, pids: pidsOf(spec) };
    const launcher = closers.hold(
      new ApiStarter(daemon.host, container, await apiOf(context, daemon)),
    );
    const launch: Prepared["launch"] = (entry, interactive) => {
      launcher.interactive = interactive;
      return { argv: entry };
    };
    return { ...common, launcher, launch };
  }
  const launcher = closers.hold(
    await Launcher.start({
      cpus: spec.cpus,
      context,
      account: spec.account,
      env: clientEnv(daemon.host),
    }),
  );
  if (docker.start === "run") {
    const launch: Prepared["launch"] = (entry, interactive) => ({
      argv: ["docker", "run", ...optionsOf(asked, interactive), image, ...entry],
    });
    return { ...common, launcher, launch };
  }
  return {
    ...common,
    launcher,
    before: async (entry, interactive) => {
      const options = optionsOf(asked, interactive);
      const create = located(["docker", "create", ...options, image, ...entry]);
      await run(create, clientOptions(daemon.host));
    },
    launch: (_entry, interactive) => ({
      argv: ["docker", "start", "--attach", ...(interactive ? ["--interactive"] : []), name],
    }),
  };
}

/** The settings of a container, the same for each way of starting it. */
export interface Asked {
  readonly spec: OpenSpec;
  readonly name: string;
  readonly image: string;
  /** The volume's folder, as the daemon sees it. */
  readonly scratch: string;
  readonly network?: string;
  /** The address at which the container's port is published. */
  readonly published?: string;
}

function optionsOf(
  { spec, name, scratch, network, published }: Asked,
  interactive: boolean,
): string[] {
  return [
    "--rm",
    "--pull=never",
    "--name",
    name,
    ...(interactive ? ["--interactive"] : []),
    "--cpuset-cpus",
    spec.cpus.join(","),
    "--memory",
    `${spec.memoryMiB}m`,
    "--pids-limit",
    String(pidsOf(spec)),
    ...(network === undefined ? [] : ["--network", network]),
    ...publishOptions(published),
    ...Object.entries(INSTANCE_ENV).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
    ...(spec.scratchMiB > 0 ? ["--volume", `${scratch}:${SCRATCH}`] : []),
  ];
}

/** The API version, negotiated once for each daemon. */
function apiOf(context: RunContext, { host, version }: Daemon): Promise<string> {
  return context.shared(`docker-api-${host}-${version}`, () => negotiate(host));
}

/** From this version on, a client that has buildx builds with it: release notes of 23.0. */
const BUILDS_WITH_BUILDX = 23;

/** What `docker build` is, if nobody asks for another. */
async function builderOf({ host }: Daemon, version: string | undefined): Promise<Message> {
  const mayUseBuildx = Number.parseInt(version ?? "", 10) >= BUILDS_WITH_BUILDX;
  const buildx = mayUseBuildx && (await tryDocker(host, ["buildx", "version"])).exitCode === 0;
  return say(buildx ? "engines-docker.buildkit" : "engines-docker.classic-builder");
}

async function factsOf(
  { start, network }: DockerTarget,
  context: RunContext,
  daemon: Daemon,
): Promise<Facts> {
  const client = await context.shared("docker-client", async () => {
    const { stdout } = await tryDocker(daemon.host, ["--version"]);
    const version = /version ([^,\s]+)/.exec(stdout)?.[1];
    return { version, builder: await builderOf(daemon, version) };
  });
  return {
    "server version": daemon.version,
    ...(start === "api"
      ? {
          client: say("engines-docker.client-is-isotax"),
          "API version": await apiOf(context, daemon),
        }
      : {
          "client version": client.version ?? say("engines.unknown"),
          "image builder": client.builder,
        }),
    "storage driver": daemon.storageDriver,
    "control groups": daemon.cgroups,
    daemon:
      daemon.ownedBy === "this run"
        ? say("engines-docker.of-this-run", { why: daemon.why })
        : say("engines-docker.of-the-host", { host: daemon.host, by: daemon.why }),
    ...(daemon.rootless ? { "user namespace": say("engines-docker.rootless-daemon") } : {}),
    network: network ?? say("engines-docker.bridge"),
  };
}
