/** Finds the packages that are missing on this machine, and installs them. */
import { readdirSync } from "node:fs";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { daemonState } from "../containers/docker/daemon.ts";
import { isRoot } from "../host/paths.ts";
import { isStatic, tryRun, which } from "../host/process.ts";
import { locateTool } from "../images/servers.ts";
import { hasImageTool, imageTool, isImageTool } from "../images/tools.ts";
import { packageOf, packagesOf } from "./requirements.ts";
import { toolNamed } from "./table.ts";

export interface MissingPackage {
  readonly package: string;
  readonly why: Message;
}

/** The packages of those of these tools that are missing. */
export async function missingPackages(tools: readonly string[]): Promise<MissingPackage[]> {
  const missing = new Map<string, MissingPackage>();
  for (const tool of new Set(tools)) {
    if (await isThere(tool)) continue;
    // Docker's client needs only a daemon that answers, here or elsewhere.
    if (tool === "dockerd" && (await daemonState()).state === "running") continue;
    const known = packageOf(tool);
    if (known === undefined) continue;
    for (const name of packagesOf(tool)) missing.set(name, { package: name, why: known.why });
  }
  return [...missing.values()];
}

async function isThere(tool: string): Promise<boolean> {
  if (toolNamed(tool)?.isStatic === true) {
    // Debian's other busybox needs the C library. It is not a static binary to start, and cannot be
    // a guest's init.
    const found = imageTool(tool);
    return found !== undefined && "path" in found && (await isStatic(found.path));
  }
  return isImageTool(tool) ? hasImageTool(tool) : locateTool(tool) !== undefined;
}

export type InstallAbility =
  | { readonly can: true; readonly prefix: readonly string[] }
  | { readonly can: false; readonly reason: Message };

/** Whether packages can be installed without questions to the user. */
export async function installAbility(): Promise<InstallAbility> {
  if (which("apt-get") === undefined) {
    return { can: false, reason: say("tools.no-apt") };
  }
  if (isRoot()) return { can: true, prefix: [] };
  if (which("sudo") !== undefined && (await tryRun(["sudo", "-n", "true"])).exitCode === 0) {
    return { can: true, prefix: ["sudo", "-n"] };
  }
  return { can: false, reason: say("tools.no-rights") };
}

/**
 * Installs packages with apt-get, and shows its output. Returns the packages that could not be
 * installed. An unknown package, or a network failure, does not stop the others. An interrupt waits
 * for apt-get, because a killed package manager leaves half-configured packages.
 */
export async function installPackages(
  names: readonly string[],
  prefix: readonly string[],
  show: (line: string) => void,
): Promise<readonly string[]> {
  const apt = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
  const options = { timeoutMs: 1_200_000, show, outlives: true };
  const install = async (some: readonly string[]) => {
    const argv = [...apt, "-q", "install", "-y", "--no-install-recommends", ...some];
    return (await tryRun(argv, options)).exitCode === 0;
  };
  const update = () => tryRun([...apt, "-q", "update"], options);
  if (!(await allKnown(names))) await update();
  if (await install(names)) return [];
  // An outdated package list names files that no longer exist.
  await update();
  if (await install(names)) return [];
  const failed: string[] = [];
  for (const name of names) if (!(await install([name]))) failed.push(name);
  return failed;
}

async function allKnown(names: readonly string[]): Promise<boolean> {
  try {
    if (readdirSync("/var/lib/apt/lists").length < 3) return false;
  } catch {
    return false;
  }
  const { stdout } = await tryRun(["apt-cache", "policy", ...names]);
  const candidates = stdout.match(/Candidate: (?!\(none\))/g)?.length ?? 0;
  return candidates >= names.length;
}
