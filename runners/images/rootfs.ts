/**
 * The root filesystem of every target: the host's own executables, the shared libraries that they
 * need, the agent and the payload. Nothing is downloaded.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { makeFolder } from "../../bench/files.ts";
import { hashJson } from "../../bench/hash.ts";
import type {
  Experiment,
  Image,
  ImageFile,
  ImagePartName,
  ImageTool,
  ShippedPart,
} from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, run } from "../host/process.ts";
import { broughtFiles, broughtPrograms } from "./brought.ts";
import { type CacheManifest, cached } from "./cache.ts";
import { collect, OWN_FILES, placesOf, type Source, sourceOf } from "./contents.ts";
import { nodeFiles } from "./node-files.ts";
import { BROUGHT_FILES, ROOT_FOLDER, SCRATCH } from "./paths.ts";
import { serverFiles } from "./servers.ts";

/** Increased when the layout changes; it is part of the digest. */
const LAYOUT = 2;

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
  own: "own image",
  libraries: "system libraries",
  runtime: "language runtime",
  tools: "workload tools",
  payload: "payload",
};

/** The parts of what isotax puts into an image, from the lowest layer to the highest. */
const OUR_PARTS: readonly ImagePartName[] = ["libraries", "runtime", "tools", "payload"];

interface RootfsManifest extends CacheManifest {
  readonly layers: readonly ShippedPart[];
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
  const { tools, libraries } = await collect(context, broughtPrograms(workloads));
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

/** The users that servers need, by name. */
export async function configFiles(context: RunContext): Promise<Source[]> {
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
export async function packLayers(
  rootfs: string,
  sources: readonly Source[],
): Promise<readonly ShippedPart[]> {
  const parts = OUR_PARTS;
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
