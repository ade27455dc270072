/**
 * Containers made of the kernel's primitives, one more on each rung, by the kernel's own calls: a
 * small program (enter.c) does what a plan says, and becomes the workload. A rung's own primitive is
 * set up inside the timed window. The size that all targets get is set up beforehand.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { say } from "../../bench/messages.ts";
import type { Facts, OpenSpec, Requirement } from "../../bench/types.ts";
import { type Closers, unwoundOnFailure } from "../closers.ts";
import { PIDS_LIMIT, type RunContext } from "../context.ts";
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
  type RecipeIdentity,
} from "../instance/recipe.ts";
import {
  cgroupPlan,
  cgroupRemedy,
  joinLines,
  limitFacts,
  removeCgroup,
} from "../kernel/cgroups.ts";
import { KEPT_CAPABILITIES, seccompFilter } from "../kernel/seccomp-profile.ts";
import { Launcher } from "../launch/launcher.ts";
import { bridgePort, hostOutlet, type Port, servedAt } from "../network/lab.ts";
import { missingTool, toolRequirement } from "../tools/requirements.ts";
import { maskingMounts } from "./masks.ts";
import { type Mount, mountsFor, type RootKind, writeFstab } from "./mounts.ts";
import { becomeRoot, type Namespace, planOf, type Step } from "./plan.ts";
import { enterProgram } from "./programs.ts";

/** The namespaces of a container. */
export const NAMESPACES: readonly Namespace[] = ["mount", "pid", "uts", "ipc", "net", "cgroup"];

export interface Primitive extends RecipeIdentity {
  /** The namespaces of the child that is cloned; undefined if none is. */
  readonly namespaces?: readonly Namespace[];
  /**
   * `host`: the host's. `chroot`: everything was mounted before, and chroot(2) enters it. `pivot`:
   * the mounts and pivot_root(2) are in the timed window.
   */
  readonly root: "host" | "chroot" | "pivot";
  readonly layers?: RootKind;
  /**
   * Its own control group, made, limited and joined in the timed window; otherwise one was made
   * before. `required`: the rung is about it. `wanted`: the rung makes sense without it.
   */
  readonly ownCgroup?: "required" | "wanted";
  readonly seccomp?: boolean;
  /** Paths of /proc and /sys that are covered or read-only, as in an OCI runtime's container. */
  readonly masked?: boolean;
}

export function primitiveRecipe(primitive: Primitive): Recipe {
  const requires = requirements(primitive);
  return {
    ...identityOf(primitive),
    requires,
    kind: "primitive",
    // The helper makes no call but the execution, which nobody is left to time.
    timesCalls: primitive.root !== "host",
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
      const namespaces = clonedBy(primitive, { mountedBefore: false, hasPort: false });
      const plan = join(context.workFolder, `probe-${namespaces.join("-")}`);
      const steps: readonly Step[] = [
        { call: "clone", namespaces },
        ...(namespaces.includes("user") ? becomeRoot() : []),
      ];
      writeFileSync(plan, planOf(steps));
      const enter = await enterProgram(context);
      const { exitCode, stderr } = await tryRun([enter, plan, ...located(["true"])], { signal });
      if (exitCode === 0) return { ok: true, facts: factsOf(primitive, context) };
      return {
        ok: false,
        reason: say("primitives.refused", { namespaces: [...namespaces], words: stderr.trim() }),
        remedy: isRoot() ? say("host.allow-namespaces") : say("host.allow-user-namespaces"),
      };
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
  const compiler = toolRequirement("cc", say("tools.why-compiler"));
  if (root === "host") return [compiler];
  if (root === "pivot") return [compiler, NAMESPACES_IN_KERNEL];
  return [
    compiler,
    toolRequirement("busybox", say("host.why-busybox")),
    toolRequirement("unshare", say("host.why-unshare-mounts")),
  ];
}

/**
 * The namespaces to clone. A user other than root becomes root in a user namespace, which is made
 * first; a chroot's mounts, made before, already have one. A port already has a network namespace.
 */
function clonedBy(
  { namespaces = [], root }: Primitive,
  { mountedBefore, hasPort }: { readonly mountedBefore: boolean; readonly hasPort: boolean },
): readonly Namespace[] {
  const needsUser = !isRoot() && root !== "host" && !mountedBefore && !namespaces.includes("user");
  return [
    ...(needsUser ? (["user"] as const) : []),
    ...namespaces.filter((name) => name !== "net" || !hasPort),
  ];
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
  const { timesCalls = false } = spec;
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
  const group = cgroup === undefined ? undefined : groupSteps(context, cgroup, spec);
  const cloned = clonedBy(primitive, { mountedBefore, hasPort: port !== undefined });
  const toRoot = cloned.includes("user") ? becomeRoot(mountedBefore && !isRoot()) : [];
  writeFileSync(
    plan,
    planOf([
      ...(group?.before ?? []),
      ...(primitive.namespaces === undefined
        ? []
        : cloneSteps(cloned, toRoot, group, kind === "pivot")),
      ...(kind === "pivot" ? steps(mounts) : []),
      ...(kind === "host" ? [] : [{ call: ROOT_CALL[kind], root } as const]),
      ...(primitive.masked === true ? steps(maskingMounts()) : []),
      ...(primitive.seccomp === true ? CONFINE : []),
    ]),
  );
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
    firstProcess: { kind: "argv", marksInit: kind === "pivot", timesCalls },
    launch: (entry) => ({ argv: [enter, ...(timesCalls ? ["--times"] : []), plan, ...entry] }),
    cgroups: () => (cgroup === undefined ? [] : [cgroup]),
    remove: (clean) => closers.unwind(clean),
  };
}

function steps(mounts: readonly Mount[]): readonly Step[] {
  return mounts.map((mount) => ({ call: "mount", ...mount }));
}

const ROOT_CALL = { chroot: "chroot", pivot: "pivot_root" } as const;

const PRIVATE: Step = {
  call: "mount",
  label: "private",
  source: "none",
  target: "/",
  type: "none",
  options: ["rprivate"],
};

/**
 * The child, and what it does first. It joins its group before it makes a cgroup namespace, whose
 * root is the group of that moment. What it mounts must not be seen outside.
 */
function cloneSteps(
  cloned: readonly Namespace[],
  toRoot: readonly Step[],
  group: GroupSteps | undefined,
  isContainer: boolean,
): readonly Step[] {
  const later: readonly Namespace[] =
    group !== undefined && cloned.includes("cgroup") ? ["cgroup"] : [];
  const namespaces = cloned.filter((name) => !later.includes(name));
  return [
    { call: "clone", namespaces, ...(group?.bornIn === undefined ? {} : { group: group.bornIn }) },
    ...(isContainer ? [{ call: "print", text: "@isotax init\n" } as const] : []),
    ...toRoot,
    ...(group?.inside ?? []),
    ...(later.length === 0 ? [] : [{ call: "unshare", namespaces: later } as const]),
    ...(cloned.includes("mount") ? [PRIVATE] : []),
  ];
}

/** How a control group is made, limited and joined. */
interface GroupSteps {
  readonly before: readonly Step[];
  /** The folder of a group of v2, in which clone3(2) makes the child. */
  readonly bornIn?: string;
  /** The child joins the groups of v1 itself. */
  readonly inside: readonly Step[];
}

/**
 * A write to `cgroup.procs` waits for an RCU grace period, 10 to 20 ms, because it blocks every fork
 * of the machine. A process with one thread that moves itself need not wait: v1 has `tasks` for that
 * (cgroup_procs_write_start in kernel/cgroup/cgroup.c). In v2 a child can be born in its group.
 */
function groupSteps({ cgroups }: RunContext, name: string, spec: OpenSpec): GroupSteps | undefined {
  if (cgroups.version === 0) return undefined;
  const { folders, writes } = cgroupPlan(cgroups, name, { ...spec, pids: PIDS_LIMIT });
  const before: readonly Step[] = [
    ...folders.map((path) => ({ call: "mkdir", path }) as const),
    ...writes.map(
      ({ file, value }) => ({ call: "write", label: "limit", path: file, value }) as const,
    ),
  ];
  const [folder] = folders;
  if (cgroups.version === 2 && folder !== undefined) return { before, bornIn: folder, inside: [] };
  const inside = folders.map(
    (path) => ({ call: "write", label: "join", path: join(path, "tasks"), value: "0" }) as const,
  );
  return { before, inside };
}

/** What a container may not have is given up after its last mount. */
const CONFINE: readonly Step[] = [
  { call: "capabilities", kept: KEPT_CAPABILITIES },
  { call: "no_new_privs" },
  { call: "seccomp", filter: seccompFilter() },
];

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
