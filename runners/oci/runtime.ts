/**
 * OCI runtimes, driven as engines drive them: a bundle in a folder, `RUNTIME run`.
 * A runtime is data; its file in targets/ holds nothing else.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts, OpenSpec, Probe } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { removeCgroup } from "../host/cgroups.ts";
import { Launcher } from "../host/launcher.ts";
import { mountsBelow } from "../host/mounts.ts";
import { isRoot } from "../host/paths.ts";
import { shellQuote, tryRun } from "../host/process.ts";
import { imagePaths } from "../images/paths.ts";
import type { Prepared, Recipe } from "../instance.ts";
import { overlayOptions } from "../primitives/mounts.ts";
import { missingTool, toolRequirement } from "../requirements.ts";
import { removeResource } from "../resources.ts";
import { bundleConfig, proposedSpec } from "./bundle.ts";

export interface OciRuntime extends Pick<Recipe, "id" | "title" | "adds" | "rung" | "main"> {
  readonly below: string;
  /** The executable, in the PATH. */
  readonly command: string;
  /** Options before its subcommand. */
  readonly options?: readonly string[];
}

/** A container whose bundle is written and whose folders are there; nothing runs yet. */
export interface PreparedContainer {
  readonly name: string;
  readonly launcher: Launcher;
  readonly facts: Facts;
  /** Writes the bundle's configuration for this entry. */
  configure(entry: readonly string[]): void;
  /** Words of one of the runtime's subcommands, for this container. */
  subcommand(name: string, ...options: readonly string[]): readonly string[];
  remove(clean: boolean): Promise<void>;
}

export function ociRecipe(runtime: OciRuntime): Recipe {
  const { id, title, adds, rung, below, main } = runtime;
  const requires = [toolRequirement(runtime.command, "the runtime itself")];
  return {
    ...{ id, title, adds, rung, below, requires, kind: "runtime" },
    ...(main === undefined ? {} : { main }),
    deadlines: { readyMs: 30_000 },
    probe: (context) => probeRuntime(runtime, requires, context),
    prepare: async (context, spec): Promise<Prepared> => {
      const container = await prepareContainer(runtime, id, context, spec);
      return {
        facts: container.facts,
        launcher: container.launcher,
        paths: imagePaths(spec.image),
        launch: (entry) => {
          container.configure(entry);
          return { argv: container.subcommand("run") };
        },
        remove: container.remove,
      };
    },
    shipped: async (_context, image) => image.layers,
  };
}

export async function probeRuntime(
  runtime: OciRuntime,
  requires: Recipe["requires"],
  context: RunContext,
): Promise<Probe> {
  const missing = missingTool(requires);
  if (missing !== undefined) return missing;
  if (context.cgroups.version === 0) {
    return {
      ok: false,
      reason: `no control groups for ${runtime.command}: ${context.cgroups.reason}`,
      remedy: isRoot() ? "mount cgroup v2 at /sys/fs/cgroup" : "run as root",
    };
  }
  return { ok: true, facts: await factsOf(runtime, context) };
}

export async function prepareContainer(
  runtime: OciRuntime,
  targetId: string,
  context: RunContext,
  spec: OpenSpec,
): Promise<PreparedContainer> {
  const { command, options = [] } = runtime;
  const name = context.instanceName(targetId);
  const folder = context.instanceFolder(name);
  const cgroup = context.cgroupName(name);
  const layers = Object.fromEntries(
    ["root", "upper", "work", "scratch"].map((part) => {
      const path = join(folder.path, part);
      mkdirSync(path);
      return [part, path];
    }),
  ) as Record<"root" | "upper" | "work" | "scratch", string>;
  const base = await context.shared(`${command}-spec`, () => proposedSpec(context, command));
  const container = { kind: "oci-container", runtime: command, id: name } as const;
  const entered = context.enter(container);
  const overlay = overlayOptions(spec.image.rootfs, layers.upper, layers.work);
  const launcher = await Launcher.start({
    cpus: spec.cpus,
    ledger: context.ledger,
    // In a mount namespace of its own: what is mounted there goes with it.
    prefix: ["unshare", "--mount"],
    setup: [
      ...withoutUnified(),
      // An engine has a container's layers mounted before it calls the runtime.
      shellQuote(["mount", "-t", "overlay", "-o", overlay, "overlay", layers.root]),
    ],
  });
  return {
    name,
    launcher,
    facts: await factsOf(runtime, context),
    configure: (entry) => {
      const bundle = bundleConfig(base, spec, { cgroup, ...layers }, entry);
      writeFileSync(join(folder.path, "config.json"), JSON.stringify(bundle));
    },
    subcommand: (verb, ...flags) => [
      ...[command, ...options, verb, ...flags],
      ...(verb === "run" || verb === "create" ? [`--bundle=${folder.path}`] : []),
      name,
    ],
    remove: async (clean) => {
      if (!clean) await removeResource(container);
      await removeCgroup(cgroup);
      entered.removed();
      await folder.remove();
    },
  };
}

const UNIFIED_MOUNT = "/sys/fs/cgroup/unified";

/**
 * Some runtimes refuse a host with control groups v1 and v2 side by side. Where the v2 mount is
 * just an extra, hiding it is enough; it is hidden from all, so that they do the same work.
 */
function withoutUnified(): readonly string[] {
  if (!existsSync(UNIFIED_MOUNT) || mountsBelow(UNIFIED_MOUNT).length === 0) return [];
  return [`umount ${UNIFIED_MOUNT}`];
}

async function factsOf({ command }: OciRuntime, context: RunContext): Promise<Facts> {
  return context.shared(`${command}-facts`, async () => {
    const { stdout } = await tryRun([command, "--version"]);
    return {
      version: stdout.split("\n")[0]?.replace(/^\S+ version /, "") ?? "unknown",
      root: "overlay, mounted beforehand, as an engine does",
      "seccomp filter": "like Docker's default",
    };
  });
}
