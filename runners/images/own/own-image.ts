/**
 * The user's image as the root filesystem of every target, with isotax's own tools in a folder of
 * their own. The tools bring their loader and their libraries: the image may have another C library,
 * or none.
 */
import { chmodSync, copyFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { IsotaxError } from "../../../bench/errors.ts";
import { makeFolder, makeNewFolder } from "../../../bench/files.ts";
import { hashFile, hashJson } from "../../../bench/hash.ts";
import { say } from "../../../bench/messages.ts";
import type {
  Experiment,
  Image,
  ImageConfig,
  ImageFile,
  ImageOrigin,
  ImageTool,
  ShippedPart,
} from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { PACKING_DEADLINE_MS, run, which } from "../../host/process.ts";
import { installCommand } from "../../tools/requirements.ts";
import { broughtFiles, broughtPrograms } from "../brought.ts";
import { type CacheManifest, cached } from "../cache.ts";
import { type Collected, collect, OWN_FILES, type Source, sourceOf } from "../contents.ts";
import { nodeFiles } from "../node-files.ts";
import { BROUGHT_FILES } from "../paths.ts";
import { type BuiltImage, configFiles, EMPTY_FOLDERS, PART_TITLES, packLayers } from "../rootfs.ts";
import { serverFiles } from "../servers.ts";
import { gzippedBytes } from "../vm-disk.ts";
import { type Base, baseOf, type Unpacked } from "./base.ts";
import { hashFolder } from "./folder.ts";
import { isFromHost, programsInside } from "./programs.ts";
import type { ImageReference } from "./reference.ts";
import { Tree } from "./tree.ts";

/** Increased when the layout changes; it is part of the digest. */
const LAYOUT = 2;

/** The folder inside for everything that is ours. */
export const INSIDE = "/.isotax";
const LIBRARIES = `${INSIDE}/lib`;

/** The host's tools that put ours into an image. */
export const OWN_IMAGE_TOOLS: readonly string[] = ["patchelf"];

interface OwnManifest extends CacheManifest {
  /** Of the image as it was given. */
  readonly digest: string;
  /** Over what was unpacked of it. A second build has the same one if it gave the same files. */
  readonly content: string;
  readonly config?: ImageConfig;
  readonly layers: readonly ShippedPart[];
}

/** `workloads` may bring files and programs, or run programs of the image. Errors: `IsotaxError`. */
export async function ownImage(
  context: RunContext,
  reference: ImageReference,
  workloads: readonly Experiment[] = [],
): Promise<BuiltImage> {
  requirePatchelf();
  const base = await baseOf(context, reference);
  const { tools, libraries } = await collect(
    context,
    broughtPrograms(workloads).filter(isFromHost),
  );
  const sources = sourcesOf(tools, libraries, workloads);
  const users = await configFiles(context);
  const key = hashJson([
    LAYOUT,
    base.key,
    [...sources, ...users].map(({ path, mode, sha256 }) => [path, mode, sha256]),
  ]);
  const store = await cached<OwnManifest>(
    context,
    join(context.cache, "own-images", key.slice(0, 32)),
    (building) => build(base, building, tools, sources, users),
  );
  const { manifest, folder } = store;
  const rootfs = join(folder, "rootfs");
  const ours = new Map(sources.map(({ path, part }) => [path, part]));
  const files = Object.entries(manifest.sha256).map(([file, sha256]): ImageFile => {
    const { size: bytes, mode } = statSync(join(folder, file));
    const path = file.slice("rootfs".length);
    return { path, sha256, bytes, mode: mode & 0o777, part: ours.get(path) ?? "own" };
  });
  const all = [
    ...tools.map((tool) => toolOf(context, tool, rootfs, manifest)),
    ...programsInside(rootfs, manifest.config, workloads).map(
      ({ name, path, file }): ImageTool => ({
        name,
        hostPath: join(rootfs, file),
        imagePath: path,
        sha256: manifest.sha256[`rootfs${file}`] ?? "",
      }),
    ),
  ];
  const image: Image = {
    // Not of the engine's id, which contains when the image was built.
    digest: hashJson([
      LAYOUT,
      manifest.content,
      files.map(({ path, mode, sha256 }) => [path, mode, sha256]),
      all.map(({ name, imagePath }) => [name, imagePath]),
    ]),
    rootfs,
    files,
    tools: all,
    layers: manifest.layers,
    origin: { ...base.origin, digest: manifest.digest } satisfies ImageOrigin,
    ...(manifest.config === undefined ? {} : { config: manifest.config }),
  };
  return { image, built: store.built };
}

function requirePatchelf(): void {
  if (which("patchelf") !== undefined) return;
  throw new IsotaxError("NO_PATCHELF", say("own-image.no-patchelf"), installCommand(["patchelf"]));
}

function insidePath(path: string): string {
  return `${INSIDE}${path}`;
}

/** Libraries stand side by side. The files of Node.js stand where it looks for them. */
function sourcesOf(
  tools: readonly Collected[],
  libraries: readonly string[],
  workloads: readonly Experiment[],
): readonly Source[] {
  const found = [
    ...tools.map(({ from, imagePath, part }) => sourceOf(from, insidePath(imagePath), part)),
    ...libraries.map((file) => sourceOf(file, `${LIBRARIES}/${basename(file)}`, "libraries")),
    ...nodeFiles(process.execPath, libraries).map((file) => sourceOf(file, file, "runtime")),
    ...serverFiles().map((file) => sourceOf(file, insidePath(file), "tools")),
    ...broughtFiles(workloads).map(({ from, to }) => {
      const path = isAbsolute(to) ? to : insidePath(join(OWN_FILES, BROUGHT_FILES, to));
      return sourceOf(from, path, "payload");
    }),
  ];
  const byPath = new Map(found.map((source) => [source.path, source]));
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function build(
  base: Base,
  building: string,
  tools: readonly Collected[],
  sources: readonly Source[],
  users: readonly Source[],
) {
  const rootfs = join(building, "rootfs");
  makeNewFolder(rootfs);
  const tree = new Tree(rootfs);
  return base.unpack(tree, async (unpacked) => {
    const given = tree.listing();
    const content = hashFolder(rootfs);
    const layer = await givenPart(rootfs, given, unpacked);
    makeRoom(tree, sources);
    // Only an image without any users gets ours.
    const lacking = users.filter(({ path }) => tree.kindAt(path) === undefined);
    for (const { from, path, mode } of [...sources, ...lacking]) {
      const to = join(rootfs, path);
      makeFolder(dirname(to));
      copyFileSync(from, to);
      chmodSync(to, mode);
    }
    for (const { dynamic, imagePath } of tools) {
      if (dynamic) await ownLoader(join(rootfs, insidePath(imagePath)));
    }
    for (const { part, path } of sources) {
      if (part === "libraries") await ownLibrary(join(rootfs, path));
    }
    const files = new Set([...given, ...[...sources, ...lacking].map(({ path }) => path)]);
    return {
      files: [...files].map((path) => `rootfs${path}`),
      digest: unpacked.digest,
      content,
      ...(unpacked.config === undefined ? {} : { config: unpacked.config }),
      layers: [layer, ...(await packLayers(rootfs, sources))],
    };
  });
}

/**
 * Gives a copy of a program our loader and our libraries, in place of those of the image. This
 * changes its bytes, and all targets run the changed ones.
 */
async function ownLoader(program: string): Promise<void> {
  const { stdout } = await run(["patchelf", "--print-interpreter", program]);
  const loader = `${LIBRARIES}/${basename(stdout.trim())}`;
  // Of the two kinds of search path, this one also holds for the libraries of libraries.
  const path = ["--force-rpath", "--set-rpath", LIBRARIES];
  await run(["patchelf", "--set-interpreter", loader, ...path, program]);
}

/** A library with a search path of its own would not look into our folder. */
async function ownLibrary(library: string): Promise<void> {
  const { stdout } = await run(["patchelf", "--print-rpath", library]);
  if (stdout.trim() !== "") await run(["patchelf", "--remove-rpath", library]);
}

/** Makes the folders that targets need. Errors: `IMAGE_UNSUITABLE`. */
function makeRoom(tree: Tree, sources: readonly Source[]): void {
  if (tree.kindAt(INSIDE) !== undefined) throw taken(INSIDE);
  for (const folder of [...EMPTY_FOLDERS, INSIDE]) {
    // Mounts are made on the host, where a link would lead elsewhere.
    if (!isPlain(tree, folder)) throw notAFolder(folder);
    if (tree.kindAt(folder) === undefined) {
      tree.folder(folder, { mode: folder === "/tmp" || folder === "/var/tmp" ? 0o1777 : 0o755 });
    }
  }
  for (const { path, from, part } of sources) {
    if (path.startsWith(`${INSIDE}/`)) continue;
    if (!isPlain(tree, dirname(path))) throw notAFolder(dirname(path));
    const there = tree.kindAt(path);
    if (there === undefined) continue;
    const same = there === "file" && hashFile(join(tree.root, path)) === hashFile(from);
    if (!same && part === "payload") {
      throw new IsotaxError(
        "IMAGE_UNSUITABLE",
        say("own-image.brought-taken", { path }),
        say("own-image.bring-elsewhere"),
      );
    }
    if (!same) {
      throw new IsotaxError(
        "IMAGE_UNSUITABLE",
        say("own-image.other-node", { path }),
        say("own-image.use-plain-node"),
      );
    }
  }
}

/** Whether a path, as far as it exists, consists of folders. */
function isPlain(tree: Tree, path: string): boolean {
  const parts = path.split("/").slice(1);
  return parts.every((_, index) => {
    const kind = tree.kindAt(parts.slice(0, index + 1).join("/"));
    return kind === undefined || kind === "folder";
  });
}

function notAFolder(path: string): IsotaxError {
  return new IsotaxError(
    "IMAGE_UNSUITABLE",
    say("own-image.not-a-folder", { path }),
    say("own-image.free-place", { path }),
  );
}

function taken(path: string): IsotaxError {
  return new IsotaxError(
    "IMAGE_UNSUITABLE",
    say("own-image.place-taken", { path }),
    say("own-image.free-place", { path }),
  );
}

const BLOCK_BYTES = 4096;

/** The size of the image as it was given. Layers count as they are shipped, compressed. */
async function givenPart(
  rootfs: string,
  files: readonly string[],
  { layers }: Unpacked,
): Promise<ShippedPart> {
  const blocks = files.reduce(
    (sum, path) => sum + Math.ceil(statSync(join(rootfs, path)).size / BLOCK_BYTES),
    0,
  );
  let shippedBytes = 0;
  for (const { compression, file } of layers ?? []) {
    shippedBytes += compression === "none" ? await gzippedBytes(file) : statSync(file).size;
  }
  return {
    part: PART_TITLES.own,
    shippedBytes: layers === undefined ? await packedBytes(rootfs) : shippedBytes,
    diskBytes: blocks * BLOCK_BYTES,
  };
}

async function packedBytes(rootfs: string): Promise<number> {
  const script =
    'tar --create --directory "$1" --sort=name --owner=0 --group=0 --numeric-owner . | gzip -6 --no-name | wc -c';
  const { stdout } = await run(["sh", "-c", script, "sh", rootfs], {
    timeoutMs: PACKING_DEADLINE_MS,
  });
  return Number(stdout.trim());
}

/** On the host, the tool itself runs, to say its version or as a client; but our scripts are the image's. */
function toolOf(
  context: RunContext,
  { name, from, imagePath, part }: Collected,
  rootfs: string,
  { sha256 }: OwnManifest,
): ImageTool {
  const path = insidePath(imagePath);
  return {
    name,
    hostPath: part === "payload" ? join(rootfs, path) : context.told(from),
    imagePath: path,
    sha256: sha256[`rootfs${path}`] ?? "",
  };
}
