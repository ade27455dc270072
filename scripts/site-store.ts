/**
 * What a site remembers of its last build: which runs it has read, and which files it wrote. So a
 * build reads only runs that are new, and removes only what it made itself.
 */
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, realpathSync, rmSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { z } from "zod";
import { IsotaxError } from "../bench/errors.ts";
import { makeFolder, removeLeftAside, replaceFile } from "../bench/files.ts";
import { hashFile } from "../bench/hash.ts";
import { say } from "../bench/messages.ts";
import { RECORDS, RUN } from "../bench/read-run.ts";
import { RunSchema } from "../bench/schema.ts";
import { DIGEST_VERSION, type RunDigest, RunDigestSchema } from "../bench/stats/run-digest.ts";
import { parseJson, readText } from "../bench/untrusted.ts";
import { CALLS, jsonIn, scriptOf } from "../reports/site/data.ts";
import type { SiteFile } from "../reports/site/files.ts";
import { runData } from "../reports/site/site.ts";

const BUILT = "data/built.json";
const MOST_BYTES = 64 * 2 ** 20;

/** Only files with such names are ever removed. None leads out of the site's folder. */
const OURS = /^(?:data\/(?:runs\/)?)?[A-Za-z0-9_-][\w.-]*\.(?:html|js|css|svg|xml)$/;

const KnownSchema = z.object({
  runId: RunSchema.shape.runId,
  /** Sizes and times of both files. While they are the same, the files are not read. */
  stamp: z.string().max(200),
  /** Of both files' contents: a copy elsewhere has other times. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const BuiltSchema = z.object({
  site: z.literal(DIGEST_VERSION),
  runs: z.array(KnownSchema),
  files: z.array(z.string().regex(OURS)),
});

export type KnownRun = z.infer<typeof KnownSchema>;

/** Errors: `SITE_NOT_OURS` for a folder with other things in it. */
export function openSite(folder: string): SiteStore {
  if (existsSync(join(folder, BUILT))) return new SiteStore(folder, builtIn(folder));
  if (existsSync(folder) && namesIn(folder).length > 0) {
    throw new IsotaxError(
      "SITE_NOT_OURS",
      say("site.not-ours", { folder }),
      say("site.choose-out"),
    );
  }
  return new SiteStore(folder, undefined);
}

export interface SiteDigests {
  readonly digests: readonly RunDigest[];
  /** How many runs the site names and does not hold, or not whole. */
  readonly unread: number;
}

/** What a site knows of its runs. Nothing is written. Errors: `NO_SITE`. */
export function digestsOf(folder: string): SiteDigests {
  const built = existsSync(join(folder, BUILT)) ? builtIn(folder) : undefined;
  if (built === undefined) {
    throw new IsotaxError(
      "NO_SITE",
      say("site.none-here", { folder }),
      existsSync(folder) && !existsSync(join(folder, BUILT))
        ? say("site.make-one", { folder })
        : say("site.make-again"),
    );
  }
  const ids = [...new Set(built.runs.map(({ runId }) => runId))];
  const digests = ids.flatMap((runId) => digestIn(folder, runId) ?? []);
  return { digests, unread: ids.length - digests.length };
}

function namesIn(folder: string): readonly string[] {
  return statSync(folder).isDirectory() ? readdirSync(folder) : [folder];
}

type Built = z.infer<typeof BuiltSchema>;

/** What cannot be read is made anew: everything in it follows from the runs. */
function builtIn(folder: string): Built | undefined {
  try {
    return BuiltSchema.parse(parseJson(readText(join(folder, BUILT), MOST_BYTES)));
  } catch {
    return undefined;
  }
}

/** Undefined if it is damaged, or that of another run. */
function digestIn(folder: string, runId: string): RunDigest | undefined {
  try {
    const text = jsonIn(CALLS.run, readText(join(folder, runData(runId)), MOST_BYTES));
    const digest = RunDigestSchema.parse(parseJson(text ?? ""));
    return digest.runId === runId ? digest : undefined;
  } catch {
    return undefined;
  }
}

export class SiteStore {
  readonly #before: Built | undefined;
  readonly #byStamp: ReadonlyMap<string, KnownRun>;
  readonly #byHash: ReadonlyMap<string, KnownRun>;

  constructor(
    readonly folder: string,
    before: Built | undefined,
  ) {
    this.#before = before;
    const runs = before?.runs ?? [];
    this.#byStamp = new Map(runs.map((run) => [run.stamp, run]));
    this.#byHash = new Map(runs.map((run) => [run.sha256, run]));
  }

  /** What an earlier build read from a run folder with these contents. Errors: the system's. */
  known(run: string): { readonly is: Omit<KnownRun, "runId">; readonly digest?: RunDigest } {
    const stamp = stampOf(run);
    const same = this.#byStamp.get(stamp);
    const sha256 = same?.sha256 ?? contentsOf(run);
    const found = same ?? this.#byHash.get(sha256);
    const digest = found === undefined ? undefined : digestIn(this.folder, found.runId);
    return { is: { stamp, sha256 }, ...(digest === undefined ? {} : { digest }) };
  }

  /** Writes the site. What the build before it wrote and this one does not is removed. */
  write(files: readonly SiteFile[], runs: readonly KnownRun[], read: readonly RunDigest[]): void {
    makeFolder(join(this.folder, "data/runs"));
    for (const digest of read) this.#replace(runData(digest.runId), scriptOf(CALLS.run, digest));
    for (const { file, text } of files) this.#replace(file, text);
    const written = [...files.map(({ file }) => file), ...runs.map(({ runId }) => runData(runId))];
    const kept = new Set(written);
    for (const file of this.#before?.files ?? []) if (!kept.has(file)) this.#remove(file);
    const built: Built = { site: DIGEST_VERSION, runs: [...runs], files: written };
    replaceFile(join(this.folder, BUILT), `${JSON.stringify(built)}\n`);
    for (const folder of [".", "data", "data/runs"]) {
      removeLeftAside(
        join(this.folder, folder),
        (name) => OURS.test(name) || name === "built.json",
      );
    }
  }

  /** A file that is the same keeps its time, so that whoever copies the site leaves it out. */
  #replace(file: string, text: string): void {
    if (!OURS.test(file)) throw new RangeError(`no file of a site: ${file}`);
    const path = join(this.folder, file);
    if (!isFileWith(path, text)) replaceFile(path, text);
  }

  /** A link may have been put in the place of one of the site's folders. */
  #remove(file: string): void {
    const path = join(this.folder, file);
    if (!OURS.test(file) || !existsSync(path)) return;
    const home = realpathSync(this.folder);
    if (`${realpathSync(dirname(path))}${sep}`.startsWith(`${home}${sep}`)) rmSync(path);
  }
}

/** A link is never followed: it is no file of this site. */
function isFileWith(path: string, text: string): boolean {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.isFile() !== true || there.size !== Buffer.byteLength(text)) return false;
  try {
    return readText(path, MOST_BYTES) === text;
  } catch {
    return false;
  }
}

function stampOf(run: string): string {
  return [RUN, RECORDS]
    .map((name) => {
      const { size, mtimeMs, ino } = statSync(join(run, name));
      return [size, mtimeMs, ino].join("-");
    })
    .join(" ");
}

function contentsOf(run: string): string {
  const hash = createHash("sha256");
  for (const name of [RUN, RECORDS]) hash.update(hashFile(join(run, name)));
  return hash.digest("hex");
}
