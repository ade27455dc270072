/**
 * Containers made of the kernel's primitives, one more on each rung, with the kernel's own tools:
 * chroot(1), unshare(1), mount(8), control group files. A rung's own primitive is set up inside the
 * timed window. The size that all targets get is set up beforehand.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { say } from "../../bench/messages.ts";
import type { Facts, OpenSpec, Requirement } from "../../bench/types.ts";
import { type Closers, unwoundOnFailure } from "../closers.ts";
import { PIDS_LIMIT, type RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { located, tryRun } from "../host/process.ts";
import { sequence, sh } from "../host/shell.ts";
import { imagePaths } from "../images/paths.ts";
import { busyboxProgram } from "../images/tools.ts";
import {
  identityOf,
  type Order,
  type Prepared,
  READ_ONLY_IMAGE,
  type Recipe,
  type RecipeIdentity,
} from "../instance/recipe.ts";
import { type LaunchCommand, Launcher } from "../launch/launcher.ts";
import { bridgePort, hostOutlet, type Port, servedAt } from "../network/lab.ts";
import { missingTool, toolRequirement } from "../tools/requirements.ts";
import { cgroupRemedy, joinLines, limitFacts, makeAndJoinLines, removeCgroup } from "./cgroups.ts";
import { type RootKind, writeMounts } from "./primitive-mounts.ts";
import { KEPT_CAPABILITIES, seccompFilter } from "./seccomp-profile.ts";

const INIT = fileURLToPath(new URL("../agent/primitive-init.sh", import.meta.url));
const SECCOMP_INIT = fileURLToPath(new URL("../agent/seccomp-init.pl", import.meta.url));

/** The namespaces of a container. */
export const NAMESPACES: readonly string[] = ["mount", "pid", "uts", "ipc", "net", "cgroup"];

/**
 * The options of unshare(1) for all of them. The instance's first process is a child of unshare,
 * and dies with it.
 */
export const CONTAINER_UNSHARE: readonly string[] = [
  ...NAMESPACES.map((name) => `--${name}`),
  "--fork",
  "--kill-child",
];

export interface Primitive extends RecipeIdentity {
  /** The options of unshare(1) in the timed window; undefined if it does not run there. */
  readonly unshare?: readonly string[];
  /**
   * `chroot`: everything was mounted before, and chroot(1) enters it. `pivot`: the mounts and
   * pivot_root(2) are in the timed window.
   */
  readonly root: "chroot" | "pivot";
  readonly layers?: RootKind;
  /**
   * Its own control group, made, limited and joined in the timed window; otherwise one was made
   * before. `required`: the rung is about it. `wanted`: the rung makes sense without it.
   */
  readonly ownCgroup?: "required" | "wanted";
  readonly seccomp?: boolean;
}

export function primitiveRecipe(primitive: Primitive): Recipe {
  const requires = requirements(primitive);
  return {
    ...identityOf(primitive),
    requires,
    kind: "primitive",
    deadlines: { readyMs: 30_000 },
    lacks: primitive.layers === "overlay" ? {} : { "writable-root": READ_ONLY_IMAGE },
    probe: async (context, signal) => {
      const missing = missingTool(requires);
      if (missing !== undefined) return missing;
      if (primitive.ownCgroup === "required" && context.cgroups.version === 0) {
        return {
          ok: false,
          reason: say("host.no-cgroup", { why: context.cgroups.reason }),
          remedy: cgroupRemedy(),
        };
      }
      if (primitive.seccomp === true && process.arch !== "x64") {
        return {
          ok: false,
          reason: say("host.other-architecture", { architecture: process.arch }),
          remedy: say("host.leave-filter-out"),
        };
      }
      const flags = [...userFlags(), ...(primitive.unshare ?? ["--mount"])];
      const { exitCode, stderr } = await tryRun(["unshare", ...flags, "true"], { signal });
      if (exitCode === 0) return { ok: true, facts: factsOf(primitive, context) };
      return {
        ok: false,
        reason: say("host.unshare-failed", {
          command: ["unshare", ...flags].join(" "),
          words: stderr.trim(),
        }),
        remedy: isRoot() ? say("host.allow-namespaces") : say("host.allow-user-namespaces"),
      };
    },
    prepare: (context, spec) =>
      unwoundOnFailure((closers) => prepare(primitive, context, spec, closers)),
    shipped: async (_context, image) => image.layers,
  };
}

const NAMESPACES_IN_KERNEL: Requirement = {
  kind: "kernel",
  name: "namespaces",
  why: say("host.why-namespaces"),
  remedy: say("host.use-kernel-with", { option: "CONFIG_NAMESPACES" }),
};

function requirements({ unshare, root, seccomp }: Primitive): readonly Requirement[] {
  return [
    toolRequirement("busybox", say("host.why-busybox")),
    toolRequirement(
      "unshare",
      unshare === undefined ? say("host.why-unshare-mounts") : say("host.why-unshare"),
    ),
    ...(root === "pivot" ? [NAMESPACES_IN_KERNEL] : []),
    ...(seccomp === true ? [toolRequirement("perl", say("host.why-perl"))] : []),
  ];
}

/** A user other than root becomes root in a user namespace, which is made first. */
export function userFlags(): readonly string[] {
  return isRoot() ? [] : ["--user", "--map-root-user"];
}

async function prepare(
  primitive: Primitive,
  context: RunContext,
  spec: Order,
  closers: Closers,
): Promise<Prepared> {
  const name = context.instanceName(primitive.id);
  const port = await portOf(context, spec, primitive, closers);
  const folder = closers.use(context.instanceFolder(name));
  const busybox = busyboxProgram();
  const mountedBefore = primitive.root === "chroot";
  const ownCgroups = primitive.unshare?.includes("--cgroup") === true;
  const { root, fstab } = writeMounts(context, folder.path, spec, {
    layers: primitive.layers ?? "bind",
    ownPids: !mountedBefore,
    ownCgroups,
  });
  const cgroup = primitive.ownCgroup === undefined ? undefined : context.cgroupName(name);
  closers.defer(async () => {
    if (cgroup !== undefined && context.cgroups.version !== 0) await removeCgroup(cgroup);
  });
  const filter = primitive.seccomp === true ? await filterFile(context) : "";
  // A process looks up its group by the path from the root of its cgroup namespace, so the mounts
  // must show that root.
  const mounter = ownCgroups ? ["unshare", "--cgroup"] : [];
  const launcher = closers.hold(
    await Launcher.start({
      cpus: spec.cpus,
      context,
      account: spec.account,
      prefix: [
        ...(port?.enter ?? []),
        ...(mountedBefore ? ["unshare", ...userFlags(), "--mount"] : []),
      ],
      // mkdir is built into busybox sh, so making the group starts no extra program.
      ...(cgroup === undefined ? {} : { shell: [busybox, "sh"] }),
      setup: [
        ...(cgroup === undefined
          ? joinLines(context.cgroups, await context.sizingCgroup(spec))
          : []),
        ...(mountedBefore ? [sh`${[...mounter, busybox]} mount -a -T ${fstab}`] : []),
      ],
    }),
  );
  // The port already has a network namespace, so none is made.
  const own = primitive.unshare?.filter((flag) => port === undefined || flag !== "--net") ?? [];
  const flags = [...(mountedBefore ? [] : userFlags()), ...own];
  const unshare = primitive.unshare === undefined ? [] : ["unshare", ...flags];
  const enter = (entry: readonly string[]): readonly string[] => {
    if (mountedBefore) return [busybox, "chroot", root, ...entry];
    const init = [busybox, "sh", INIT, root, fstab];
    if (primitive.seccomp !== true) return [...init, ...entry];
    const load = ["perl", SECCOMP_INIT, filter, String(KEPT_CAPABILITIES)];
    return [...init, "--own-pivot", ...load, ...entry];
  };
  return {
    facts: factsOf(primitive, context),
    launcher,
    paths: imagePaths(spec.image),
    ...(port === undefined ? {} : { network: port.served }),
    firstProcess: { kind: "argv", marksInit: !mountedBefore },
    launch: (entry) => inCgroup(context, cgroup, spec, [...unshare, ...enter(entry)]),
    cgroups: () => (cgroup === undefined ? [] : [cgroup]),
    remove: (clean) => closers.unwind(clean),
  };
}

/** How clients reach the instance; undefined if it serves nothing. */
async function portOf(
  context: RunContext,
  { served }: OpenSpec,
  { unshare }: Primitive,
  closers: Closers,
): Promise<Pick<Port, "served" | "enter"> | undefined> {
  if (served !== true) return undefined;
  if (unshare?.includes("--net") === true) return closers.use(await bridgePort(context));
  return { served: servedAt(closers.use(await hostOutlet(context))), enter: [] };
}

/** The seccomp filter: the same for all instances of a run. */
function filterFile(context: RunContext): Promise<string> {
  return context.shared("seccomp-filter", async () => {
    const file = join(context.workFolder, "filter.bpf");
    writeFileSync(file, seccompFilter());
    return file;
  });
}

/** The command in its control group. Making, limiting and joining the group is timed too. */
function inCgroup(
  { cgroups }: RunContext,
  cgroup: string | undefined,
  spec: OpenSpec,
  argv: readonly string[],
): LaunchCommand {
  if (cgroup === undefined || cgroups.version === 0) return { argv };
  const lines = [
    // A refused limit ends the start: an instance without limits would look too cheap.
    sh`set -e`,
    ...makeAndJoinLines(cgroups, cgroup, { ...spec, pids: PIDS_LIMIT }),
    sh`exec ${located(argv)}`,
  ];
  // The subshell keeps the launcher itself outside the group.
  return { script: sh`( ${sequence(lines, "; ")} )` };
}

function factsOf({ ownCgroup, seccomp }: Primitive, { cgroups }: RunContext): Facts {
  const isOfItsOwn = ownCgroup !== undefined || cgroups.version === 0;
  const { limits, ...memory } = limitFacts(cgroups);
  return {
    "user namespace": isRoot() ? say("host.no") : say("host.yes"),
    limits: isOfItsOwn ? limits : say("host.limits-beforehand", { limits }),
    ...memory,
    ...(seccomp === true ? { "seccomp filter": say("host.filter-by-perl") } : {}),
  };
}
