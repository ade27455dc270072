/**
 * The plan of a start: the kernel's calls that `enter` does, in order, as its file has them
 * (enter.c). Each is the name of a call and its arguments, as words that end with a NUL byte.
 */
import { own } from "../../bench/lookup.ts";
import type { Mount } from "./mounts.ts";

export type Step =
  | { readonly call: "mkdir"; readonly path: string }
  /** `label`: what the write is for, as times and errors name it. */
  | {
      readonly call: "write";
      readonly label: string;
      readonly path: string;
      readonly value: string;
    }
  /** What comes after it is done by the child. `group`: a folder of v2 that it is born in. */
  | {
      readonly call: "clone";
      readonly namespaces: readonly ClonedNamespace[];
      readonly group?: string;
    }
  | { readonly call: "unshare"; readonly namespaces: readonly Namespace[] }
  | ({ readonly call: "mount" } & Mount)
  | { readonly call: "pivot_root" | "chroot"; readonly root: string }
  | { readonly call: "sethostname"; readonly name: string }
  /** Bits of the capabilities that stay: capabilities(7). */
  | { readonly call: "capabilities"; readonly kept: number }
  | { readonly call: "no_new_privs" }
  /** An array of struct sock_filter. */
  | { readonly call: "seccomp"; readonly filter: Buffer }
  | { readonly call: "print"; readonly text: string }
  /** The child ends. What comes after it is done by the parent: removal.h. */
  | { readonly call: "leave" }
  | { readonly call: "rmdir"; readonly path: string }
  /** Waits until namespaces can be made that a limit has allowed once. */
  | {
      readonly call: "free";
      readonly label: string;
      readonly namespaces: readonly Namespace[];
    }
  /** Reads a number, in this column of the line that begins with a word. */
  | ({ readonly call: "count" } & Counted)
  /** Waits until that number is no larger than it was. */
  | ({ readonly call: "fewer"; readonly label: string } & Counted);

/** Where a file tells a number. */
export interface Counted {
  readonly file: string;
  readonly line: string;
  readonly column: number;
}

/** clone(2), unshare(2). */
const CLONE_FLAGS = {
  mount: 0x00020000,
  cgroup: 0x02000000,
  uts: 0x04000000,
  ipc: 0x08000000,
  user: 0x10000000,
  pid: 0x20000000,
  net: 0x40000000,
  time: 0x00000080,
} as const;

export type Namespace = keyof typeof CLONE_FLAGS;

/**
 * clone(2) makes no time namespace, and does not say so: the flag's bit belongs to the exit signal.
 * A process asks for it by unshare(2), and is in it from its next execve(2): time_namespaces(7).
 */
export type ClonedNamespace = Exclude<Namespace, "time">;

export function isCloned(namespace: Namespace): namespace is ClonedNamespace {
  return namespace !== "time";
}

/** Its name in /proc/self/ns: namespaces(7). */
export function fileOf(namespace: Namespace): string {
  return namespace === "mount" ? "mnt" : namespace;
}

/** All namespaces that the kernel has, by the words of unshare(1). */
export const ALL_NAMESPACES = Object.keys(CLONE_FLAGS) as readonly Namespace[];

/** mount(2). */
const MOUNT_FLAGS: Readonly<Record<string, number>> = {
  ro: 1,
  nosuid: 2,
  nodev: 4,
  noexec: 8,
  remount: 32,
  bind: 4096,
  rbind: 4096 | 16384,
  rprivate: (1 << 18) | 16384,
  defaults: 0,
};

/** The file's content. Errors: `Error` if a word holds a NUL byte. */
export function planOf(steps: readonly Step[]): Buffer {
  return Buffer.concat(steps.flatMap(partsOf).map((part) => (isBytes(part) ? part : word(part))));
}

type Part = string | number | Buffer;

function isBytes(part: Part): part is Buffer {
  return typeof part === "object";
}

function word(part: string | number): Buffer {
  const text = String(part);
  if (text.includes("\0")) throw new Error("a word of a plan holds a NUL byte");
  return Buffer.from(`${text}\0`);
}

function partsOf(step: Step): readonly Part[] {
  switch (step.call) {
    case "mkdir":
      return [step.call, step.path];
    case "write":
      return [step.call, `write:${step.label}`, step.path, step.value];
    case "clone":
      return [step.call, flagsOf(step.namespaces), step.group ?? ""];
    case "unshare":
      return [step.call, flagsOf(step.namespaces)];
    case "mount":
      return [step.call, ...mountParts(step)];
    case "pivot_root":
    case "chroot":
      return [step.call, step.root];
    case "sethostname":
      return [step.call, step.name];
    case "capabilities":
      return [step.call, step.kept];
    case "no_new_privs":
    case "leave":
      return [step.call];
    case "rmdir":
      return [step.call, step.path];
    case "free":
      return [step.call, `freed:${step.label}`, flagsOf(step.namespaces)];
    case "count":
      return [step.call, step.file, step.line, step.column];
    case "fewer":
      return [step.call, `freed:${step.label}`, step.file, step.line, step.column];
    case "seccomp":
      return [step.call, step.filter.length, step.filter];
    case "print":
      return [step.call, step.text];
  }
}

function mountParts({ label, source, target, type, options }: Mount): readonly Part[] {
  const known = options.filter((option) => own(MOUNT_FLAGS, option) !== undefined);
  const flags = known.reduce((bits, option) => bits | (own(MOUNT_FLAGS, option) ?? 0), 0);
  const data = options.filter((option) => !known.includes(option)).join(",");
  return [`mount:${label}`, source, target, type, flags, data];
}

function flagsOf(namespaces: readonly Namespace[]): number {
  return namespaces.reduce((bits, name) => bits | CLONE_FLAGS[name], 0);
}

/**
 * How a user becomes root in a user namespace that was just made: user_namespaces(7). One user and
 * one group are mapped, for which no right is needed once groups cannot be given up. `wasRoot`:
 * whether the user was root already, in a namespace outside.
 */
export function becomeRoot(wasRoot = false): readonly Step[] {
  const map = (file: string, value: string): Step => ({
    call: "write",
    label: file,
    path: `/proc/self/${file}`,
    value,
  });
  const [user, group] = wasRoot ? [0, 0] : [process.geteuid?.() ?? 0, process.getegid?.() ?? 0];
  return [map("setgroups", "deny"), map("uid_map", `0 ${user} 1`), map("gid_map", `0 ${group} 1`)];
}
