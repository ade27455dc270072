/** Podman's command line. */
import { readFileSync } from "node:fs";
import type { RunContext } from "../../context.ts";
import { isRoot } from "../../host/paths.ts";
import { located, outputNow, type RunOptions, run, which } from "../../host/process.ts";
import { INSTANCE_ENV } from "../../launch/launcher.ts";

/** The words of a Podman command that works on the store in `root`. */
export function podmanArgv(root: string, command: readonly string[]): readonly string[] {
  // This is the default without systemd. It is stated because some versions do not notice that the
  // seclusion has no systemd.
  const words = ["podman", "--root", root, "--cgroup-manager=cgroupfs"];
  // Without fuse-overlayfs a user's Podman may fall back to vfs, which copies the image each time.
  return [...words, ...(isRoot() ? [] : ["--storage-driver=overlay"]), ...command];
}

/**
 * How untimed Podman commands are run: with these variables alone, like the timed ones. The
 * caller's CONTAINER_HOST would make it a client of another Podman. CONTAINERS_CONF and
 * STORAGE_DRIVER would change its defaults. http_proxy would be set in each container that it
 * makes.
 */
export function podmanOptions(
  env: Readonly<Record<string, string>>,
): Pick<RunOptions, "env" | "onlyEnv"> {
  const { PATH, HOME } = INSTANCE_ENV;
  return { env: { PATH, HOME, ...env }, onlyEnv: true };
}

/** Asked once in a run: an answer takes tens of milliseconds. */
export function podmanVersion(context: RunContext): Promise<string> {
  return context.shared("podman-version", async () => {
    const { workFolder } = context;
    // A user's Podman makes folders even for this; without these variables, in /tmp.
    const env = isRoot() ? {} : { HOME: workFolder, XDG_RUNTIME_DIR: workFolder };
    const { stdout } = await run(located(["podman", "--version"]), podmanOptions(env));
    return stdout.trim().replace("podman version ", "");
  });
}

/** Podman's default limits for root's containers (containers/common, pkg/config). */
const DEFAULT_ULIMIT = 1024 * 1024;

/**
 * Options for hosts where even root may not set Podman's default limits. Without CAP_SYS_RESOURCE,
 * as in many root shells in VMs and containers, hard limits cannot be raised. No process may have
 * more open files than the kernel's fs.nr_open. There the container does not start ("setrlimit
 * RLIMIT_NOFILE: Operation not permitted"). Podman's users use the same remedy.
 */
export function ulimitOptions(
  limits = readFileSync("/proc/self/limits", "utf8"),
  status = readFileSync("/proc/self/status", "utf8"),
  nrOpen = Number(readFileSync("/proc/sys/fs/nr_open", "utf8")),
): readonly string[] {
  const options: string[] = [];
  for (const [name, row, most] of [
    // biome-ignore lint/plugin: the kernel's words
    ["nofile", "Max open files", nrOpen],
    ["nproc", "Max processes", Number.POSITIVE_INFINITY],
  ] as const) {
    const text = new RegExp(`^${row}\\s+\\S+\\s+(\\S+)`, "m").exec(limits)?.[1];
    const hard =
      text === undefined || text === "unlimited" ? Number.POSITIVE_INFINITY : Number(text);
    const allowed = Math.min(most, mayRaiseLimits(status) ? Number.POSITIVE_INFINITY : hard);
    if (allowed < DEFAULT_ULIMIT) options.push(`--ulimit=${name}=${allowed}:${allowed}`);
  }
  return options;
}

const CAP_SYS_RESOURCE = 24n;

function mayRaiseLimits(status: string): boolean {
  const effective = /^CapEff:\s*(\w+)/m.exec(status)?.[1] ?? "0";
  return ((BigInt(`0x${effective}`) >> CAP_SYS_RESOURCE) & 1n) === 1n;
}

/**
 * The tool with which Podman's network (netavark) makes the rules of its bridge: nft from version 5
 * on, as packaged.
 */
export function firewallTool(version = versionNow()): "iptables" | "nft" {
  const major = Number(/version (\d+)\./.exec(version)?.[1] ?? 0);
  return major >= 5 ? "nft" : "iptables";
}

const versions = new Map<string, string>();

/**
 * What the Podman in the PATH says of itself; empty without one. Each look at a target asks for the
 * requirements several times, so each program is asked once.
 */
function versionNow(): string {
  const path = which("podman");
  if (path === undefined) return "";
  const version = versions.get(path) ?? outputNow([path, "--version"]);
  if (version !== "") versions.set(path, version);
  return version;
}
