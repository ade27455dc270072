/**
 * The root filesystem that every target runs: the host's own executables, the
 * shared libraries they need, the agent and the payload. Nothing is downloaded.
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
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { built } from "../../bench/built.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { makeFolder } from "../../bench/files.ts";
import { hashFile, hashJson } from "../../bench/hash.ts";
import type { Image, ImageFile, ImagePartName, ImageTool, ShippedPart } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, run, tryRun } from "../host/process.ts";
import { type CacheManifest, cached } from "./cache.ts";
import { nodeFiles } from "./node-files.ts";
import { ROOT_FOLDER, SCRATCH } from "./paths.ts";
import { serverByName, serverFiles } from "./servers.ts";
import { busyboxProgram, imagePrograms, imageTool } from "./tools.ts";

/** Bumped when the layout changes: it is part of the digest. */
const LAYOUT = 2;

/**
 * Folder of our own files inside the image. On the host, for `native`, they lie
 * in one whose path is as long and as deep: Node.js runs the same script a few
 * per cent slower from a folder ten levels down (docs/methodology.md, rule 1).
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

/** What reports call the parts of an image. */
export const PART_TITLES: Readonly<Record<ImagePartName, string>> = {
  libraries: "system libraries",
  runtime: "language runtime",
  tools: "workload tools",
  payload: "payload",
};

interface RootfsManifest extends CacheManifest {
  readonly layers: readonly ShippedPart[];
}

/** One file to go into the image: where it comes from and where it goes. */
interface Source extends ImageFile {
  readonly from: string;
}

export interface BuiltImage {
  readonly image: Image;
  readonly built: false | "absent" | "damaged";
}

/** Collects, hashes and, where the cache does not hold it yet, builds the image. */
export async function rootfsImage(context: RunContext): Promise<BuiltImage> {
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
      // A workload that wants it is told so.
      continue;
    }
    tools.push({ imagePath: from, ...executable, from });
  }
  const libraries = [...needed].sort();
  const sources = tools.map((tool) => sourceOf(tool.from, tool.imagePath, tool.part));
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

/** Our own files on the host until the run ends, at a path that costs what the one inside costs. */
function ownFilesOnHost(context: RunContext, rootfs: string): Promise<string> {
  return context.shared(`own-files-${rootfs}`, async () => {
    const suffix = randomBytes(16)
      .toString("base64url")
      .replaceAll(/[^A-Za-z0-9]/g, "");
    const folder = `${OWN_FILES.slice(0, -"inside".length)}${suffix.slice(0, "inside".length)}`;
    const entry = context.enter({ kind: "folder", path: folder });
    try {
      // Not recursive: a folder of somebody else's is neither to be used nor to be removed.
      mkdirSync(folder);
    } catch (error) {
      entry.removed();
      throw error;
    }
    for (const name of readdirSync(join(rootfs, OWN_FILES))) {
      copyFileSync(join(rootfs, OWN_FILES, name), join(folder, name));
    }
    return folder;
  });
}

/** Where the host has a tool of the image. Errors: `NO_BUSYBOX`. */
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
 * Absolute paths of the shared libraries, and of the loader, that an executable needs: ldd(1).
 * Errors: `LIBRARY_MISSING`.
 */
async function librariesOf(executable: string): Promise<readonly string[]> {
  // Instances have none of the caller's environment.
  const env = { LD_LIBRARY_PATH: "", LD_PRELOAD: "" };
  const { stdout, exitCode } = await tryRun(["ldd", executable], { env });
  // Else it is "not a dynamic executable".
  return exitCode === 0 ? parseLdd(stdout, executable).map(withoutDots) : [];
}

/** "/opt/node/bin/../lib/x.so", as a program that looks beside itself has it: no archive holds such a path. */
function withoutDots(path: string): string {
  return path.includes("/../") ? join(realpathSync(dirname(path)), basename(path)) : path;
}

const SYSTEM_LIBRARIES = /^\/(?:usr\/)?lib(?:32|64|x32)?\//;

/**
 * Where a library is in the image. One that is not among the system's own may have been found by
 * what the host's loader is told, ld.so.conf(5), or beside a program that has another place inside
 * ($ORIGIN/../lib): it is where the loader looks last as well.
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
        `${executable} needs a library that is not installed: ${line.trim()}`,
        "reinstall the package that the executable is from",
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

/** Sizes that the parts have as OCI layers: tar, gzip level 6; unpacked in whole disk blocks. */
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
