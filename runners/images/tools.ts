/** Which of the host's tools the image holds, and where they are. */
import { IsotaxError } from "../../bench/errors.ts";
import type { ImagePartName } from "../../bench/types.ts";
import { installCommand } from "../requirements.ts";
import { type Program, programNamed } from "./programs.ts";
import { locateServer } from "./servers.ts";

/** Executables taken from the host if it has them. busybox and node must be there. */
export const IMAGE_TOOLS: readonly {
  name: string;
  /** Where it is inside; absent for one that must be where it is on the host. */
  imagePath?: string;
  part: ImagePartName;
}[] = [
  { name: "busybox", imagePath: "/bin/busybox", part: "tools" },
  { name: "node", imagePath: "/usr/bin/node", part: "runtime" },
  { name: "sysbench", imagePath: "/usr/bin/sysbench", part: "tools" },
  { name: "fio", imagePath: "/usr/bin/fio", part: "tools" },
  { name: "zstd", imagePath: "/usr/bin/zstd", part: "tools" },
  { name: "openssl", imagePath: "/usr/bin/openssl", part: "tools" },
  { name: "stress-ng", imagePath: "/usr/bin/stress-ng", part: "tools" },
  { name: "perf", imagePath: "/usr/bin/perf", part: "tools" },
  { name: "hackbench", imagePath: "/usr/bin/hackbench", part: "tools" },
  { name: "iperf3", imagePath: "/usr/bin/iperf3", part: "tools" },
  { name: "sockperf", imagePath: "/usr/bin/sockperf", part: "tools" },
  { name: "redis-server", imagePath: "/usr/bin/redis-server", part: "tools" },
  { name: "nginx", imagePath: "/usr/sbin/nginx", part: "tools" },
  { name: "setpriv", imagePath: "/usr/bin/setpriv", part: "tools" },
  // initdb runs its helpers by it.
  { name: "dash", imagePath: "/bin/sh", part: "tools" },
  { name: "postgres", part: "tools" },
  { name: "initdb", part: "tools" },
];

/**
 * The host's program for a tool of the image; undefined if there is nothing of that name. What was
 * found and is no program to be copied is told, for a remedy is needed then as well.
 */
export function imageTool(name: string): Program | undefined {
  if (name === "node") return { path: process.execPath };
  const server = locateServer(name);
  return server === undefined ? programNamed(name) : { path: server };
}

export function hasImageTool(name: string): boolean {
  const found = imageTool(name);
  return found !== undefined && "path" in found;
}

export function isImageTool(name: string): boolean {
  return IMAGE_TOOLS.some((tool) => tool.name === name);
}

/** The static program that every target starts. Errors: `NO_BUSYBOX`. */
export function busyboxProgram(): string {
  const found = imageTool("busybox");
  if (found !== undefined && "path" in found) return found.path;
  throw new IsotaxError(
    "NO_BUSYBOX",
    `${found?.problem ?? "busybox not found"}: every target starts it`,
    installCommand(["busybox"]),
  );
}

/** Why the image does not hold a tool. */
export function whyNotInImage(name: string): string {
  const found = imageTool(name);
  if (found === undefined) return `${name} not found on this host`;
  if ("problem" in found) return found.problem;
  return `${found.path} needs a library that is not installed: \`ldd ${found.path}\` says which`;
}
