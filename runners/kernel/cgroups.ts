/**
 * Control groups, v1 and v2. A group has one name, in every hierarchy that limits something: the
 * one hierarchy of v2, or those of cpuset, memory and pids in v1.
 * Sources: cgroups(7); the kernel's cgroup-v1 and cgroup-v2 admin guides.
 */

import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { IsotaxError } from "../../bench/errors.ts";
import { makeFolder } from "../../bench/files.ts";
import { MEMORY_LIMIT, NO_LIMIT } from "../../bench/limits.ts";
import { say } from "../../bench/messages.ts";
import type { Facts, Message } from "../../bench/types.ts";
import { isRoot } from "../host/paths.ts";
import { type ShellText, sh } from "../host/shell.ts";

export interface Limits {
  readonly cpus: readonly number[];
  readonly memoryMiB: number;
  readonly pids: number;
}

interface Hierarchy {
  readonly version: 1 | 2;
  readonly mount: string;
  /**
   * The folder below which our groups are made: the mount, or the group that is delegated to the
   * user.
   */
  readonly top: string;
  readonly controllers: readonly string[];
}

type Usable = Extract<CgroupSupport, { version: 1 | 2 }>;

/**
 * The prefix of every group that we make at the top of a hierarchy. Nothing else is ever removed.
 */
export const CGROUP_PREFIX = "isotax-";

/**
 * Whether it is a name of ours with plain segments. `..` would leave the tree, and an empty segment
 * could mean the whole machine.
 */
export function isCgroupOfOurs(name: string): boolean {
  const plain = (segment: string) => /^[\w.-]{1,255}$/.test(segment) && !/^\.\.?$/.test(segment);
  return name.startsWith(CGROUP_PREFIX) && name.split("/").every(plain);
}

const CONTROLLERS = ["cpuset", "memory", "pids"] as const;
/** systemd delegates all but cpuset to users. CPU affinity replaces cpuset. */
const INDISPENSABLE = ["memory", "pids"] as const;

/** The remedy if no control group can be made. */
export function cgroupRemedy(): Message {
  return isRoot() ? say("host.mount-cgroups") : say("host.delegate-cgroups");
}

export type CgroupSupport =
  | {
      readonly version: 1 | 2;
      readonly hierarchies: readonly Hierarchy[];
      /** The folder below which groups count CPU time, if there is one. */
      readonly accounting?: string;
    }
  | { readonly version: 0; readonly reason: Message };

/** Finds the hierarchies in which we may limit CPUs, memory and the number of processes. */
export function cgroupSupport(
  mountinfo = readFileSync("/proc/self/mountinfo", "utf8"),
): CgroupSupport {
  const hierarchies = parseHierarchies(mountinfo);
  const v2 = hierarchies.find((hierarchy) => hierarchy.version === 2);
  if (v2 !== undefined && INDISPENSABLE.every((name) => v2.controllers.includes(name))) {
    return usable(2, [v2], v2);
  }
  const counting = hierarchies.find(({ controllers }) => controllers.includes("cpuacct"));
  const v1 = hierarchies.filter(
    (hierarchy) =>
      hierarchy.version === 1 && CONTROLLERS.some((name) => hierarchy.controllers.includes(name)),
  );
  const missing = CONTROLLERS.filter(
    (name) => !v1.some((hierarchy) => hierarchy.controllers.includes(name)),
  );
  if (missing.length > 0) {
    return { version: 0, reason: say("host.no-controllers", { controllers: missing }) };
  }
  return usable(1, v1, counting);
}

function usable(
  version: 1 | 2,
  hierarchies: readonly Hierarchy[],
  counting: Hierarchy | undefined,
): CgroupSupport {
  for (const { top } of hierarchies) {
    if (!isWritable(top)) {
      return { version: 0, reason: say("host.not-writable", { folder: top, root: isRoot() }) };
    }
  }
  const accounting = counting !== undefined && isWritable(counting.top) ? counting.top : undefined;
  return { version, hierarchies, ...(accounting === undefined ? {} : { accounting }) };
}

function parseHierarchies(mountinfo: string): Hierarchy[] {
  const found: Hierarchy[] = [];
  for (const line of mountinfo.split("\n")) {
    const [left, right] = line.split(" - ");
    const mount = left?.split(" ")[4];
    const [type, , options] = right?.split(" ") ?? [];
    if (mount === undefined) continue;
    if (type === "cgroup2") {
      const top = isRoot() ? mount : delegatedGroup(mount);
      found.push({ version: 2, mount, top, controllers: v2Controllers(top) });
    } else if (type === "cgroup") {
      found.push({ version: 1, mount, top: mount, controllers: options?.split(",") ?? [] });
    }
  }
  return found;
}

/**
 * The topmost group above ours that we may write to. A user can move a process into another group
 * below one that was delegated to him, but not out of it (cgroups(7), "Delegation"). If nothing is
 * delegated: our own group, or the mount if our group is outside it.
 */
export function delegatedGroup(
  mount: string,
  membership = readFileSync("/proc/self/cgroup", "utf8"),
  writable: (folder: string) => boolean = isWritable,
): string {
  const path = /^0::(.*)$/m.exec(membership)?.[1] ?? "/";
  let top = join(mount, path);
  // The root of a cgroup namespace may lie elsewhere.
  if (relative(mount, top).startsWith("..")) return mount;
  while (top !== mount && writable(dirname(top))) top = dirname(top);
  return top;
}

function isWritable(folder: string): boolean {
  try {
    // These two files belong to the user of a delegated group. Its limits do not.
    for (const file of ["", "cgroup.procs"]) accessSync(join(folder, file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function v2Controllers(mount: string): readonly string[] {
  try {
    return readFileSync(join(mount, "cgroup.controllers"), "utf8").trim().split(" ");
  } catch {
    return [];
  }
}

export type LimitFacts = Facts & { readonly limits: Message };

/** Facts for reports: how these groups limit instances, and a mark if they do not limit memory. */
export function limitFacts(support: CgroupSupport): LimitFacts {
  const limits = limitsOf(support);
  return support.version === 0 ? { limits, [MEMORY_LIMIT]: NO_LIMIT } : { limits };
}

function limitsOf(support: CgroupSupport): Message {
  const { version } = support;
  if (version === 0) return say("host.no-limits", { why: support.reason });
  return limitsCpus(support)
    ? say("host.limits", { version })
    : say("host.limits-of-memory", { version });
}

/** Whether a group can bind its members to CPUs. */
export function limitsCpus({ hierarchies }: Usable): boolean {
  return hierarchies.some(({ controllers }) => controllers.includes("cpuset"));
}

/**
 * The path of a group from the root of the hierarchies, in the form that runtimes and engines take.
 */
export function cgroupPath({ hierarchies }: Usable, name: string): string {
  const [first] = hierarchies;
  return join("/", first === undefined ? "" : relative(first.mount, first.top), name);
}

/** Mount options that name no controller. */
const NO_CONTROLLERS = /^(?:rw|ro|xattr|noprefix|clone_children|.*=.*)$/;

/**
 * The mounts at /sys/fs/cgroup in a cgroup namespace: v2 as a whole, or one for each v1 hierarchy,
 * with its controllers.
 */
export function cgroupMounts(
  support: CgroupSupport,
): readonly { readonly type: string; readonly name: string; readonly options: string }[] {
  if (support.version === 0) return [];
  if (support.version === 2) return [{ type: "cgroup2", name: "", options: "defaults" }];
  return support.hierarchies.map(({ controllers }) => {
    const names = controllers.filter((name) => !NO_CONTROLLERS.test(name)).join(",");
    return { type: "cgroup", name: names, options: names };
  });
}

/** A file, and the value to write into it. */
export interface LimitWrite {
  readonly file: string;
  readonly value: string;
}

/** The folders to make and the limits to write, in order, for a group of this name. */
export function cgroupPlan(
  support: Usable,
  name: string,
  limits: Limits,
): { readonly folders: readonly string[]; readonly writes: readonly LimitWrite[] } {
  const folders = support.hierarchies.map(({ top }) => join(top, name));
  const writes: LimitWrite[] = [];
  const cpus = limits.cpus.join(",");
  for (const { version, top, controllers } of support.hierarchies) {
    const folder = join(top, name);
    const put = (file: string, value: string) => writes.push({ file: join(folder, file), value });
    if (controllers.includes("cpuset")) {
      put("cpuset.cpus", cpus);
      // A v1 cpuset without memory nodes accepts no process.
      if (version === 1) put("cpuset.mems", readFileSync(join(top, "cpuset.mems"), "utf8").trim());
    }
    for (const { file, value } of limitWrites({ version, controllers }, limits)) put(file, value);
  }
  return { folders, writes };
}

/** The files of a group in one hierarchy, without their folder. */
function limitWrites(
  { version, controllers }: Pick<Hierarchy, "version" | "controllers">,
  { memoryMiB, pids }: OuterLimits,
): readonly LimitWrite[] {
  const memory = version === 2 ? "memory.max" : "memory.limit_in_bytes";
  const bytes = String(memoryMiB * 1024 * 1024);
  return [
    ...(controllers.includes("memory") ? [{ file: memory, value: bytes }] : []),
    ...(controllers.includes("pids") ? [{ file: "pids.max", value: String(pids) }] : []),
  ];
}

/**
 * Where the kernel counts the groups that were removed and are not freed yet: below the group's
 * parent in v2. In v1 it is the number of all groups of the machine that have a memory controller,
 * which keeps them longest.
 */
export function dyingGroups(
  { version }: Usable,
  folder: string,
): { readonly file: string; readonly line: string; readonly column: number } {
  return version === 2
    ? { file: join(dirname(folder), "cgroup.stat"), line: "nr_dying_descendants", column: 1 }
    : { file: "/proc/cgroups", line: "memory", column: 2 };
}

/** What all of a run's groups may use together. */
export type OuterLimits = Pick<Limits, "memoryMiB" | "pids">;

/**
 * Makes the parent of a run's groups, with its limits, and enables the controllers below it (v2). The
 * limits keep a run from taking the whole machine, whatever its workloads do.
 */
export function makeParentCgroup(support: Usable, name: string, outer: OuterLimits): void {
  for (const { top, version, controllers } of support.hierarchies) {
    const folder = join(top, name);
    if (version === 2) enableV2(top, controllers);
    makeFolder(folder);
    if (version === 2) {
      enableV2(folder, controllers);
    } else if (controllers.includes("cpuset")) {
      for (const file of ["cpuset.cpus", "cpuset.mems"]) {
        writeFileSync(join(folder, file), readFileSync(join(dirname(folder), file)));
      }
    }
    for (const { file, value } of limitWrites({ version, controllers }, outer)) {
      writeFileSync(join(folder, file), value);
    }
  }
}

function enableV2(folder: string, offered: readonly string[]): void {
  const file = join(folder, "cgroup.subtree_control");
  const enabled = readFileSync(file, "utf8").split(/\s+/);
  const wanted = CONTROLLERS.filter((name) => offered.includes(name) && !enabled.includes(name));
  if (wanted.length > 0) writeFileSync(file, wanted.map((name) => `+${name}`).join(" "));
}

/** Makes a group with its limits. */
export function makeCgroup(support: Usable, name: string, limits: Limits): readonly string[] {
  const { folders, writes } = cgroupPlan(support, name, limits);
  // Parents are not made here: such a parent would have no limits to pass on.
  for (const folder of folders) mkdirSync(folder);
  for (const { file, value } of writes) writeFileSync(file, value);
  return folders;
}

/** The length of a quota's period, in microseconds. The kernel's smallest quota is 1000. */
const SLICE_US = 10_000;

/**
 * Makes a group that may use this share of one CPU, and returns its folder; undefined if nothing
 * here can limit CPU time. Only this group of a run has a quota.
 */
export function quotaGroup(support: Usable, name: string, share: number): string | undefined {
  const quota = String(Math.round(SLICE_US * share));
  const own = support.version === 2 ? support.hierarchies[0] : undefined;
  const top = own?.top ?? hierarchyOf("cpu")?.top;
  if (top === undefined || (own !== undefined && !own.controllers.includes("cpu")))
    return undefined;
  const folder = join(top, name);
  if (own !== undefined) {
    for (const parent of [top, dirname(folder)]) {
      writeFileSync(join(parent, "cgroup.subtree_control"), "+cpu");
    }
  }
  makeFolder(folder);
  const limits: Readonly<Record<string, string>> =
    own === undefined
      ? { "cpu.cfs_period_us": String(SLICE_US), "cpu.cfs_quota_us": quota }
      : { "cpu.max": `${quota} ${SLICE_US}` };
  for (const [file, value] of Object.entries(limits)) writeFileSync(join(folder, file), value);
  return folder;
}

function hierarchyOf(controller: string): Hierarchy | undefined {
  return parseHierarchies(readFileSync("/proc/self/mountinfo", "utf8")).find(
    ({ version, controllers }) => version === 1 && controllers.includes(controller),
  );
}

/** How long killed processes may take to end. */
const DYING_MS = 10_000;

/**
 * Kills the members of a group and of all groups below it, in every hierarchy, then removes the
 * groups. It is no error if the group does not exist. Errors: `CGROUP_BUSY`.
 */
export async function removeCgroup(name: string): Promise<void> {
  // The check comes first, because everything in the group is killed.
  if (!isCgroupOfOurs(name)) throw new Error(`not a cgroup of ours: "${name}"`);
  const roots = parseHierarchies(readFileSync("/proc/self/mountinfo", "utf8"))
    .map(({ top }) => join(top, name))
    .filter((folder) => existsSync(folder));
  const deadline = Date.now() + DYING_MS;
  for (;;) {
    // Most groups are empty by now. The kernel refuses to remove a group with members.
    const left = roots.filter((root) => !removeTree(root));
    const [folder] = left;
    if (folder === undefined) return;
    for (const group of left.flatMap(deepestFirst)) killMembers(group);
    if (Date.now() > deadline) {
      throw new IsotaxError(
        "CGROUP_BUSY",
        say("host.cgroup-busy", { folder, ms: DYING_MS }),
        say("host.clean-again"),
      );
    }
    await sleep(1);
  }
}

function deepestFirst(folder: string): string[] {
  let children: string[];
  try {
    children = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
  return [...children.flatMap(deepestFirst), folder];
}

function killMembers(folder: string): void {
  let members: string;
  try {
    members = readFileSync(join(folder, "cgroup.procs"), "utf8");
  } catch {
    return;
  }
  for (const pid of members.split("\n").map(Number)) {
    if (pid <= 1 || pid === process.pid) continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch {}
  }
}

function removeTree(root: string): boolean {
  for (const folder of deepestFirst(root)) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") return false;
    }
  }
  return true;
}

/**
 * Shell lines that move the shell that runs them into groups. A write to `cgroup.procs` waits for
 * an RCU grace period, 10 to 20 ms, because it blocks every fork of the machine. A process with one
 * thread that moves itself need not wait: v1 has `tasks` for that, and moves a thread at once
 * (cgroup_procs_write_start in kernel/cgroup/cgroup.c). In v2 the threads of a process cannot be in
 * different groups.
 */
export function joinLines(
  support: CgroupSupport,
  folders: readonly string[],
): readonly ShellText[] {
  const file = support.version === 1 ? "tasks" : "cgroup.procs";
  return folders.map((folder) => sh`echo 0 >${join(folder, file)}`);
}

/** Shell lines that make a group with its limits, and join it. */
export function makeAndJoinLines(
  support: Usable,
  name: string,
  limits: Limits,
): readonly ShellText[] {
  const { folders, writes } = cgroupPlan(support, name, limits);
  return [
    sh`mkdir ${folders}`,
    ...writes.map(({ file, value }) => sh`echo ${value} >${file}`),
    ...joinLines(support, folders),
  ];
}
