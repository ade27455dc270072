/**
 * What `isotax list` says of a run folder. To decide a run's claims all its records are needed,
 * which takes a tenth of a second or more for each run. So what was found is kept in the cache, by
 * the state of the two files that hold the run.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { makeFolder, removeLeftAside, replaceFile } from "../bench/files.ts";
import { cacheFolder } from "../bench/places.ts";
import { RECORDS, RUN } from "../bench/read-run.ts";
import { readRun } from "../bench/store.ts";
import { parseJson, readText } from "../bench/untrusted.ts";
import { codeDigest } from "../bench/version.ts";
import { reportInput } from "../reports/model.ts";

const VERDICTS = [
  "holds",
  "does-not-hold",
  "depends",
  "not-for-all",
  "not-shown",
  "emulated",
] as const;

const ListedRunSchema = z.strictObject({
  runId: z.string(),
  status: z.enum(["running", "complete", "interrupted"]),
  createdAt: z.string(),
  profile: z.string(),
  targets: z.array(z.string()),
  records: z.int().nonnegative(),
  /** Verdicts by the claim's id. What was not measured is left out. */
  claims: z.record(z.string(), z.enum(VERDICTS)),
});

export type ListedRun = z.infer<typeof ListedRunSchema>;
export type ListedVerdict = (typeof VERDICTS)[number];

const StoreSchema = z.record(
  z.string(),
  z.strictObject({ state: z.string(), run: ListedRunSchema }),
);
type Store = z.infer<typeof StoreSchema>;

const NAME = "listed-runs.json";
const MOST_BYTES = 16 * 2 ** 20;
/** Far more than anybody lists. Those that were looked at last are kept. */
const MOST_RUNS = 5000;

/** What is known of each folder. An error is that of a folder that cannot be read. */
export function listedRuns(
  folders: readonly string[],
): readonly { readonly folder: string; readonly found: ListedRun | Error }[] {
  const store = readStore();
  const code = codeDigest();
  const fresh: Store = {};
  const runs = folders.map((folder) => {
    try {
      const state = stateOf(folder, code);
      const known = Object.hasOwn(store, folder) ? store[folder] : undefined;
      const run = known?.state === state ? known.run : look(folder);
      fresh[folder] = { state, run };
      return { folder, found: run };
    } catch (error) {
      return { folder, found: error instanceof Error ? error : new Error(String(error)) };
    }
  });
  const isNew = Object.entries(fresh).some(([folder, { state }]) => store[folder]?.state !== state);
  if (isNew) save({ ...store, ...fresh }, Object.keys(fresh));
  return runs;
}

/** A claim's verdict depends on the rules, too: on the sources. */
function stateOf(folder: string, code: string): string {
  const files = [RUN, RECORDS].map((name) => {
    const { ino, size, mtimeNs, ctimeNs } = statSync(join(folder, name), { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(":");
  });
  return [...files, code].join(" ");
}

function look(folder: string): ListedRun {
  const { run, records } = readRun(folder);
  const { runId, status, createdAt, profile } = run;
  const { results } = reportInput(run, records).claims;
  return {
    runId,
    status,
    createdAt,
    profile,
    targets: run.targets.map(({ id }) => id),
    records: records.length,
    claims: Object.fromEntries(
      results.flatMap(({ id, verdict }) => (verdict === "not-measured" ? [] : [[id, verdict]])),
    ),
  };
}

function file(): string {
  return join(cacheFolder(), NAME);
}

function readStore(): Store {
  try {
    return StoreSchema.parse(parseJson(readText(file(), MOST_BYTES)));
  } catch {
    return {}; // There is none, or it is of another version: all folders are looked at again.
  }
}

function save(store: Store, lookedAt: readonly string[]): void {
  try {
    const others = Object.keys(store).filter(
      (folder) => !lookedAt.includes(folder) && existsSync(folder),
    );
    const kept = [...others, ...lookedAt].slice(-MOST_RUNS);
    makeFolder(dirname(file()));
    removeLeftAside(cacheFolder(), (name) => name === NAME);
    replaceFile(
      file(),
      JSON.stringify(Object.fromEntries(kept.map((folder) => [folder, store[folder]]))),
    );
  } catch {} // The next list looks anew; this one must not fail for it.
}
