/** Servers inside and clients outside, started for real, that never come to an end. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Image, OpenSpec } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { sh } from "../../runners/host/shell.ts";
import type { Prepared, Recipe } from "../../runners/instance/recipe.ts";
import { targetOf } from "../../runners/instance/target.ts";
import { Launcher } from "../../runners/launch/launcher.ts";
import { childrenOf, testContext } from "../support.ts";

const never = new AbortController().signal;
const image: Image = { digest: "", rootfs: "", files: [], tools: [], layers: [] };
const spec: OpenSpec = { cpus: allowedCpus().slice(-1), memoryMiB: 64, image, scratchMiB: 0 };
let context: RunContext;
beforeAll(() => {
  context = testContext();
});
afterAll(() => context.close());

/** A target whose agent greets, and then runs this script; clients are on the same host. */
function served(script: string, network: Partial<Prepared["network"]> = {}) {
  const recipe: Recipe = {
    ...{ id: "scripted", title: "", kind: "native", adds: "", rung: 0, requires: [] },
    deadlines: { readyMs: 400 },
    probe: async () => ({ ok: true, facts: {} }),
    shipped: async () => [],
    prepare: async () => ({
      facts: {},
      launcher: await Launcher.start({ cpus: spec.cpus, context }),
      paths: { tool: (name) => name, scratch: (path) => path, root: (path) => path },
      network: { listen: "", address: "", client: [], ...network },
      launch: (entry) => ({
        script: sh`mark=${entry.at(-1) as string}; echo "$mark ready"; eval ${script}`,
      }),
      remove: async () => {},
    }),
  };
  return targetOf(recipe, context);
}

describe("a client outside", () => {
  it("that does not end is ended at its deadline, and the instance's last words are told", async () => {
    // Files share a process: others may have left some that are ending.
    const others = childrenOf(process.pid);
    const session = await served("echo stuck >&2; read -r _").open(spec, never);
    const client = { argv: ["sleep", "60"] };
    await expect(session.load(client, never, { deadlineMs: 100 })).rejects.toMatchObject({
      ...{ code: "TIMEOUT", phase: "exec", stderrTail: expect.stringContaining("stuck") },
      message: "scripted: a client outside, sleep, had not ended after 0.1 s; it was ended",
    });
    await session.close();
    const own = childrenOf(process.pid).filter((pid) => !others.includes(pid));
    expect(own.length).toBeLessThan(3);
  });
});

describe("an instance with a network card", () => {
  it("that hangs while it is given its address is ended at the deadline of a start", async () => {
    const target = served("read -r _; sleep 60", { configure: ["mac", "address", "gateway"] });
    const from = performance.now();
    await expect(target.open(spec, never)).rejects.toMatchObject({
      ...{ code: "TIMEOUT", message: expect.stringContaining("nothing within 0.4 s") },
    });
    expect(performance.now() - from).toBeLessThan(5000);
  });
});
