/**
 * OCI runtimes, used as engines use them: a bundle in a folder, and `RUNTIME run`. A runtime is
 * data; its file in targets/ holds nothing else.
 */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../../../bench/files.ts";
import { say, verbatim } from "../../../bench/messages.ts";
import type { Facts, Message, Probe } from "../../../bench/types.ts";
import { type Closers, unwoundOnFailure } from "../../closers.ts";
import type { RunContext } from "../../context.ts";
import { isRoot } from "../../host/paths.ts";
import { located, tryRun } from "../../host/process.ts";
import { sh } from "../../host/shell.ts";
import { imagePaths } from "../../images/paths.ts";
import { busyboxProgram } from "../../images/tools.ts";
import { CONTAINER_BARRIERS } from "../../instance/barriers.ts";
import {
  identityOf,
  type Order,
  type Prepared,
  READ_ONLY_IMAGE,
  type Recipe,
  type RecipeIdentity,
} from "../../instance/recipe.ts";
import {
  cgroupPath,
  cgroupRemedy,
  limitFacts,
  limitsCpus,
  removeCgroup,
} from "../../kernel/cgroups.ts";
import { coverUnified } from "../../kernel/unified.ts";
import { Launcher } from "../../launch/launcher.ts";
import { bridgePort, type Served } from "../../network/lab.ts";
import { overlayOptions } from "../../primitives/mounts.ts";
import { removeResource } from "../../removers/index.ts";
import { missingTool, toolRequirement } from "../../tools/requirements.ts";
import { bundleConfig, proposedSpec } from "./bundle.ts";

export interface OciRuntime extends RecipeIdentity {
  /** The executable, in the PATH. */
  readonly command: string;
  /** How to get it, if the distribution has no package of it. */
  readonly remedy?: Message;
  /**
   * Whether `run` leaves no state behind when the container ends. If not, the container is deleted
   * each time.
   */
  readonly removesItself?: boolean;
  /**
   * Options before the subcommand. `rootlessOptions` are for users who can make no control group.
   */
  readonly options?: readonly string[];
  /** What it cannot offer, besides: `Recipe.lacks`. */
  readonly lacks?: Recipe["lacks"];
  /** What it promises, if not what containers do: `TargetIdentity.keeps`. */
  readonly keeps?: readonly string[];
  readonly rootlessOptions?: readonly string[];
}

/** A container with its folders made and its bundle ready to be configured; nothing runs yet. */
export interface PreparedContainer {
  readonly name: string;
  readonly launcher: Launcher;
  readonly facts: Facts;
  readonly network: Served | undefined;
  /** Writes the bundle's configuration, with this entry. */
  configure(entry: readonly string[]): void;
  /** The command line of one of the runtime's subcommands, for this container. */
  subcommand(name: string, ...options: readonly string[]): readonly string[];
}

export function ociRecipe(runtime: OciRuntime): Recipe {
  const requires = requirementsOf(runtime);
  return {
    ...identityOf(runtime),
    requires,
    kind: "runtime",
    keeps: runtime.keeps ?? CONTAINER_BARRIERS,
    deadlines: { readyMs: 30_000 },
    lacks: { ...(isRoot() ? {} : { "writable-root": READ_ONLY_IMAGE }), ...runtime.lacks },
    probe: (context) => probeRuntime(runtime, requires, context),
    prepare: (context, spec): Promise<Prepared> =>
      unwoundOnFailure(async (closers) => {
        const container = await prepareContainer(runtime, runtime.id, context, spec, closers);
        return {
          facts: container.facts,
          launcher: container.launcher,
          paths: imagePaths(spec.image),
          ...(container.network === undefined ? {} : { network: container.network }),
          launch: (entry) => {
            container.configure(entry);
            return { argv: container.subcommand("run") };
          },
          cgroups: () => [context.cgroupName(container.name)],
          remove: (clean) => closers.unwind(clean),
        };
      }),
    shipped: async (_context, image) => image.layers,
  };
}

export function requirementsOf({ command, remedy }: OciRuntime): Recipe["requires"] {
  return [
    toolRequirement(command, say("engines.needs-runtime"), remedy),
    // A user's containers need it too, where control groups are hidden from the runtime.
    toolRequirement("mount", say("engines.needs-mount-for-layer")),
  ];
}

export async function probeRuntime(
  runtime: OciRuntime,
  requires: Recipe["requires"],
  context: RunContext,
): Promise<Probe> {
  const missing = missingTool(requires);
  if (missing !== undefined) return missing;
  const { command } = runtime;
  if (isRoot() && context.cgroups.version === 0) {
    return {
      ok: false,
      reason: say("engines.no-control-groups", {
        runtime: command,
        reason: context.cgroups.reason,
      }),
      remedy: cgroupRemedy(),
    };
  }
  const complaint = isRoot() ? undefined : await tryRootless(runtime, context);
  if (complaint === undefined) return { ok: true, facts: await factsOf(runtime, context) };
  return {
    ok: false,
    reason: say("engines.not-rootless", { runtime: command, complaint }),
    remedy: say("engines.run-as-root-or-v2"),
  };
}

/**
 * Tries a user's container with only busybox in it. Returns why it does not run; undefined if it
 * does.
 */
async function tryRootless(runtime: OciRuntime, context: RunContext): Promise<Message | undefined> {
  const busybox = busyboxProgram();
  const id = context.instanceName("rootless");
  const folder = context.instanceFolder(id);
  try {
    const root = join(folder.path, "root");
    for (const name of ["proc", "sys", "dev", "bin"]) makeFolder(join(root, name));
    copyFileSync(busybox, join(root, "bin/busybox"));
    const base = await proposedSpec(context, runtime.command);
    const cgroup = groupOf(context, id);
    const parts = { root, readonly: true, cgroup, scratch: "" };
    const spec = { cpus: context.cpus, memoryMiB: 128, scratchMiB: 0 };
    const bundle = bundleConfig(base, spec, parts, ["/bin/busybox", "true"]);
    writeFileSync(join(folder.path, "config.json"), JSON.stringify(bundle));
    const argv = [runtime.command, ...optionsOf(runtime, context), "run"];
    const { exitCode, stderr } = await tryRun([...argv, `--bundle=${folder.path}`, id]);
    if (exitCode === 0) return undefined;
    const lastLine = stderr.trim().split("\n").at(-1) ?? "";
    return lastLine === "" ? say("engines.exit-code", { exitCode }) : verbatim(lastLine);
  } finally {
    if (context.cgroups.version !== 0) await removeCgroup(context.cgroupName(id));
    await folder.remove();
  }
}

/** The control group of the container with this name, as a bundle names it. */
export function groupOf(context: RunContext, name: string) {
  const { cgroups } = context;
  if (cgroups.version === 0) return undefined;
  return { path: cgroupPath(cgroups, context.cgroupName(name)), limitsCpus: limitsCpus(cgroups) };
}

function optionsOf(
  { options = [], rootlessOptions = [] }: OciRuntime,
  context: RunContext,
): readonly string[] {
  if (isRoot()) return options;
  // A user may not write to the folder where root's containers keep their state.
  const root = `--root=${join(context.workFolder, "oci")}`;
  return [root, ...(context.cgroups.version === 0 ? rootlessOptions : options)];
}

export async function prepareContainer(
  runtime: OciRuntime,
  targetId: string,
  context: RunContext,
  spec: Order,
  closers: Closers,
): Promise<PreparedContainer> {
  const { command } = runtime;
  const options = optionsOf(runtime, context);
  const name = context.instanceName(targetId);
  const port = spec.served === true ? closers.use(await bridgePort(context)) : undefined;
  const folder = closers.use(context.instanceFolder(name));
  const cgroup = groupOf(context, name);
  const layers = Object.fromEntries(
    ["root", "upper", "work", "scratch"].map((part) => {
      const path = join(folder.path, part);
      mkdirSync(path);
      return [part, path];
    }),
  ) as Record<"root" | "upper" | "work" | "scratch", string>;
  const base = await context.shared(`${command}-spec`, () => proposedSpec(context, command));
  const container = { kind: "oci-container", runtime: command, id: name, options } as const;
  const entered = context.enter(container);
  closers.defer(async (clean) => {
    if (!clean || runtime.removesItself !== true) await removeResource(container);
    if (cgroup !== undefined) await removeCgroup(context.cgroupName(name));
    entered.removed();
  });
  const overlay = overlayOptions(lowerOf(spec), layers.upper, layers.work);
  const launcher = closers.hold(
    await Launcher.start({
      cpus: spec.cpus,
      context,
      account: spec.account,
      ...(isRoot()
        ? {
            // The launcher has its own mount namespace: its mounts vanish with it.
            prefix: ["unshare", "--mount"],
            setup: [
              ...coverUnified(),
              // An engine mounts a container's layers before it calls the runtime.
              sh`mount -t overlay -o ${overlay} overlay ${layers.root}`,
            ],
          }
        : {}),
    }),
  );
  const parts = isRoot()
    ? { root: layers.root, readonly: false }
    : { root: spec.image.rootfs, readonly: true };
  const { scratch } = layers;
  return {
    name,
    launcher,
    facts: await factsOf(runtime, context),
    network: port?.served,
    configure: (entry) => {
      const bundle = bundleConfig(
        base,
        spec,
        { ...parts, cgroup, scratch, network: port?.path },
        entry,
      );
      writeFileSync(join(folder.path, "config.json"), JSON.stringify(bundle));
    },
    subcommand: (verb, ...flags) =>
      located([
        command,
        ...options,
        verb,
        ...flags,
        ...(verb === "run" || verb === "create" ? [`--bundle=${folder.path}`] : []),
        name,
      ]),
  };
}

/** What lies below the writable layer, as overlayfs wants it. The cache's path has no colon. */
function lowerOf({ root, image }: Order): string {
  return root?.kind === "folders" ? root.folders.join(":") : image.rootfs;
}

async function factsOf({ command }: OciRuntime, context: RunContext): Promise<Facts> {
  return context.shared(`${command}-facts`, async () => {
    const { stdout } = await tryRun([command, "--version"]);
    return {
      version: stdout.split("\n")[0]?.replace(/^\S+ version /, "") ?? say("engines.unknown"),
      root: say(isRoot() ? "engines.root-overlay" : "engines.root-image"),
      "user namespace": say(isRoot() ? "engines.no-user-namespace" : "engines.user-namespace"),
      "seccomp filter": say(
        process.arch === "x64" ? "engines.dockers-seccomp" : "engines.no-seccomp",
      ),
      ...limitFacts(context.cgroups),
    };
  });
}
