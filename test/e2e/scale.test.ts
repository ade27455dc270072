/** A host full of instances, and a harness that is killed then. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { readRun } from "../../bench/store.ts";
import { findRecipe } from "../../runners/registry.ts";
import { missingTool } from "../../runners/tools/requirements.ts";
import { started } from "../started.ts";
import {
  CLI,
  cli,
  commandLine,
  descendants,
  leftOvers,
  MUST_RUN,
  temporaryFolder,
  temporaryFoldersOf,
} from "../support.ts";

/** The agents that wait inside: descendants of the harness, or of the daemon that it has started. */
function agentsOf(harness: number): number {
  return descendants(harness).filter((pid) => /\bagent\b.*\b[0-9a-f]{24}\b/.test(commandLine(pid)))
    .length;
}

describe("a run that is killed when the host is full of instances", () => {
  it.for([
    ["overlay", 150],
    ["docker", 12],
  ] as const)(
    "leaves nothing of many of %s after `clean`",
    { timeout: 240_000 },
    async ([id, count], test) => {
      const recipe = await findRecipe(id);
      const missing = recipe && missingTool(recipe.requires);
      if (!MUST_RUN) test.skip(missing !== undefined, `${id} cannot run here`);
      const out = join(temporaryFolder(), "run");
      const run = started([
        process.execPath,
        ...CLI,
        ...["run", "--profile", "quick", "--most", "400", "--seed", "3"],
        ...["--workloads", "scale.density", "--targets", id, "--no-open", "--out", out],
      ]);
      let agents = 0;
      for (let i = 0; i < 1200 && agents < count; i++) {
        await sleep(100);
        agents = agentsOf(run.pid);
      }
      expect(agents, run.printed()).toBeGreaterThanOrEqual(count);
      process.kill(run.pid, "SIGKILL");
      expect(await run.exited).toEqual([null, "SIGKILL"]);
      const { runId } = readRun(out).run;
      expect(leftOvers(runId).length).toBeGreaterThan(count);
      const clean = cli(["clean"]);
      expect(clean.code, clean.stderr).toBe(0);
      expect(leftOvers(runId)).toEqual([]);
      expect(temporaryFoldersOf(runId).filter((path) => existsSync(path))).toEqual([]);
      expect(cli(["clean"]).stderr).toContain("nothing to clean");
    },
  );
});
