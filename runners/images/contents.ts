/** What isotax puts into an image: the host's own tools with their libraries, the agent and the payload. */
import { realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { built } from "../../bench/built.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { hashFile } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type { BroughtProgram, ImageFile, ImagePartName } from "../../bench/types.ts";
import { PROBE, probeProgram } from "../audit/probe.ts";
import type { RunContext } from "../context.ts";
import { tryRun } from "../host/process.ts";
import { broughtProgram, placeInside } from "./brought.ts";
import { serverByName } from "./servers.ts";
import { busyboxProgram, imagePrograms, imageTool } from "./tools.ts";

/**
 * The folder of our own files inside the image. On the host, `native` uses a folder whose path has
 * the same length and depth: Node.js runs the same script a few per cent slower from a folder ten
 * levels down (docs/methodology.md, rule 1).
 */
export const OWN_FILES = "/var/tmp/isotax-inside";

const AGENT = fileURLToPath(new URL("../agent/agent.sh", import.meta.url));

/** One file of the image, with its source on the host. */
export interface Source extends ImageFile {
  readonly from: string;
}

/** A program or script for the image. */
export interface Collected {
  readonly name: string;
  readonly from: string;
  readonly imagePath: string;
  readonly part: ImagePartName;
  /** Whether it needs a loader and libraries. */
  readonly dynamic: boolean;
}

/**
 * The tools that the host has, the programs that are brought, and the libraries of all of them.
 * Errors: `IsotaxError`.
 */
export async function collect(
  context: RunContext,
  brought: readonly BroughtProgram[],
): Promise<{
  readonly tools: readonly Collected[];
  readonly libraries: readonly string[];
}> {
  const ours = { part: "payload", dynamic: false } as const;
  const payload = built("bench/payload/payload.mjs");
  const tools: Collected[] = [
    { ...ours, name: "agent", from: AGENT, imagePath: `${OWN_FILES}/agent.sh` },
    { ...ours, name: "payload", from: payload, imagePath: `${OWN_FILES}/payload.mjs` },
  ];
  const probe = await compiledProbe(context);
  if (probe !== undefined) {
    tools.push({ ...ours, name: PROBE, from: probe, imagePath: `${OWN_FILES}/${PROBE}` });
  }
  const needed = new Set<string>();
  for (const { indispensable, ...executable } of imagePrograms()) {
    const from = pathOf(executable.name);
    if (from === undefined) continue;
    try {
      const libraries = await librariesOf(from);
      for (const library of libraries) needed.add(library);
      tools.push({ imagePath: from, ...executable, from, dynamic: libraries.length > 0 });
    } catch (error) {
      if (indispensable) throw error;
      // A workload that needs it gets the reason later.
    }
  }
  for (const program of brought) {
    const found = broughtProgram(program);
    if ("problem" in found) continue;
    const { path: from } = found;
    try {
      const libraries = await librariesOf(from);
      for (const library of libraries) needed.add(library);
      const place = { name: program.name, imagePath: placeInside(from), part: "tools" } as const;
      tools.push({ ...place, from, dynamic: libraries.length > 0 });
    } catch {
      // The workload gets the reason later.
    }
  }
  return { tools, libraries: [...needed].sort() };
}

/** Undefined without a compiler that makes it: the workloads that need it get the reason. */
async function compiledProbe(context: RunContext): Promise<string | undefined> {
  try {
    return await probeProgram(context);
  } catch (error) {
    if (error instanceof IsotaxError) return undefined;
    throw error;
  }
}

/** The host's path of a tool of the image. Errors: `NO_BUSYBOX`. */
function pathOf(name: string): string | undefined {
  if (name === "busybox") return busyboxProgram();
  const found = imageTool(name);
  return found !== undefined && "path" in found ? (serverByName(name) ?? found.path) : undefined;
}

export function sourceOf(from: string, path: string, part: ImagePartName): Source {
  const { size, mode } = statSync(from);
  const executable = (mode & 0o111) !== 0 || path.endsWith(".sh");
  return {
    from,
    path,
    part,
    bytes: size,
    mode: executable ? 0o755 : 0o644,
    sha256: hashFile(from),
  };
}

/**
 * The absolute paths of an executable's shared libraries and loader: ldd(1). Errors:
 * `LIBRARY_MISSING`.
 */
async function librariesOf(executable: string): Promise<readonly string[]> {
  // Instances do not get the caller's environment.
  const env = { LD_LIBRARY_PATH: "", LD_PRELOAD: "" };
  const { stdout, exitCode } = await tryRun(["ldd", executable], { env });
  // A failure means "not a dynamic executable".
  return exitCode === 0 ? parseLdd(stdout, executable).map(withoutDots) : [];
}

/**
 * Resolves a path like "/opt/node/bin/../lib/x.so", of a program that looks beside itself: no
 * archive holds such a path.
 */
function withoutDots(path: string): string {
  return path.includes("/../") ? join(realpathSync(dirname(path)), basename(path)) : path;
}

const SYSTEM_LIBRARIES = /^\/(?:usr\/)?lib(?:32|64|x32)?\//;

/**
 * The places of a library in the image. The host's loader may find a library outside the system's
 * folders by ld.so.conf(5), or beside a program that has another place inside ($ORIGIN/../lib). A
 * copy is put where the loader looks last, so it is found inside too.
 */
export function placesOf(library: string): readonly string[] {
  return SYSTEM_LIBRARIES.test(library) ? [library] : [library, `/usr/lib/${basename(library)}`];
}

export function parseLdd(stdout: string, executable: string): readonly string[] {
  const paths: string[] = [];
  for (const line of stdout.split("\n")) {
    if (line.includes("=> not found")) {
      throw new IsotaxError(
        "LIBRARY_MISSING",
        say("images.library-missing", { program: executable, line: line.trim() }),
        say("images.reinstall"),
      );
    }
    const path = /^\s*(?:\S+ => )?(\/.+) \(0x[0-9a-f]+\)$/.exec(line)?.[1];
    if (path !== undefined) paths.push(path);
  }
  return paths;
}
