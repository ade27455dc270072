/**
 * Servers of the catalogue. Their packages would start a server on the host when installed. So they
 * are unpacked into the cache, found under another name, or found where the package keeps them
 * outside the PATH.
 */
import { existsSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { makeFolder } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { cacheFolder } from "../host/paths.ts";
import { run, which } from "../host/process.ts";
import { toolNamed } from "../tools/table.ts";
import { cached } from "./cache.ts";
import { unpackPackage } from "./debian-package.ts";
import { findingLibraries, unpackLibraries } from "./libraries.ts";
import { programNamed } from "./programs.ts";

const POSTGRESQL = "/usr/lib/postgresql";
/** The newest version's folder. */
function postgresql(): string | undefined {
  if (!existsSync(POSTGRESQL)) return undefined;
  const versions = readdirSync(POSTGRESQL).sort((a, b) => Number(a) - Number(b));
  const newest = versions.findLast((one) => existsSync(join(POSTGRESQL, one, "bin/postgres")));
  return newest === undefined ? undefined : join(POSTGRESQL, newest);
}

/**
 * The files that PostgreSQL needs beside its executables to make a database, at the paths where it
 * looks for them.
 */
export function serverFiles(): readonly string[] {
  const home = postgresql();
  if (home === undefined) return [];
  const share = home.replace("/lib/", "/share/");
  const below = (folder: string, wanted: RegExp) =>
    readdirSync(join(share, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && wanted.test(entry.name))
      .map(({ name }) => join(share, folder, name));
  const libraries = ["plpgsql.so", "dict_snowball.so"].map((name) => join(home, "lib", name));
  return [
    ...libraries.filter((file) => existsSync(file)),
    ...below("", /\.(?:sql|bki|sample|txt)$/),
    ...below("extension", /^plpgsql/),
    ...below("timezonesets", /./),
    ...below("tsearch_data", /\.stop$/),
  ];
}

/** How to get a tool that must never be installed. */
export function serverRemedy(name: string): Message | undefined {
  return toolNamed(name)?.remedy;
}

/**
 * The path of the server's executable; undefined if the name is no server, or the server is not
 * there yet.
 */
export function locateServer(name: string): string | undefined {
  const source = toolNamed(name)?.source;
  switch (source?.kind) {
    case undefined:
    case "linux-tools":
      return undefined;
    case "postgresql": {
      const home = postgresql();
      return home === undefined ? undefined : join(home, source.path);
    }
    case "twin":
      return pathOf(name) ?? pathOf(source.of);
    case "qemu-module":
      return qemuModule(name);
    case "unpack":
      return pathOf(name) ?? unpacked(name, source.path);
  }
}

/** Where QEMU's packages put modules: below the folder of the architecture's libraries, or not. */
const LIBRARIES = "/usr/lib";

function qemuModule(name: string): string | undefined {
  return ["", ...readdirSync(LIBRARIES).filter((folder) => folder.endsWith("-linux-gnu"))]
    .map((folder) => join(LIBRARIES, folder, "qemu", name))
    .find((file) => existsSync(file));
}

/** The file in the newest version that was unpacked. */
function unpacked(name: string, path: string): string | undefined {
  const store = unpackedFolder(name);
  const versions = existsSync(store) ? readdirSync(store) : [];
  return versions
    .filter((version) => !version.includes(".building-"))
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
    .map((version) => join(store, version, path))
    .find((file) => existsSync(file));
}

function pathOf(name: string): string | undefined {
  const program = programNamed(name);
  return program !== undefined && "path" in program ? program.path : undefined;
}

/** The path of a tool that runs on the host, in the PATH or where servers are kept. */
export function locateTool(name: string): string | undefined {
  return locateServer(name) ?? which(name);
}

/**
 * The server's executable under its own name: a twin (one program with two names) acts by its name.
 */
export function serverByName(name: string): string | undefined {
  const found = locateServer(name);
  if (found === undefined || toolNamed(name)?.source?.kind !== "twin" || basename(found) === name)
    return found;
  const link = join(unpackedFolder(name), name);
  makeFolder(dirname(link));
  rmSync(link, { force: true });
  symlinkSync(realpathSync(found), link);
  return link;
}

/** Whether a package must still be unpacked to get the server. */
export function isToBeUnpacked(name: string): boolean {
  return toolNamed(name)?.source?.kind === "unpack" && locateServer(name) === undefined;
}

/** Unpacks the server's package into the cache. Errors: those of apt-get. */
export async function unpackServer(context: RunContext, name: string): Promise<void> {
  const unpack = toolNamed(name)?.source;
  if (unpack?.kind !== "unpack") throw new TypeError(`${name} is not unpacked`);
  const { stdout } = await run(["apt-cache", "policy", unpack.package]);
  const version = /Candidate: (?!\(none\))(\S+)/.exec(stdout)?.[1];
  if (version === undefined) {
    throw new IsotaxError(
      "NO_SUCH_PACKAGE",
      say("images.no-package", { package: unpack.package }),
      say("images.update-packages"),
    );
  }
  const folder = context.instanceFolder(context.instanceName(`unpack-${name}`));
  try {
    await cached(context, join(unpackedFolder(name), version), async (building) => {
      await unpackPackage(unpack.package, folder.path);
      const to = join(building, unpack.path);
      makeFolder(dirname(to));
      await run(["cp", join(folder.path, "root", unpack.path), to]);
      if (unpack.libraries !== true) return { files: [unpack.path] };
      const libraries = await unpackLibraries(unpack.package, folder.path, building);
      return { files: [unpack.path, ...libraries] };
    });
  } finally {
    await folder.remove();
  }
}

/** The words before a server that was unpacked with libraries. They let it find these. */
export function withLibraries(name: string): readonly string[] {
  const found = locateServer(name) ?? "";
  if (!found.startsWith(`${unpackedFolder(name)}/`)) return [];
  const [version = ""] = found.slice(unpackedFolder(name).length + 1).split("/");
  return findingLibraries(join(unpackedFolder(name), version));
}

/** Where a server is unpacked: a folder for each version of its package. */
export function unpackedFolder(name: string): string {
  return join(cacheFolder(), `server-${name}`);
}
