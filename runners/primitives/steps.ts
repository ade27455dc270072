/** The steps of a container's start: the kernel's calls, in order. */
import { join } from "node:path";
import type { OpenSpec } from "../../bench/types.ts";
import { pidsOf, type RunContext } from "../context.ts";
import { isRoot } from "../host/paths.ts";
import { cgroupPlan } from "../kernel/cgroups.ts";
import { KEPT_CAPABILITIES, seccompFilter } from "../kernel/seccomp-profile.ts";
import { maskingMounts } from "./masks.ts";
import type { Mount } from "./mounts.ts";
import { becomeRoot, isCloned, type Namespace, type Step } from "./plan.ts";
import { madeBy, type Primitive } from "./primitive.ts";

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

/** What the steps are about, and was made before. */
export interface Made {
  readonly root: string;
  readonly mounts: readonly Mount[];
  /** Whether a port has made the network namespace. */
  readonly hasPort: boolean;
  /** The name of the group to make; undefined if it gets none of its own. */
  readonly cgroup: string | undefined;
}

/** The calls that make the rung's container, in order. */
export function containerSteps(
  primitive: Primitive,
  context: RunContext,
  spec: OpenSpec,
  { root, mounts, hasPort, cgroup }: Made,
): readonly Step[] {
  const { root: kind, namespaces } = primitive;
  const mountedBefore = kind === "chroot";
  const group = cgroup === undefined ? undefined : groupSteps(context, cgroup, spec);
  const made = madeBy(primitive, { mountedBefore, hasPort });
  const toRoot = made.includes("user") ? becomeRoot(mountedBefore && !isRoot()) : [];
  return [
    ...(group?.before ?? []),
    ...(namespaces === undefined ? [] : cloneSteps(made, toRoot, group, kind === "pivot")),
    ...(kind === "pivot" ? steps(mounts) : []),
    ...(kind === "host" ? [] : [{ call: ROOT_CALL[kind], root } as const]),
    ...(primitive.masked === true ? steps(maskingMounts()) : []),
    ...(primitive.seccomp === true ? CONFINE : []),
  ];
}

/**
 * The child, and what it does first. It joins its group before it makes a cgroup namespace, whose
 * root is the group of that moment. What it mounts must not be seen outside.
 */
export function cloneSteps(
  made: readonly Namespace[],
  toRoot: readonly Step[],
  group: GroupSteps | undefined,
  isContainer: boolean,
): readonly Step[] {
  const cloned = made.filter(isCloned).filter((name) => name !== "cgroup" || group === undefined);
  const later = made.filter((name) => !cloned.some((one) => one === name));
  return [
    {
      call: "clone",
      namespaces: cloned,
      ...(group?.bornIn === undefined ? {} : { group: group.bornIn }),
    },
    ...(isContainer ? [{ call: "print", text: "@isotax init\n" } as const] : []),
    ...toRoot,
    ...(group?.inside ?? []),
    ...(later.length === 0 ? [] : [{ call: "unshare", namespaces: later } as const]),
    ...(made.includes("mount") ? [PRIVATE] : []),
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
  const { folders, writes } = cgroupPlan(cgroups, name, { ...spec, pids: pidsOf(spec) });
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
