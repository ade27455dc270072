/** What `podman run` and `podman create` with a later `podman start` have in common. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Facts, OpenSpec } from "../../bench/types.ts";
import { PIDS_LIMIT } from "../context.ts";
import { removeCgroup } from "../host/cgroups.ts";
import { INSTANCE_ENV, Launcher } from "../host/launcher.ts";
import { imagePaths, SCRATCH } from "../images/paths.ts";
import { identityOf, type Prepared, type Recipe, type RecipeIdentity } from "../instance.ts";
import { toolRequirement } from "../requirements.ts";
import { probeByTrial } from "../trial.ts";
import { podmanVersion } from "./command.ts";
import { type Place, placeOf } from "./place.ts";
import { TAG } from "./store.ts";

export interface PodmanTarget extends RecipeIdentity {
  /** Value of --network; Podman's default if undefined. */
  readonly network?: string;
  /** Added to the facts of the place. */
  readonly facts: Facts;
  /** How a container is started. */
  launching(container: Container): Pick<Prepared, "launch" | "before">;
}

export interface Container {
  readonly place: Place;
  readonly name: string;
  /** Words from the options of `run` and `create` to the entry's last. */
  words(entry: readonly string[], interactive: boolean): readonly string[];
}

export function podmanRecipe(target: PodmanTarget): Recipe {
  const { id, network } = target;
  const factsOf = (place: Place) => ({
    ...place.facts,
    network: network ?? "bridge (Podman's default)",
    ...target.facts,
  });
  const recipe: Recipe = {
    ...identityOf(target),
    kind: "engine",
    requires: [
      toolRequirement("podman", "the engine itself"),
      toolRequirement("busybox", "what is started on trial"),
      ...(network === undefined ? [toolRequirement("iptables", "Podman's default network")] : []),
    ],
    deadlines: { readyMs: 60_000 },
    probe: (context, signal) =>
      probeByTrial(recipe, context, signal, {
        remedy: "see podman(1) for what the message names, and try `podman run` by hand",
        facts: async () => ({ version: await podmanVersion() }),
      }),
    prepare: async (context, spec) => {
      const place = await placeOf(context, spec.image);
      const name = context.instanceName(id);
      const folder = context.instanceFolder(name);
      const cgroup = context.cgroupName(name);
      const scratch = join(folder.path, "scratch");
      mkdirSync(scratch);
      const launcher = await Launcher.start({
        cpus: spec.cpus,
        ledger: context.ledger,
        prefix: place.prefix,
      });
      const words: Container["words"] = (entry, interactive) => [
        ...["--rm", "--pull=never", "--name", name, `--cgroup-parent=/${cgroup}`],
        ...(interactive ? ["--interactive"] : []),
        ...(network === undefined ? [] : [`--network=${network}`]),
        ...sizeOptions(spec),
        ...place.ulimits,
        ...(spec.scratchMiB > 0 ? ["--volume", `${scratch}:${SCRATCH}`] : []),
        TAG,
        ...entry,
      ];
      return {
        ...target.launching({ place, name, words }),
        facts: factsOf(place),
        launcher,
        paths: imagePaths(spec.image),
        remove: async (clean: boolean) => {
          if (!clean) await place.podman(["rm", "--force", "--ignore", "--time=0", name]);
          await removeCgroup(cgroup);
          await folder.remove();
        },
      };
    },
    shipped: async (_context, image) => image.layers,
  };
  return recipe;
}

function sizeOptions(spec: OpenSpec): readonly string[] {
  return [
    ...["--cpuset-cpus", spec.cpus.join(","), "--memory", `${spec.memoryMiB}m`],
    ...["--pids-limit", String(PIDS_LIMIT)],
    ...Object.entries(INSTANCE_ENV).flatMap(([key, value]) => ["--env", `${key}=${value}`]),
  ];
}
