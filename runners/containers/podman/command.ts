/** Podman's command line. */
import { readFileSync } from "node:fs";
import type { RunContext } from "../../context.ts";
import { isRoot } from "../../host/paths.ts";
import { located, outputNow, type RunOptions, run } from "../../host/process.ts";
import { INSTANCE_ENV } from "../../launch/launcher.ts";

/** Words of a command that works on the store in `root`. */
export function podmanArgv(root: string, command: readonly string[]): readonly string[] {
  // Its default without systemd, said for those that would not notice: there is none in the seclusion.
  const words = ["podman", "--root", root, "--cgroup-manager=cgroupfs"];
  // Without fuse-overlayfs a user's Podman may settle for vfs, which copies the image each time.
  return [...words, ...(isRoot() ? [] : ["--storage-driver=overlay"]), ...command];
}

/**
 * How Podman is run where nothing is timed: with these variables alone, as where it is. The caller's
 * CONTAINER_HOST makes it a client of another Podman, CONTAINERS_CONF and STORAGE_DRIVER change its
 * defaults, and http_proxy would be set in each container that it makes.
 */
export function podmanOptions(
  env: Readonly<Record<string, string>>,
): Pick<RunOptions, "env" | "onlyEnv"> {
  const { PATH, HOME } = INSTANCE_ENV;
  return { env: { PATH, HOME, ...env }, onlyEnv: true };
}

export async function podmanVersion({ workFolder }: RunContext): Promise<string> {
  // Even for this a user's Podman makes folders, in /tmp if it knows of no better place.
  const env = isRoot() ? {} : { HOME: workFolder, XDG_RUNTIME_DIR: workFolder };
  const { stdout } = await run(located(["podman", "--version"]), podmanOptions(env));
  return stdout.trim().replace("podman version ", "");
}

/** What Podman sets by default for root's containers (containers/common, pkg/config). */
const DEFAULT_ULIMIT = 1024 * 1024;

/**
 * Options for hosts that let not even root have what Podman sets by default: without
 * CAP_SYS_RESOURCE, as in many VMs' and containers' root shells, hard limits cannot be raised,
 * and no process has more open files than the kernel's fs.nr_open. The container does not start
 * then ("setrlimit RLIMIT_NOFILE: Operation not permitted"). The remedy is that of its users.
 */
export function ulimitOptions(
  limits = readFileSync("/proc/self/limits", "utf8"),
  status = readFileSync("/proc/self/status", "utf8"),
  nrOpen = Number(readFileSync("/proc/sys/fs/nr_open", "utf8")),
): readonly string[] {
  const options: string[] = [];
  for (const [name, row, most] of [
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

/** By what Podman's network (netavark) makes the rules of its bridge: from version 5 on nft, as packaged. */
export function firewallTool(version = outputNow(["podman", "--version"])): "iptables" | "nft" {
  const major = Number(/version (\d+)\./.exec(version)?.[1] ?? 0);
  return major >= 5 ? "nft" : "iptables";
}
