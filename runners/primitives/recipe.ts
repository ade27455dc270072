/**
 * Containers made of the kernel's primitives, one more on each rung, by the kernel's own calls: a
 * small program (enter.c) does what a plan says, and becomes the workload. A rung's own primitive is
 * set up inside the timed window. The size that all targets get is set up beforehand.
 */
import { readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../bench/messages.ts";
import type { Facts, OpenSpec, Probe, Requirement } from "../../bench/types.ts";
import { type Closers, unwoundOnFailure } from "../closers.ts";
import type { RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { located, tryRun } from "../host/process.ts";
import { sh } from "../host/shell.ts";
import { hostPaths, imagePaths } from "../images/paths.ts";
import { busyboxProgram } from "../images/tools.ts";
import {
  identityOf,
  type Order,
  type Prepared,
  READ_ONLY_IMAGE,
  type Recipe,
} from "../instance/recipe.ts";
import { cgroupRemedy, joinLines, limitFacts, removeCgroup } from "../kernel/cgroups.ts";
import { Launcher } from "../launch/launcher.ts";
import { bridgePort, hostOutlet, type Port, servedAt } from "../network/lab.ts";
import { missingTool, toolRequirement } from "../tools/requirements.ts";
import { mountsFor, writeFstab } from "./mounts.ts";
import { becomeRoot, fileOf, planOf } from "./plan.ts";
import { barriersOf, madeBy, type Primitive } from "./primitive.ts";
import { builtProgram, COMPILER, ENTER, enterProgram } from "./programs.ts";
import { piecesOf, removalSteps } from "./removal.ts";
import { cloneSteps, containerSteps } from "./steps.ts";

export function primitiveRecipe(primitive: Primitive): Recipe {
  const requires = requirements(primitive);
  return {
    ...identityOf(primitive),
    requires,
    kind: "primitive",
    keeps: barriersOf(primitive),
    // The helper makes no call but the execution, which nobody is left to time.
    timesCalls: primitive.root !== "host",
    pieces: piecesOf(primitive),
    deadlines: { readyMs: 30_000 },
    lacks:
      primitive.layers === "overlay" || primitive.root === "host"
        ? {}
        : { "writable-root": READ_ONLY_IMAGE },
    probe: async (context, signal) => {
      const missing = missingTool(requires);
      if (missing !== undefined) return missing;
      if (primitive.root === "host" && context.options.ownImage !== undefined) {
        return {
          ok: false,
          reason: say("primitives.host-files-only", { target: primitive.id }),
          remedy: say("primitives.choose-chroot"),
        };
      }
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
      const refusal = await refusedNamespaces(primitive, context, signal);
      return refusal ?? { ok: true, facts: factsOf(primitive, context) };
    },
    prepare: (context, spec) =>
      unwoundOnFailure((closers) => prepare(primitive, context, spec, closers)),
    shipped: async (_context, image) => (primitive.root === "host" ? [] : image.layers),
  };
}

const NAMESPACES_IN_KERNEL: Requirement = {
  kind: "kernel",
  name: "namespaces",
  why: say("host.why-namespaces"),
  remedy: say("host.use-kernel-with", { option: "CONFIG_NAMESPACES" }),
};

function requirements({ root }: Primitive): readonly Requirement[] {
  const compiler =
    builtProgram(ENTER) === undefined ? [toolRequirement(COMPILER, say("tools.why-compiler"))] : [];
  if (root === "host") return compiler;
  if (root === "pivot") return [...compiler, NAMESPACES_IN_KERNEL];
  return [
    ...compiler,
    toolRequirement("busybox", say("host.why-busybox")),
    toolRequirement("unshare", say("host.why-unshare-mounts")),
  ];
}

/** Why a process cannot be in the rung's namespaces; undefined if it can. */
async function refusedNamespaces(
  primitive: Primitive,
  context: RunContext,
  signal: AbortSignal,
): Promise<Probe | undefined> {
  const namespaces = madeBy(primitive, { mountedBefore: false, hasPort: false });
  const plan = join(context.workFolder, `probe-${namespaces.join("-")}`);
  const toRoot = namespaces.includes("user") ? becomeRoot() : [];
  writeFileSync(plan, planOf(cloneSteps(namespaces, toRoot, undefined, false)));
  const enter = await enterProgram(context);
  const files = namespaces.map((name) => `/proc/self/ns/${fileOf(name)}`);
  const argv = files.length === 0 ? ["true"] : ["readlink", ...files];
  const { exitCode, stdout, stderr } = await tryRun([enter, plan, ...located(argv)], { signal });
  if (exitCode !== 0) {
    return {
      ok: false,
      reason: say("primitives.refused", { namespaces: [...namespaces], words: stderr.trim() }),
      remedy: isRoot() ? say("host.allow-namespaces") : say("host.allow-user-namespaces"),
    };
  }
  // A kernel that ignores what it was asked for says nothing.
  const inside = stdout.trim().split("\n");
  const same = namespaces.filter((_, index) => inside[index] === readlinkSync(files[index] ?? ""));
  if (same.length === 0) return undefined;
  return {
    ok: false,
    reason: say("primitives.not-entered", { namespaces: same }),
    remedy: say("primitives.use-newer-kernel"),
  };
}

/** The options of unshare(1) by which a user's mounts are made. */
export function userFlags(): readonly string[] {
  return isRoot() ? [] : ["--user", "--map-root-user"];
}

async function prepare(
  primitive: Primitive,
  context: RunContext,
  spec: Order,
  closers: Closers,
): Promise<Prepared> {
  const { root: kind, namespaces = [] } = primitive;
  const timesCalls = spec.timesCalls === true || spec.timesRemoval !== undefined;
  const enter = await enterProgram(context);
  const name = context.instanceName(primitive.id);
  const port = await portOf(context, spec, primitive, closers);
  const folder = closers.use(context.instanceFolder(name));
  const mountedBefore = kind === "chroot";
  const ownCgroups = namespaces.includes("cgroup");
  const { root, mounts } =
    kind === "host"
      ? { root: "/", mounts: [] }
      : mountsFor(context, folder.path, spec, {
          layers: primitive.layers ?? "bind",
          ownPids: !mountedBefore,
          ownCgroups,
        });
  const cgroup =
    primitive.ownCgroup === undefined || context.cgroups.version === 0
      ? undefined
      : context.cgroupName(name);
  closers.defer(async () => {
    if (cgroup !== undefined) await removeCgroup(cgroup);
  });
  const plan = join(folder.path, "plan");
  const hasPort = port !== undefined;
  const marksInit = kind === "pivot" && spec.timesRemoval === undefined;
  const start = containerSteps(primitive, context, spec, { root, mounts, hasPort, cgroup });
  const steps =
    spec.timesRemoval === undefined
      ? start
      : removalSteps(spec.timesRemoval, primitive, context, start);
  writeFileSync(plan, planOf(steps));
  // A process looks up its group by the path from the root of its cgroup namespace, so mounts that
  // are made before must show that root.
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
      setup: [
        ...(cgroup === undefined
          ? joinLines(context.cgroups, await context.sizingCgroup(spec))
          : []),
        ...(mountedBefore
          ? [sh`${[...mounter, busyboxProgram()]} mount -a -T ${writeFstab(folder.path, mounts)}`]
          : []),
      ],
    }),
  );
  return {
    facts: factsOf(primitive, context),
    launcher,
    paths: kind === "host" ? hostPaths(spec.image, folder.path) : imagePaths(spec.image),
    ...(port === undefined ? {} : { network: port.served }),
    firstProcess: { kind: "argv", marksInit, timesCalls },
    launch: (entry) => ({ argv: [enter, ...(timesCalls ? ["--times"] : []), plan, ...entry] }),
    cgroups: () => (cgroup === undefined ? [] : [cgroup]),
    remove: (clean) => closers.unwind(clean),
  };
}

/** How clients reach the instance; undefined if it serves nothing. */
async function portOf(
  context: RunContext,
  { served }: OpenSpec,
  { namespaces = [] }: Primitive,
  closers: Closers,
): Promise<Pick<Port, "served" | "enter"> | undefined> {
  if (served !== true) return undefined;
  if (namespaces.includes("net")) return closers.use(await bridgePort(context));
  return { served: servedAt(closers.use(await hostOutlet(context))), enter: [] };
}

function factsOf({ ownCgroup, seccomp }: Primitive, { cgroups }: RunContext): Facts {
  const isOfItsOwn = ownCgroup !== undefined || cgroups.version === 0;
  const { limits, ...memory } = limitFacts(cgroups);
  return {
    "user namespace": isRoot() ? say("host.no") : say("host.yes"),
    limits: isOfItsOwn ? limits : say("host.limits-beforehand", { limits }),
    ...memory,
    ...(seccomp === true ? { "seccomp filter": say("primitives.filter") } : {}),
  };
}
