/** Probes by a trial start: what targets that are alike share, and what they do not. */
import { expect, it, onTestFinished } from "vitest";
import type { RunContext } from "../../runners/context.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { which } from "../../runners/host/process.ts";
import { sh } from "../../runners/host/shell.ts";
import type { Recipe } from "../../runners/instance/recipe.ts";
import { Launcher } from "../../runners/launch/launcher.ts";
import { probeByTrial } from "../../runners/launch/trial.ts";
import { testContext } from "../support.ts";

const never = new AbortController().signal;

function begun(): RunContext {
  const context = testContext();
  onTestFinished(async () => void (await context.close()));
  return context;
}

/** A target that runs this script. `starts` grows with each start of any target. */
function scripted(id: string, script: string, starts: string[]): Recipe {
  const recipe: Recipe = {
    ...{ id, title: "", kind: "engine", adds: "", rung: 0, requires: [] },
    deadlines: { readyMs: 5000 },
    probe: (context, signal) =>
      probeByTrial(recipe, context, signal, {
        ...{ rootless: true, alike: "these" },
        remedy: { code: "verbatim", values: { text: "mend it" } },
        facts: async () => ({ own: id }),
      }),
    shipped: async () => [],
    prepare: async (context, { cpus }) => {
      starts.push(id);
      return {
        facts: {},
        launcher: await Launcher.start({ cpus, context }),
        paths: { tool: (name) => name, scratch: (path) => path, root: (path) => path },
        launch: () => ({ script: sh`eval ${script}` }),
        remove: async () => {},
      };
    },
  };
  return recipe;
}

/** Root's trials need control groups, and all of them busybox. */
function canTry(context: RunContext): boolean {
  return which("busybox") !== undefined && !(isRoot() && context.cgroups.version === 0);
}

it("targets that are alike need one start, and have facts of their own", async ({ skip }) => {
  const context = begun();
  skip(!canTry(context));
  const starts: string[] = [];
  const probes = ["cold", "warm"].map((id) => scripted(id, "echo ready", starts).probe);
  for (const [at, id] of ["cold", "warm"].entries()) {
    expect(await probes[at]?.(context, never)).toEqual({ ok: true, facts: { own: id } });
  }
  expect(starts).toEqual(["cold"]);
});

it("a failed start counts for its own target alone", async ({ skip }) => {
  const context = begun();
  skip(!canTry(context));
  const starts: string[] = [];
  const broken = scripted("cold", "echo ready; (exit 3)", starts);
  const dead = scripted("dead", "echo no bridge >&2; (exit 125)", starts);
  const sound = scripted("warm", "echo ready", starts);
  const reason = { code: "host.trial-failed" };
  expect(await broken.probe(context, never)).toMatchObject({
    ok: false,
    reason: { ...reason, values: { why: { code: "host.trial-ended", values: { exitCode: 3 } } } },
  });
  expect(await dead.probe(context, never)).toMatchObject({
    ok: false,
    reason: { ...reason, values: { why: { code: "verbatim", values: { text: "no bridge" } } } },
  });
  expect(await sound.probe(context, never)).toMatchObject({ ok: true });
  expect(starts).toEqual(["cold", "dead", "warm"]);
});
