/** Instances that misbehave, started by the real launcher. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Image, OpenSpec } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { sh } from "../../runners/host/shell.ts";
import type { FirstProcess } from "../../runners/instance/first-process.ts";
import type { Recipe } from "../../runners/instance/recipe.ts";
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

/** A target that runs this script, whatever the entry. */
function scripted(script: string, firstProcess: FirstProcess = { kind: "argv", marksInit: false }) {
  const removed: boolean[] = [];
  const recipe: Recipe = {
    ...{ id: "scripted", title: "", kind: "native", adds: "", rung: 0, requires: [] },
    deadlines: { readyMs: 400 },
    probe: async () => ({ ok: true, facts: {} }),
    shipped: async () => [],
    prepare: async () => ({
      facts: {},
      launcher: await Launcher.start({ cpus: spec.cpus, context }),
      paths: { tool: (name) => name, scratch: (path) => path, root: (path) => path },
      launch: (entry) => ({ script: sh`mark=${entry.at(-1) ?? ""}; eval ${script}` }),
      remove: async (clean) => {
        removed.push(clean);
      },
      firstProcess,
    }),
  };
  return { target: targetOf(recipe, context), removed };
}

const echo = { argv: ["ignored"] };

describe("an instance", () => {
  it("that never says a word is ended at its deadline", async () => {
    const others = childrenOf(process.pid); // Files share a process.
    const { target, removed } = scripted("echo thinking >&2; sleep 60");
    await expect(target.start(spec, echo, never)).rejects.toMatchObject({
      ...{ code: "TIMEOUT", phase: "ready", stderrTail: "thinking\n" },
    });
    await expect(target.open(spec, never)).rejects.toMatchObject({ code: "TIMEOUT" });
    expect(removed).toEqual([false, false]);
    const own = childrenOf(process.pid).filter((pid) => !others.includes(pid));
    expect(own.length).toBeLessThan(3);
  });

  it("that says a word and hangs is ended as well", async () => {
    const { target, removed } = scripted("echo ready; sleep 60");
    await expect(target.start(spec, echo, never)).rejects.toMatchObject({ code: "TIMEOUT" });
    expect(removed).toEqual([false]);
  });

  it("that dies without a word says with which exit code", async () => {
    const { target } = scripted("echo no such image >&2; (exit 125)");
    await expect(target.start(spec, echo, never)).rejects.toMatchObject({
      ...{ code: "INSTANCE_DIED", message: expect.stringContaining("125") },
      stderrTail: "no such image\n",
    });
  });

  it("whose init is silent about the entry's end has failed", async () => {
    const { target } = scripted("echo '@isotax init'; echo ready", {
      kind: "console",
      init: "marks-first",
    });
    await expect(target.start(spec, echo, never)).rejects.toMatchObject({ phase: "exited" });
  });

  it("has its marks taken out of the output, and its exit code taken from them", async () => {
    const script = "echo '@isotax init'; echo ready; printf '\\n@isotax exit 7\\n'";
    const { target, removed } = scripted(script, { kind: "console", init: "reads-ahead" });
    const result = await target.start(spec, echo, never);
    expect(result).toMatchObject({ stdout: "ready\n", exitCode: 7 });
    expect(result.lifecycle.map(({ phase }) => phase)).toEqual([
      ...["spawn", "init", "ready", "exited", "removed"],
    ]);
    expect(removed).toEqual([true]);
  });

  it("is stamped in order, also by a harness that was busy when output and exit arrived", async () => {
    const { target } = scripted("echo ready");
    const busy = setInterval(() => {
      const until = performance.now() + 3;
      while (performance.now() < until);
    }, 0);
    onTestFinished(() => clearInterval(busy));
    for (let i = 0; i < 20; i++) {
      const { lifecycle } = await target.start(spec, echo, never);
      const stamps = lifecycle.map(({ atNs }) => atNs);
      expect([...stamps].sort((a, b) => a - b)).toEqual(stamps);
    }
  });

  it("that is asked for a command which names what is not there goes on", async () => {
    const answer = 'printf "\\n%s 0\\n" "$mark"';
    const { target: agent } = scripted(
      `echo "$mark ready"; while read -r line; do [ "$line" != @exit ] || exit 0; ${answer}; done`,
    );
    const session = await agent.open(spec, never);
    // No network was asked for, so there is no address.
    const impossible = { argv: ["wrk", { address: "http://%/" }] };
    await expect(session.exec(impossible, never)).rejects.toThrow("network");
    expect(await session.exec(echo, never)).toMatchObject({ exitCode: 0 });
    await session.close();
  });

  it("that floods its output does not fill our memory", async () => {
    const flood = "head -c 50000000 /dev/zero";
    const before = process.memoryUsage().rss;
    const { target } = scripted(flood);
    await target.start(spec, echo, never).catch(() => {});
    // An agent that greets as it should, and floods when it is told to do something.
    const { target: agent, removed } = scripted(
      `echo "$mark ready"; read -r _; ${flood}; sleep 60`,
    );
    const session = await agent.open(spec, never);
    await expect(session.exec(echo, never)).rejects.toMatchObject({ code: "OUTPUT_TOO_LONG" });
    await session.close();
    expect(removed).toEqual([false]);
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });
});
