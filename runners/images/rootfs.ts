/**
 * The root filesystem of every target: the host's own executables, the shared libraries that they
 * need, the agent and the payload. Nothing is downloaded.
 */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { built } from "../../bench/built.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { makeFolder } from "../../bench/files.ts";
import { hashFile, hashJson } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type {
  Experiment,
  Image,
  ImageFile,
  ImagePartName,
  ImageTool,
  ShippedPart,
} from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, run, tryRun } from "../host/process.ts";
import { broughtFiles, broughtProgram, broughtPrograms, placeInside } from "./brought.ts";
import { type CacheManifest, cached } from "./cache.ts";
import { nodeFiles } from "./node-files.ts";
import { BROUGHT_FILES, ROOT_FOLDER, SCRATCH } from "./paths.ts";
import { serverByName, serverFiles } from "./servers.ts";
import { busyboxProgram, imagePrograms, imageTool } from "./tools.ts";

/** Increased when the layout changes; it is part of the digest. */
const LAYOUT = 2;

/**
 * The folder of our own files inside the image. On the host, `native` uses a folder whose path has
 * the same length and depth: Node.js runs the same script a few per cent slower from a folder ten
 * levels down (docs/methodology.md, rule 1).
 */
export const OWN_FILES = "/var/tmp/isotax-inside";

const AGENT = fileURLToPath(new URL("../agent/agent.sh", import.meta.url));

/** Mount points and the folders that programs take for granted. */
export const EMPTY_FOLDERS: readonly string[] = [
  "/proc",
  "/sys",
  "/dev",
  "/tmp",
  "/etc",
  "/root",
  "/run",
  SCRATCH,
  ROOT_FOLDER,
];

/** The names of an image's parts in reports. */
export const PART_TITLES: Readonly<Record<ImagePartName, string>> = {
  libraries: "system libraries",
  runtime: "language runtime",
  tools: "workload tools",
  payload: "payload",
};

interface RootfsManifest extends CacheManifest {
  readonly layers: readonly ShippedPart[];
}

/** One file of the image, with its source on the host. */
interface Source extends ImageFile {
  readonly from: string;
}

export interface BuiltImage {
  readonly image: Image;
  readonly built: false | "absent" | "damaged";
}

/**
 * Collects and hashes the files, and builds the image if the cache does not have it. `workloads`
 * may bring programs and files of their own. Errors: `BAD_FILES`.
 */
export async function rootfsImage(
  context: RunContext,
  workloads: readonly Experiment[] = [],
): Promise<BuiltImage> {
  const payload = built("bench/payload/payload.mjs");
  const tools: { name: string; from: string; imagePath: string; part: ImagePartName }[] = [
    { name: "agent", from: AGENT, imagePath: `${OWN_FILES}/agent.sh`, part: "payload" },
    { name: "payload", from: payload, imagePath: `${OWN_FILES}/payload.mjs`, part: "payload" },
  ];
  const needed = new Set<string>();
  for (const { indispensable, ...executable } of imagePrograms()) {
    const from = pathOf(executable.name);
    if (from === undefined) continue;
    try {
      for (const library of await librariesOf(from)) needed.add(library);
    } catch (error) {
      if (indispensable) throw error;
      // A workload that needs it gets the reason later.
      continue;
    }
    tools.push({ imagePath: from, ...executable, from });
  }
  for (const program of broughtPrograms(workloads)) {
    const found = broughtProgram(program);
    if ("problem" in found) continue;
    try {
      for (const library of await librariesOf(found.path)) needed.add(library);
    } catch {
      // The workload gets the reason later.
      continue;
    }
    const imagePath = placeInside(found.path);
    tools.push({ name: program.name, from: found.path, imagePath, part: "tools" });
  }
  const libraries = [...needed].sort();
  const sources = eachOnce(tools.map((tool) => sourceOf(tool.from, tool.imagePath, tool.part)));
  for (const library of libraries) {
    for (const path of placesOf(library)) {
      if (sources.some((source) => source.path === path)) continue;
      sources.push(sourceOf(library, path, "libraries"));
    }
  }
  for (const file of nodeFiles(process.execPath, libraries)) {
    sources.push(sourceOf(file, file, "runtime"));
  }
  for (const file of serverFiles()) sources.push(sourceOf(file, file, "tools"));
  sources.push(...(await configFiles(context)));
  const taken = new Set(sources.map(({ path }) => path));
  for (const { from, to } of broughtFiles(workloads)) {
    const path = isAbsolute(to) ? to : join(OWN_FILES, BROUGHT_FILES, to);
    if (!taken.has(path)) sources.push(sourceOf(from, path, "payload"));
  }
  sources.sort((a, b) => (a.path < b.path ? -1 : 1));
  const digest = hashJson([
    LAYOUT,
    EMPTY_FOLDERS,
    sources.map(({ path, mode, sha256, part }) => [path, mode, sha256, part]),
  ]);

  const store = await cached<RootfsManifest>(
    context,
    join(context.cache, "images", digest.slice(0, 32)),
    async (building) => {
      const rootfs = join(building, "rootfs");
      for (const folder of EMPTY_FOLDERS) makeFolder(join(rootfs, folder));
      for (const source of sources) {
        const to = join(rootfs, source.path);
        makeFolder(dirname(to));
        copyFileSync(source.from, to);
        chmodSync(to, source.mode);
      }
      return {
        files: sources.map((source) => join("rootfs", source.path)),
        layers: await packLayers(rootfs, sources),
      };
    },
  );

  const files: ImageFile[] = sources.map(({ from: _, ...file }) => file);
  const rootfs = join(store.folder, "rootfs");
  const ownFolder = await ownFilesOnHost(context, rootfs);
  const imageTools = tools.map(({ name, from, imagePath, part }): ImageTool => {
    const file = files.find((candidate) => candidate.path === imagePath);
    // Native runs the host's executables, and copies of our own files.
    const hostPath = part === "payload" ? join(ownFolder, basename(imagePath)) : context.told(from);
    return { name, hostPath, imagePath, sha256: file?.sha256 ?? "" };
  });
  return {
    image: { digest, rootfs, files, tools: imageTools, layers: store.manifest.layers },
    built: store.built,
  };
}

/**
 * Copies our own files to the host until the run ends, at a path that costs as much as the one
 * inside.
 */
function ownFilesOnHost(context: RunContext, rootfs: string): Promise<string> {
  return context.shared(`own-files-${rootfs}`, async () => {
    const suffix = randomBytes(16)
      .toString("base64url")
      .replaceAll(/[^A-Za-z0-9]/g, "");
    const folder = `${OWN_FILES.slice(0, -"inside".length)}${suffix.slice(0, "inside".length)}`;
    const entry = context.enter({ kind: "folder", path: folder });
    try {
      // Not recursive: a folder of another owner must neither be used nor be removed.
      mkdirSync(folder);
    } catch (error) {
      entry.removed();
      throw error;
    }
    copyTree(join(rootfs, OWN_FILES), folder);
    return folder;
  });
}

/** A tree of the image, which holds regular files and folders alone. */
function copyTree(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      makeFolder(target);
      copyTree(source, target);
    } else copyFileSync(source, target);
  }
}

/** Two tools may be one file, such as a shell by two names. */
function eachOnce(sources: readonly Source[]): Source[] {
  return [
    ...new Map(sources.toReversed().map((source) => [source.path, source])).values(),
  ].reverse();
}

/** The host's path of a tool of the image. Errors: `NO_BUSYBOX`. */
function pathOf(name: string): string | undefined {
  if (name === "busybox") return busyboxProgram();
  const found = imageTool(name);
  return found !== undefined && "path" in found ? (serverByName(name) ?? found.path) : undefined;
}

function sourceOf(from: string, path: string, part: ImagePartName): Source {
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

async function configFiles(context: RunContext): Promise<Source[]> {
  const files = {
    passwd: "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n",
    group: "root:x:0:\nnogroup:x:65534:\n",
  };
  return Object.entries(files).map(([name, text]) => {
    const file = join(context.workFolder, name);
    writeFileSync(file, text);
    return sourceOf(file, `/etc/${name}`, "tools");
  });
}

/** The sizes of the parts as OCI layers: tar, gzip level 6; unpacked in complete disk blocks. */
async function packLayers(
  rootfs: string,
  sources: readonly Source[],
): Promise<readonly ShippedPart[]> {
  const parts = Object.keys(PART_TITLES) as ImagePartName[];
  return Promise.all(
    parts.map(async (name) => {
      const members = sources.filter((source) => source.part === name);
      const list = members.map((source) => `.${source.path}\n`).join("");
      const { stdout } = await run(
        [
          "sh",
          "-c",
          'tar --create --directory "$1" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --files-from=- | gzip -6 --no-name | wc -c',
          "sh",
          rootfs,
        ],
        { input: list, timeoutMs: PACKING_DEADLINE_MS },
      );
      return {
        part: PART_TITLES[name],
        shippedBytes: Number(stdout.trim()),
        diskBytes: members.reduce((sum, { bytes }) => sum + Math.ceil(bytes / 4096) * 4096, 0),
      };
    }),
  );
}
