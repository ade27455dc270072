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
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { IsotaxError } from "../../bench/errors.ts";
import { hashFile, hashJson } from "../../bench/hash.ts";
import type { Image, ImageFile, ImagePartName, ImageTool, ShippedPart } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { run, tryRun, which } from "../host/process.ts";
import { installCommand } from "../requirements.ts";
import { type CacheManifest, cached } from "./cache.ts";
import { ROOT_FOLDER, SCRATCH } from "./paths.ts";
import { serverByName, serverFiles } from "./servers.ts";

/** Bumped when the layout changes: it is part of the digest. */
const LAYOUT = 2;

/**
 * Folder of our own files inside the image. On the host, for `native`, they lie
 * in one whose path is as long and as deep: Node.js runs the same script a few
 * per cent slower from a folder ten levels down (docs/methodology.md, rule 1).
 */
export const OWN_FILES = "/var/tmp/isotax-inside";

const HERE = dirname(fileURLToPath(import.meta.url));
const AGENT = resolve(HERE, "../agent/agent.sh");
const PAYLOAD = resolve(HERE, "../../bench/payload/main.ts");

/** Executables taken from the host if it has them. busybox and node must be there. */
const EXECUTABLES: readonly {
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

/** Mount points and the folders that programs take for granted. */
export const EMPTY_FOLDERS: readonly string[] = [
  ...["/proc", "/sys", "/dev", "/tmp", "/etc", "/root", "/run"],
  ...[SCRATCH, ROOT_FOLDER],
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
  const payload = await bundlePayload(context);
  const tools: { name: string; from: string; imagePath: string; part: ImagePartName }[] = [
    { name: "agent", from: AGENT, imagePath: `${OWN_FILES}/agent.sh`, part: "payload" },
    { name: "payload", from: payload, imagePath: `${OWN_FILES}/payload.mjs`, part: "payload" },
  ];
  for (const executable of EXECUTABLES) {
    const from = findExecutable(executable.name) ?? serverByName(executable.name);
    if (from !== undefined) tools.push({ imagePath: from, ...executable, from });
  }
  const sources = tools.map((tool) => sourceOf(tool.from, tool.imagePath, tool.part));
  for (const library of await libraryClosure(tools.map((tool) => tool.from))) {
    if (!sources.some((source) => source.path === library)) {
      sources.push(sourceOf(library, library, "libraries"));
    }
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
      for (const folder of EMPTY_FOLDERS) mkdirSync(join(rootfs, folder), { recursive: true });
      for (const source of sources) {
        const to = join(rootfs, source.path);
        mkdirSync(dirname(to), { recursive: true });
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

function findExecutable(name: string): string | undefined {
  const found = name === "node" ? process.execPath : which(name);
  if (found !== undefined) return realpathSync(found);
  if (name === "busybox") {
    throw new IsotaxError(
      "NO_BUSYBOX",
      "busybox not found: every target starts it",
      installCommand(["busybox"]),
    );
  }
  return undefined;
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

/** Absolute paths of the shared libraries, and of the loader, that executables need: ldd(1). */
export async function libraryClosure(executables: readonly string[]): Promise<readonly string[]> {
  const libraries = new Set<string>();
  for (const executable of executables) {
    const { stdout, exitCode } = await tryRun(["ldd", executable]);
    if (exitCode !== 0) continue; // "not a dynamic executable"
    for (const library of parseLdd(stdout, executable)) libraries.add(library);
  }
  return [...libraries].sort();
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
    const path = /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1];
    if (path !== undefined) paths.push(path);
  }
  return paths;
}

async function bundlePayload(context: RunContext): Promise<string> {
  const outfile = join(context.workFolder, "payload.mjs");
  await build({
    entryPoints: [PAYLOAD],
    outfile,
    // Paths in the bundle's comments are relative to it: the same bytes from wherever we are called.
    absWorkingDir: resolve(HERE, "../.."),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    legalComments: "none",
    logLevel: "silent",
    // Bundled CommonJS modules call `require`, which ESM lacks.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return outfile;
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
        { input: list },
      );
      return {
        part: PART_TITLES[name],
        shippedBytes: Number(stdout.trim()),
        diskBytes: members.reduce((sum, { bytes }) => sum + Math.ceil(bytes / 4096) * 4096, 0),
      };
    }),
  );
}
