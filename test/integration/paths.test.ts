/**
 * Every target from a cache folder, and into an output folder, whose path has all in it that tools
 * stumble over. What is in the cache is this user's own, mounted there: what tools find when they
 * follow links is the awkward path as well. ISOTAX_PATHS=all tries the slow targets, too.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRun } from "../../bench/store.ts";
import { textOf } from "../../reports/text/message.ts";
import { cacheFolder, isRoot } from "../../runners/host/paths.ts";
import { tryRun } from "../../runners/host/process.ts";
import { isShortFolder } from "../../runners/host/short-folder.ts";
import { loadRecipes } from "../../runners/registry.ts";
import { missingTool } from "../../runners/tools/requirements.ts";
import { AWKWARD_PATH } from "../awkward.ts";
import { leftOvers, MUST_RUN, ROOT, temporaryFolder, temporaryFoldersOf } from "../support.ts";

const WHOLE = process.env["ISOTAX_PATHS"] === "all";

/** One of each kind: what the others do with paths is the same. */
const QUICK = ["native", "overlay", "runc", "lxc", "nspawn", "podman", "docker"];

/** A runner of the user's whose id is longer than a file's name may be. */
const OWN = `command:/usr/bin/env LONG=${"x".repeat(300)} {command}`;

/** Collects the short folders of a run while it goes on: afterwards nothing tells which they were. */
function collectShortFolders(out: string): { stop: () => ReadonlySet<string> } {
  const found = new Set<string>();
  const timer = setInterval(() => {
    const file = join(out, "run.json");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const runId = /"runId": "([^"]+)"/.exec(text)?.[1];
    if (runId === undefined) return;
    for (const path of temporaryFoldersOf(runId).filter(isShortFolder)) found.add(path);
  }, 50);
  return {
    stop() {
      clearInterval(timer);
      return found;
    },
  };
}

describe.skipIf(!isRoot())("with paths that are not plain (needs root, to mount the cache)", () => {
  it("every target starts, and has its volume", { timeout: 900_000 }, async () => {
    const home = join(temporaryFolder(), AWKWARD_PATH);
    const [cache, out] = [join(home, "cache"), join(home, "out")];
    mkdirSync(join(cache, "isotax"), { recursive: true });
    const all = await loadRecipes();
    const chosen = WHOLE ? all : all.filter(({ id }) => QUICK.includes(id));
    const ready = chosen.filter(({ requires }) => missingTool(requires) === undefined);
    const ids = [...ready.map(({ id }) => id), OWN];
    // In its own mount namespace: nothing is left of the mount, whatever happens.
    const script = 'mount --bind "$1" "$2" && shift 2 && cd "$1" && shift && exec "$@"';
    const collected = collectShortFolders(out);
    const run = await tryRun(
      [
        ...["unshare", "--mount", "sh", "-c", script, "sh", cacheFolder(), join(cache, "isotax")],
        ...[home, process.execPath, join(ROOT, "bin/isotax.js"), "run", "--profile", "smoke"],
        ...["--no-install", "--no-open", "--rounds", "1", "--targets", ids.join(",")],
        ...["--workloads", WHOLE ? "start.exec,disk.files" : "start.exec", "--out", out],
      ],
      { env: { XDG_CACHE_HOME: cache, NO_COLOR: "1", CI: "" }, timeoutMs: 840_000 },
    );
    const shortFolders = [...collected.stop()];
    expect(run.exitCode, run.stderr).toBe(0);
    expect(shortFolders).not.toEqual([]);
    const { run: stored, records } = readRun(out);
    const lacking = stored.targets.filter(({ ok }) => !ok);
    // What a machine lacks is none of this test's, except in CI, where it lacks nothing.
    if (MUST_RUN) expect(lacking).toEqual([]);
    for (const { reason } of lacking)
      expect(textOf(reason ?? "")).toMatch(/does not exist yet|no guest kernel/);
    const lost = records.filter(
      ({ target, outcome }) => outcome.status !== "ok" && !lacking.some(({ id }) => id === target),
    );
    expect(lost.map(({ target, workload, outcome }) => [target, workload, outcome])).toEqual([]);
    expect(records.map(({ target }) => target)).toEqual(expect.arrayContaining(ids));
    expect(leftOvers(stored.runId)).toEqual([]);
    expect(shortFolders.filter((path) => existsSync(path))).toEqual([]);
    expect(readdirSync(join(cacheFolder(), "work"))).not.toContain(stored.runId);
  });
});
