/**
 * The steps by which the removal of a container is timed: it is made, its first process leaves at
 * once, and the kernel takes down what no process has any more. Some of that is done while the
 * parent waits for the process, some later, by workers of the kernel. A start waits for one piece.
 */
import { join } from "node:path";
import type { RunContext } from "../context.ts";
import { dyingGroups } from "../kernel/cgroups.ts";
import { ALL_NAMESPACES, becomeRoot, fileOf, isCloned, type Namespace, type Step } from "./plan.ts";
import type { Primitive } from "./primitive.ts";

/** The container as a whole, with its control group if it has one of its own. */
const WHOLE = "container";

/** What can be waited for: `OpenSpec.timesRemoval`. Nothing where nothing is made. */
export function piecesOf({ namespaces }: Primitive): readonly string[] {
  return namespaces === undefined ? [] : [WHOLE, ...namespaces];
}

/** The steps for a piece. `start`: those that make the container. */
export function removalSteps(
  piece: string,
  { namespaces = [] }: Primitive,
  context: RunContext,
  start: readonly Step[],
): readonly Step[] {
  const namespace = ALL_NAMESPACES.find((name) => name === piece);
  const steps =
    namespace === undefined ? wholeSteps(context, start) : namespaceSteps(namespace, namespaces);
  return [...steps, { call: "print", text: "removed\n" }];
}

/** What the container prints is for a workload, which there is none of. */
function wholeSteps({ cgroups }: RunContext, start: readonly Step[]): readonly Step[] {
  const made = start.filter(({ call }) => call !== "print");
  const folders = start.flatMap((step) => (step.call === "mkdir" ? [step.path] : []));
  const [folder] = folders;
  if (folder === undefined || cgroups.version === 0) return [...made, { call: "leave" }];
  const dying = dyingGroups(cgroups, folder);
  return [
    { call: "count", ...dying },
    ...made,
    { call: "leave" },
    ...folders.map((path) => ({ call: "rmdir", path }) as const),
    { call: "fewer", label: "group", ...dying },
  ];
}

/**
 * The parent makes a user namespace that allows one namespace of the kind, and its child has it. So
 * the parent can make one when the kernel has freed all of the child's: namespaces(7),
 * "/proc/sys/user". Nothing is mounted: mounts are taken down while the parent waits.
 */
function namespaceSteps(namespace: Namespace, namespaces: readonly Namespace[]): readonly Step[] {
  const later = namespaces.filter((name) => !isCloned(name));
  return [
    { call: "unshare", namespaces: ["user"] },
    ...becomeRoot(),
    {
      call: "write",
      label: "limit",
      path: join("/proc/sys/user", `max_${fileOf(namespace)}_namespaces`),
      value: "1",
    },
    { call: "clone", namespaces: namespaces.filter(isCloned) },
    ...(later.length === 0 ? [] : [{ call: "unshare", namespaces: later } as const]),
    { call: "leave" },
    { call: "free", label: fileOf(namespace), namespaces: [namespace] },
  ];
}
