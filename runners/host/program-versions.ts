/** Versions of programs of the host that work outside of instances: servers, clients, tools. */
import { dirname, relative, sep } from "node:path";
import { locateTool, unpackedFolder } from "../images/servers.ts";
import { toolNamed } from "../tools/table.ts";
import { tryRun, which } from "./process.ts";

/** Where packages put files. What lies elsewhere was installed by hand. */
const OF_PACKAGES = ["/usr/bin", "/usr/sbin", "/usr/lib", "/bin", "/sbin", "/lib"];

/**
 * The version of each program that the host has: that of its package, or else what the program
 * prints. Empty where neither says anything.
 */
export async function programVersions(
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const found = [...new Set(names)].sort().flatMap((name) => {
    const path = locateTool(name);
    return path === undefined ? [] : [{ name, path }];
  });
  const packages = await packageVersions(
    found.flatMap(({ name, path }) => (isOfPackage(path) ? (packageOf(name) ?? []) : [])),
  );
  const versions = found.map(async ({ name, path }): Promise<[string, string]> => {
    const unpacked = unpackedVersion(name, path);
    const ofPackage = isOfPackage(path) ? packages.get(packageOf(name) ?? "") : undefined;
    return [name, unpacked ?? ofPackage ?? (await printedVersion(name, path))];
  });
  return Object.fromEntries(await Promise.all(versions));
}

function packageOf(name: string): string | undefined {
  const tool = toolNamed(name);
  return tool?.package ?? (tool?.source?.kind === "unpack" ? tool.source.package : undefined);
}

function isOfPackage(path: string): boolean {
  return OF_PACKAGES.some((folder) => dirname(path) === folder || path.startsWith(`${folder}/`));
}

/** Folders of unpacked packages are named after their versions. */
function unpackedVersion(name: string, path: string): string | undefined {
  const [version = ".."] = relative(unpackedFolder(name), path).split(sep);
  return version === ".." ? undefined : version;
}

/** Also one that is held back: dpkg-query(1). */
const INSTALLED = /^.i/;

/** By package. Those that dpkg does not know are not there. */
async function packageVersions(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0 || which("dpkg-query") === undefined) return new Map();
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own
  const format = "${db:Status-Abbrev}\t${Package}\t${Version}\n";
  const { stdout } = await tryRun(["dpkg-query", "--show", `--showformat=${format}`, ...names]);
  const lines = stdout.split("\n").map((line) => line.split("\t"));
  return new Map(
    lines.flatMap(([status = "", name = "", version = ""]): [string, string][] =>
      INSTALLED.test(status) ? [[name, version]] : [],
    ),
  );
}

const ANSWERS_MS = 5_000;

/** A program that isotax does not know is not started: it might do anything. */
async function printedVersion(name: string, path: string): Promise<string> {
  const tool = toolNamed(name);
  if (tool === undefined || tool.source?.kind === "qemu-module") return "";
  try {
    const argv = [path, ...(tool.version ?? ["--version"])];
    const { stdout, stderr } = await tryRun(argv, { timeoutMs: ANSWERS_MS });
    return /\d+\.\d+(?:\.\d+)?/.exec(`${stdout}\n${stderr}`)?.[0] ?? "";
  } catch {
    return "";
  }
}
