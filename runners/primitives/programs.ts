/**
 * The programs in C, such as `enter`, which does the kernel's calls of a start. They are compiled on
 * this machine, once for each source and compiler, so that what is measured is what a reader can
 * read.
 */
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { IsotaxError } from "../../bench/errors.ts";
import { copyFile } from "../../bench/files.ts";
import { hashJson } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type { RunContext } from "../context.ts";
import { cacheFolder } from "../host/paths.ts";
import { tryRun, which } from "../host/process.ts";
import { type CacheManifest, cached } from "../images/cache.ts";
import { installCommand } from "../tools/requirements.ts";

export const COMPILER = "cc";
/** Where the build of isotax puts programs. Sources that run as they are have none. */
const BUILT = fileURLToPath(new URL("../../programs/", import.meta.url));

/** They have no C library, so the compiler must not expect one. */
const FREESTANDING = ["-static", "-nostdlib"];
/** The compilers that know no others are small ones, such as tcc. */
const OPTIONS_OF_GCC = [
  "-O2",
  "-ffreestanding",
  "-fno-stack-protector",
  "-fno-asynchronous-unwind-tables",
  "-fno-pie",
  "-no-pie",
];

/** A program of ours in C. */
export interface OwnProgram {
  readonly name: string;
  /** The folder of the cache that holds it. */
  readonly folder: string;
  /** The paths of its files. The last one includes the others. */
  readonly sources: readonly string[];
}

/** Makes the rungs. */
export const ENTER: OwnProgram = {
  name: "enter",
  folder: "primitives",
  sources: ["sys.h", "removal.h", "enter.c"].map(sourceOf),
};

/** Its path. It is compiled if the cache does not hold it. Errors: `NO_COMPILER`, `NOT_COMPILED`. */
export function enterProgram(context: RunContext): Promise<string> {
  return compiledProgram(context, ENTER);
}

/** What a program is called that was compiled when isotax was built. */
export function builtName({ name }: Pick<OwnProgram, "name">): string {
  return `${name}-${process.arch}`;
}

/** Such a program's path. Undefined if the build had no compiler. */
export function builtProgram(program: Pick<OwnProgram, "name">): string | undefined {
  const path = join(BUILT, builtName(program));
  return existsSync(path) ? path : undefined;
}

/** The path of a program, compiled if need be. Errors: `NO_COMPILER`, `NOT_COMPILED`. */
export function compiledProgram(context: RunContext, wanted: OwnProgram): Promise<string> {
  const { name, sources } = wanted;
  return context.shared(`${name}-program`, async () => {
    const compiler = which(COMPILER);
    const built = builtProgram(wanted);
    if (compiler === undefined && built === undefined) {
      throw new IsotaxError(
        "NO_COMPILER",
        say("primitives.no-compiler", { tool: COMPILER }),
        installCommand([COMPILER]),
      );
    }
    const version = compiler === undefined ? "" : await versionOf(compiler);
    const texts = sources.map((path) => [basename(path), readFileSync(path, "utf8")]);
    const options = optionsFor(version);
    const key = hashJson({ sources: texts, version, options }).slice(0, 32);
    const { folder } = await cached<CacheManifest>(
      context,
      join(cacheFolder(), wanted.folder, key),
      async (building) => {
        const program = join(building, name);
        if (compiler !== undefined) await compile(compiler, sources.at(-1) as string, program);
        else copyFile(built as string, program);
        return { files: [name] };
      },
    );
    return context.told(join(folder, name));
  });
}

/** Compiles a program that has no C library. Errors: `NOT_COMPILED`. */
export async function compile(compiler: string, source: string, program: string): Promise<void> {
  const argv = [compiler, ...optionsFor(await versionOf(compiler)), "-o", program, source];
  const { exitCode, stderr } = await tryRun(argv, { timeoutMs: 60_000 });
  if (exitCode !== 0) {
    throw new IsotaxError(
      "NOT_COMPILED",
      say("primitives.not-compiled", { program: basename(source), words: stderr.trim() }),
      say("primitives.use-other-compiler"),
    );
  }
  // Whatever the user's umask is: user_namespaces(7) maps only ids of processes that may be
  // looked at, and a program that cannot be read is none of them.
  chmodSync(program, 0o755);
}

/** Compilers write it to either stream. It names the machine that they compile for, too. */
async function versionOf(compiler: string): Promise<string> {
  const { stdout, stderr } = await tryRun([compiler, "-v"]);
  return `${process.arch} ${stdout}${stderr}`;
}

function optionsFor(version: string): readonly string[] {
  return [...FREESTANDING, ...(/\btcc version/.test(version) ? [] : OPTIONS_OF_GCC)];
}

export function sourceOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
