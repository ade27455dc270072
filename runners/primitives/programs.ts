/**
 * The two programs in C: `enter`, which does the kernel's calls of a start, and `launcher`, which
 * starts the timed processes. They are compiled on this machine, once for each source and compiler,
 * so that what is measured is what a reader can read.
 */
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { IsotaxError } from "../../bench/errors.ts";
import { hashJson } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import type { RunContext } from "../context.ts";
import { cacheFolder } from "../host/paths.ts";
import { tryRun, which } from "../host/process.ts";
import { type CacheManifest, cached } from "../images/cache.ts";
import { installCommand } from "../tools/requirements.ts";

const COMPILER = "cc";
const PROGRAMS = ["enter", "launcher"] as const;
const SOURCES = ["sys.h", ...PROGRAMS.map((name) => `${name}.c`)];

/** Neither program has a C library, so the compiler must not expect one. */
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

/** Paths of the programs. */
export type Programs = Readonly<Record<(typeof PROGRAMS)[number], string>>;

/** Compiles them, if the cache does not hold them. Errors: `NO_COMPILER`, `NOT_COMPILED`. */
export function primitivePrograms(context: RunContext): Promise<Programs> {
  return context.shared("primitive-programs", async () => {
    const compiler = which(COMPILER);
    if (compiler === undefined) {
      throw new IsotaxError(
        "NO_COMPILER",
        say("primitives.no-compiler", { tool: COMPILER }),
        installCommand([COMPILER]),
      );
    }
    const version = await versionOf(compiler);
    const sources = SOURCES.map((name) => [name, readFileSync(sourceOf(name), "utf8")]);
    const key = hashJson({ sources, version, options: optionsFor(version) }).slice(0, 32);
    const { folder } = await cached<CacheManifest>(
      context,
      join(cacheFolder(), "primitives", key),
      async (building) => {
        await compilePrograms(compiler, building);
        return { files: [...PROGRAMS] };
      },
    );
    const path = (name: string) => context.told(join(folder, name));
    return { enter: path("enter"), launcher: path("launcher") };
  });
}

/** Compiles them into a folder. Errors: `NOT_COMPILED`. */
export async function compilePrograms(compiler: string, folder: string): Promise<void> {
  const options = optionsFor(await versionOf(compiler));
  for (const name of PROGRAMS) {
    const program = join(folder, name);
    const argv = [compiler, ...options, "-o", program, sourceOf(`${name}.c`)];
    const { exitCode, stderr } = await tryRun(argv, { timeoutMs: 60_000 });
    if (exitCode !== 0) {
      throw new IsotaxError(
        "NOT_COMPILED",
        say("primitives.not-compiled", { program: name, words: stderr.trim() }),
        say("primitives.use-other-compiler"),
      );
    }
    // Whatever the user's umask is: user_namespaces(7) maps only ids of processes that may be
    // looked at, and a program that cannot be read is none of them.
    chmodSync(program, 0o755);
  }
}

/** Compilers write it to either stream. It names the machine that they compile for, too. */
async function versionOf(compiler: string): Promise<string> {
  const { stdout, stderr } = await tryRun([compiler, "-v"]);
  return `${process.arch} ${stdout}${stderr}`;
}

function optionsFor(version: string): readonly string[] {
  return [...FREESTANDING, ...(/\btcc version/.test(version) ? [] : OPTIONS_OF_GCC)];
}

function sourceOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
