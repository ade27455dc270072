/** What the isolation of a container is, as named values: seen from inside, and by the host. */
import { copyFileSync, existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import type { Session } from "../../bench/types.ts";
import { CGROUP_PREFIX } from "../../runners/kernel/cgroups.ts";
import { stdoutOf } from "../support.ts";
import { CALLS, DEVICES, GROUP_FILES, madeNode, nameOfCall, PATHS, SINGLE } from "./inside.ts";

/** By field, such as `mount /proc`. What is not there has no field. */
export type Look = ReadonlyMap<string, string>;

type Field = [name: string, value: string];

/** `calls`: the program that tries system calls (calls.c), on the host. */
export async function lookAt(session: Session, calls: string): Promise<Look> {
  const inside = async (script: string) =>
    (await stdoutOf(session, { argv: [{ tool: "busybox" }, "sh", "-c", script] })).trimEnd();
  const first = firstProcess(await inside("readlink /proc/self/ns/mnt"));
  copyFileSync(calls, join(first, "root/calls"));
  return new Map([
    ...namespaces(await inside("for n in /proc/self/ns/*; do readlink $n; done")),
    ...status(await inside("cat /proc/self/status")),
    ...limits(await inside("cat /proc/self/limits")),
    ...mounts(await inside("cat /proc/self/mountinfo")),
    ...fields(await inside(PATHS)),
    ...fields(await inside(DEVICES)),
    ...fields(await inside(GROUP_FILES)),
    ...fields(await inside(madeNode())),
    ...fields(await inside(SINGLE)).map(withHostname),
    ...groups(first, await inside("cat /proc/self/cgroup")),
    ...outcomes(await inside(`/calls ${CALLS.join(" ")}`)),
    ...descriptors(first),
    ["session keyring", hasKeyring(first) ? "its own" : "its starter's"],
    ["session", /^NSsid:.*\t1$/m.test(read(first, "status")) ? "its own" : "its starter's"],
  ]);
}

function read(...path: readonly string[]): string {
  return readFileSync(join(...path), "utf8");
}

/** The folder in /proc of a container's process 1, by its mount namespace. */
function firstProcess(mountNamespace: string): string {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const folder = join("/proc", pid);
    try {
      if (readlinkSync(join(folder, "ns/mnt")) !== mountNamespace) continue;
      if (/^NSpid:.*\t1$/m.test(read(folder, "status"))) return folder;
    } catch {} // It went meanwhile.
  }
  throw new Error(`no first process in ${mountNamespace}`);
}

function fields(lines: string): Field[] {
  return lines.split("\n").map((line) => {
    const at = line.indexOf(": ");
    if (at < 0) throw new Error(`not a name and a value: ${line}`);
    return [line.slice(0, at), line.slice(at + 2)];
  });
}

function withHostname([name, value]: Field): Field {
  return [name, name === "hostname" && value === hostname() ? "the host's" : value];
}

/** By the links in /proc/PID/ns. Those of children's namespaces show the same kinds once more. */
function namespaces(links: string): Field[] {
  return links.split("\n").map((link) => {
    const [kind = ""] = link.split(":");
    const file = join("/proc/self/ns", kind);
    const isTheHosts = existsSync(file) && readlinkSync(file) === link;
    return [`namespace ${kind}`, isTheHosts ? "the host's" : "its own"];
  });
}

/** Lines of proc(5), status, about the process that looks and not about its isolation. */
const OF_THE_PROCESS =
  /^(?:Name|State|Tgid|Ngid|Pid|PPid|TracerPid|FDSize|NS.*|Vm.*|Rss.*|HugetlbPages|SigQ|Threads|.*_switches)$/;

function status(text: string): Field[] {
  return text.split("\n").flatMap((line): Field[] => {
    const [name = "", value = ""] = line.split(":");
    if (OF_THE_PROCESS.test(name)) return [];
    return [[`status ${name}`, value.trim().replaceAll(/\s+/g, " ")]];
  });
}

function limits(text: string): Field[] {
  return [...text.matchAll(/^Max (.{22})(\S+) +(\S+)/gm)].map(([, name = "", soft, hard]) => [
    `limit ${name.trim()}`,
    `${soft} ${hard}`,
  ]);
}

/** proc(5), mountinfo. Of several mounts on one point, the lowest is told first. */
function mounts(text: string): Field[] {
  const found = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [left = "", right = ""] = line.split(" - ");
    const [, , , , point = "", flags = "", ...propagation] = left.split(" ");
    const [type = ""] = right.split(" ");
    const kept = flags.split(",").filter((flag) => /^(?:r[ow]|no(?:suid|dev|exec))$/.test(flag));
    const value = [type, ...kept, ...propagation.map((word) => word.replace(/:.*/, ""))].join(" ");
    const below = found.get(`mount ${point}`);
    found.set(`mount ${point}`, below === undefined ? value : `${below}, then ${value}`);
  }
  return [...found];
}

/** Of each hierarchy: whose group the container is in, and which path of it shows inside. */
function groups(first: string, seen: string): Field[] {
  const onHost = hierarchies(read(first, "cgroup"));
  return [
    ...[...onHost].map(([name, path]): Field => [`group ${name}`, ownerOf(path)]),
    ...[...hierarchies(seen)].map(([name, path]): Field => {
      const isTheHosts = path !== "/" && path === onHost.get(name);
      return [`path of group ${name}`, isTheHosts ? "the host's" : path];
    }),
  ];
}

/** Paths by controllers: proc(5), cgroup. */
function hierarchies(text: string): ReadonlyMap<string, string> {
  const lines = [...text.matchAll(/^\d+:(.*?):(.*)$/gm)];
  return new Map(lines.map(([, name = "", path = ""]) => [name === "" ? "v2" : name, path]));
}

/** An instance's group is below its run's, and its name ends with a number. */
function ownerOf(path: string): string {
  const [, ...ours] = path.split(`/${CGROUP_PREFIX}`);
  if (ours.length === 0) return "the host's";
  return ours.length > 1 && /-\d+$/.test(path) ? "its own" : "the run's";
}

/** A runtime gives a container's session keyring the name of the container, which its group has too. */
function hasKeyring(first: string): boolean {
  const names = [...hierarchies(read(first, "cgroup")).values()].map((path) => basename(path));
  const keyrings = existsSync("/proc/keys") ? read("/proc/keys") : "";
  return names.some((name) => name !== "" && keyrings.includes(` keyring   ${name}: `));
}

function outcomes(lines: string): Field[] {
  return lines.split("\n").map((line) => {
    const [word = "", ...outcome] = line.split(" ");
    return [`call ${nameOfCall(word)}`, outcome.join(" ")];
  });
}

/** What a container's programs find open beyond the standard descriptors. */
function descriptors(first: string): Field[] {
  return inheritable(first).map((name) => [
    `descriptor ${name}`,
    readlinkSync(join(first, "fd", name)).replace(/\d+/, "N"),
  ]);
}

const CLOSE_ON_EXEC = 0o2000000;

/** A process's descriptors, but the standard ones, that its children get. `process`: in /proc. */
export function inheritable(process: string): readonly string[] {
  return readdirSync(join(process, "fd")).filter((name) => {
    if (Number(name) < 3) return false;
    try {
      const [, flags = ""] = /^flags:\s*(\d+)/m.exec(read(process, "fdinfo", name)) ?? [];
      return (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
    } catch {
      return false; // It was closed meanwhile, as was that of the folder that is read.
    }
  });
}
