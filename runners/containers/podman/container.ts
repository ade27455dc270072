/** The common part of `podman run`, and of `podman create` with a later `podman start`. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../../bench/messages.ts";
import type { Facts, OpenSpec } from "../../../bench/types.ts";
import { unwoundOnFailure } from "../../closers.ts";
import { pidsOf, type RunContext } from "../../context.ts";
import { isRoot } from "../../host/paths.ts";
import { imagePaths, SCRATCH } from "../../images/paths.ts";
import { CONTAINER_BARRIERS, WITHOUT_NETWORK_BARRIER } from "../../instance/barriers.ts";
import {
  identityOf,
  type Prepared,
  type Recipe,
  type RecipeIdentity,
} from "../../instance/recipe.ts";
import { limitFacts, limitsCpus, removeCgroup } from "../../kernel/cgroups.ts";
import { secludedPath } from "../../kernel/seclusion.ts";
import { INSTANCE_ENV, Launcher } from "../../launch/launcher.ts";
import { probeByTrial } from "../../launch/trial.ts";
import { publish, publishOptions } from "../../network/publish.ts";
import { toolRequirement } from "../../tools/requirements.ts";
import { firewallTool, podmanVersion } from "./command.ts";
import { monitorEnded } from "./monitor.ts";
import { groupOptions, type Place, placeOf } from "./place.ts";
import { TAG } from "./store.ts";

export interface PodmanTarget extends RecipeIdentity {
  /** The value of --network; Podman's default if undefined. */
  readonly network?: string;
  /** Facts that are added to those of the place. */
  readonly facts: Facts;
  /** How to start a container. */
  launching(container: PodmanContainer): Pick<Prepared, "launch" | "before">;
}

export interface PodmanContainer {
  readonly place: Place;
  readonly name: string;
  /** The words from the options of `run` and `create` to the end of the entry. */
  words(entry: readonly string[], interactive: boolean): readonly string[];
}

export function podmanRecipe(target: PodmanTarget): Recipe {
  const { id, network } = target;
  const factsOf = (context: RunContext, place: Place) => ({
    ...place.facts,
    ...limitFacts(context.cgroups),
    network:
      network ?? say(isRoot() ? "engines.podmans-bridge" : "engines.podmans-network-for-users"),
    ...target.facts,
  });
  const recipe: Recipe = {
    ...identityOf(target),
    kind: "engine",
    keeps: network === "host" ? WITHOUT_NETWORK_BARRIER : CONTAINER_BARRIERS,
    get requires() {
      return [
        toolRequirement("podman", say("engines.needs-engine")),
        toolRequirement("busybox", say("engines.needs-busybox-for-trial")),
        toolRequirement("mount", say("engines.needs-mount-for-podman")),
        ...(isRoot() ? [toolRequirement(firewallTool(), say("engines.needs-firewall-tool"))] : []),
      ];
    },
    deadlines: { readyMs: 60_000 },
    ...(network === "none" ? { lacks: { network: say("engines.loopback-only") } } : {}),
    probe: (context, signal) =>
      probeByTrial(recipe, context, signal, {
        rootless: true,
        // `podman run` is `podman create` and `podman start`, in one process and with the same words.
        alike: `podman-${network ?? "default"}`,
        remedy: say(isRoot() ? "engines.try-podman" : "engines.rootless-podman"),
        facts: async () => ({ version: await podmanVersion(context) }),
      }),
    prepare: (context, spec) =>
      unwoundOnFailure(async (closers) => {
        const place = await placeOf(context, spec.image);
        const name = context.instanceName(id);
        const published = await publish(context, spec, place.pid, network);
        if (published !== undefined) closers.use(published);
        const folder = closers.use(context.instanceFolder(name));
        const cgroup = context.cgroupName(name);
        closers.defer(async (clean) => {
          if (!clean) await place.podman(["rm", "--force", "--ignore", "--time=0", name]);
          if (context.cgroups.version === 0) await monitorEnded(name);
          else await removeCgroup(cgroup);
        });
        const scratch = join(folder.path, "scratch");
        mkdirSync(scratch);
        const launcher = closers.hold(
          await Launcher.start({
            cpus: spec.cpus,
            context,
            account: spec.account,
            prefix: place.prefix,
            env: place.env,
          }),
        );
        const words: PodmanContainer["words"] = (entry, interactive) => [
          "--rm",
          "--pull=never",
          "--name",
          name,
          ...groupOptions(context, cgroup),
          ...(interactive ? ["--interactive"] : []),
          ...(network === undefined ? [] : [`--network=${network}`]),
          ...publishOptions(published?.address),
          ...sizeOptions(context, spec),
          ...Object.entries(INSTANCE_ENV).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
          ...place.options,
          ...(spec.scratchMiB > 0
            ? ["--volume", `${secludedPath(context, scratch)}:${SCRATCH}`]
            : []),
          spec.root?.kind === "image" ? spec.root.name : TAG,
          ...entry,
        ];
        return {
          ...target.launching({ place, name, words }),
          facts: factsOf(context, place),
          launcher,
          paths: imagePaths(spec.image),
          ...(published === undefined ? {} : { network: published.served }),
          cgroups: () => [cgroup],
          remove: (clean: boolean) => closers.unwind(clean),
        };
      }),
    shipped: async (_context, image) => image.layers,
  };
  return recipe;
}

function sizeOptions({ cgroups }: RunContext, spec: OpenSpec): readonly string[] {
  if (cgroups.version === 0) return [];
  return [
    ...(limitsCpus(cgroups) ? ["--cpuset-cpus", spec.cpus.join(",")] : []),
    "--memory",
    `${spec.memoryMiB}m`,
    "--pids-limit",
    String(pidsOf(spec)),
  ];
}
