/**
 * What the tasks of a run wait for at this moment. Sources: proc_pid_stat(5), proc_pid_wchan(5);
 * cgroups(7).
 */
import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "./usage.ts";

/**
 * A word for each task of these groups, and of the groups below, that runs or cannot be interrupted:
 * `cpu`, or the function of the kernel in which it waits. Those that sleep until something happens
 * are left out: most tasks do.
 */
export function waitsIn(group: string): readonly string[] {
  return tasksIn(group).flatMap((task) => waitOf(task) ?? []);
}

function tasksIn(group: string): readonly string[] {
  // The first is of v1, the second of v2.
  const own = textOf(join(group, "tasks")) || textOf(join(group, "cgroup.threads"));
  const below = entriesOf(group).filter((entry) => entry.isDirectory());
  return [
    ...own.split("\n").filter(Boolean),
    ...below.flatMap(({ name }) => tasksIn(join(group, name))),
  ];
}

function waitOf(task: string): string | undefined {
  const stat = textOf(`/proc/${task}/stat`);
  // The name before it may hold anything, also brackets.
  const state = stat.slice(stat.lastIndexOf(")") + 2)[0];
  if (state === "R") return "cpu";
  return state === "D" ? functionName(textOf(`/proc/${task}/wchan`)) : undefined;
}

/** "0" where the kernel does not tell. Compilers put a suffix behind a dot. */
export function functionName(wchan: string): string {
  const [name = ""] = wchan.trim().split(".");
  return /^[a-z_]\w{0,62}$/i.test(name) ? name : "unknown";
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
