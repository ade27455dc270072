/**
 * What there is on the host that an instance must leave as it was. Two looks are compared: what
 * changes by itself, such as a counter, is no part of it.
 */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HostState } from "../../bench/types.ts";
import { outputNow, which } from "../host/process.ts";
import { CANARY_PREFIX } from "./names.ts";

/** `runGroup`: the name of the control group of all that the run started. */
export function hostState(runGroup: string): HostState {
  return {
    mounts: linesOf("/proc/self/mountinfo").map(mounted),
    links: namesIn("/sys/class/net"),
    rules: firewallRules(),
    settings: settings(),
    groups: groups(runGroup),
    ipc: ["shm", "msg", "sem"].flatMap((kind) =>
      linesOf(`/proc/sysvipc/${kind}`)
        .slice(1)
        .map((line) => `${kind} ${line.trim().split(/\s+/, 2).join(" ")}`),
    ),
    keys: linesOf("/proc/keys").flatMap((line) => {
      const [id = "", , , , , , , kind, ...about] = line.trim().split(/\s+/);
      return kind === "user" ? [`${id} ${about.join(" ")}`] : [];
    }),
    loops: namesIn("/sys/block")
      .filter((name) => name.startsWith("loop"))
      .flatMap((name) => linesOf(`/sys/block/${name}/loop/backing_file`)),
    files: files(runGroup),
    processes: processesOf(runGroup),
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function linesOf(file: string): readonly string[] {
  return textOf(file)
    .split("\n")
    .filter((line) => line !== "");
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** A line of mountinfo without its numbers: place, type and source. */
function mounted(line: string): string {
  const fields = line.split(" ");
  const [type = "", source = ""] = fields.slice(fields.indexOf("-") + 1);
  return `${fields[4] ?? ""} ${type} ${source}`;
}

/** Without counters, which grow with each packet. */
function firewallRules(): readonly string[] {
  const listings = [["iptables-save"], ["ip6tables-save"], ["nft", "list", "ruleset"]];
  return listings
    .filter(([tool = ""]) => which(tool) !== undefined)
    .flatMap((argv) => outputNow(argv).split("\n"))
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) =>
      line.replace(/\[\d+:\d+\]/, "").replace(/counter packets \d+ bytes \d+/g, "counter"),
    );
}

const SETTINGS = "/proc/sys";
/**
 * A device's own settings come and go with it. The others are counters, which nobody sets, or say
 * something else each time.
 */
const PASSED_OVER = [
  "net/ipv4/conf",
  "net/ipv4/neigh",
  "net/ipv6/conf",
  "net/ipv6/neigh",
  "fs/binfmt_misc",
  "fs/quota",
  "fs/aio-nr",
  "fs/dentry-state",
  "fs/file-nr",
  "fs/inode-nr",
  "fs/inode-state",
  "kernel/ns_last_pid",
  "kernel/pty/nr",
  "kernel/random",
].map((name) => join(SETTINGS, name));

function settings(folder = SETTINGS): readonly string[] {
  return namesIn(folder).flatMap((name): readonly string[] => {
    const path = join(folder, name);
    if (PASSED_OVER.includes(path)) return [];
    if (isFolder(path)) return settings(path);
    return [`${path.slice(SETTINGS.length + 1)} = ${textOf(path).trim()}`];
  });
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Control groups near the top of each hierarchy. Those of the run itself are its own. */
function groups(runGroup: string): readonly string[] {
  const hierarchies = linesOf("/proc/self/mountinfo")
    .map((line) => line.split(" "))
    .filter((fields) => /^cgroup2?$/.test(fields[fields.indexOf("-") + 1] ?? ""))
    .map((fields) => fields[4] ?? "");
  const below = (folder: string) =>
    namesIn(folder)
      .map((name) => join(folder, name))
      .filter((path) => isFolder(path) && !path.includes(runGroup));
  return hierarchies.flatMap((top) => below(top).flatMap((one) => [one, ...below(one)]));
}

/** Folders in which every name counts, and folders in which others put theirs as well. */
const WHOLE = ["/", "/etc", "/dev", "/root"];
const SHARED = ["/tmp", "/var/tmp", "/run", "/dev/shm"];

function files(runGroup: string): readonly string[] {
  const whole = WHOLE.flatMap((folder) => namesIn(folder).map((name) => join(folder, name)));
  const shared = SHARED.flatMap((folder) =>
    namesIn(folder)
      .filter((name) => name.startsWith(CANARY_PREFIX) || name.includes(runGroup))
      .map((name) => join(folder, name)),
  );
  return [...whole, ...shared];
}

/** By name: a daemon may have replaced a thread. */
function processesOf(runGroup: string): readonly string[] {
  return namesIn("/proc")
    .filter((name) => /^\d+$/.test(name) && textOf(`/proc/${name}/cgroup`).includes(runGroup))
    .map((pid) => textOf(`/proc/${pid}/comm`).trim())
    .sort();
}
