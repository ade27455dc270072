/** Preparations that fail half way, on the real thing: nothing that was made for them stays. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Image, OpenSpec } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { bridgePort, hostOutlet, networkCard } from "../../runners/network/lab.ts";
import { findRecipe } from "../../runners/registry.ts";
import { missingTool } from "../../runners/tools/requirements.ts";
import { childrenOf, MUST_RUN, temporaryFolder, testContext } from "../support.ts";

const never = new AbortController().signal;
let context: RunContext;

describe.skipIf(!isRoot())("a launcher that cannot be started", () => {
  beforeAll(async () => {
    context = testContext();
    // The run's own part of the network stays until the run ends.
    await (await bridgePort(context)).remove();
    await (await hostOutlet(context)).remove();
  });
  afterAll(async () => {
    expect(await context.close()).toEqual([]);
  });

  /** Addresses, processes, folders and entries of the ledger. */
  function there() {
    return {
      addresses: execFileSync("ip", ["-o", "address"], { encoding: "utf8" }).split("\n").length,
      processes: childrenOf(process.pid).length,
      folders: readdirSync(context.workFolder),
      entries: context.ledger.live.length,
    };
  }

  // What is wrong with each shows after its port was made: a CPU that there is not, an image that is none.
  it.each([
    ["native", { cpus: [8191] }],
    ["chroot", { cpus: [8191] }],
    ["namespaces", { cpus: [8191] }],
    ["cgroup", { cpus: [8191] }],
    ["crun", {}],
    ["crun-warm", {}],
    ["lxc", { cpus: [8191] }],
    ["nspawn", {}],
  ] as const)("for %s leaves neither its port nor its folder", async (id, wrong) => {
    const recipe = await findRecipe(id);
    if (recipe === undefined) throw new Error(`no target ${id}`);
    const missing = missingTool(recipe.requires);
    if (missing !== undefined && !MUST_RUN) return;
    const rootfs = temporaryFolder();
    mkdirSync(join(rootfs, "proc"));
    const image: Image = {
      digest: id,
      rootfs: join(rootfs, "none"),
      files: [],
      tools: [],
      layers: [],
    };
    const spec: OpenSpec = {
      cpus: allowedCpus().slice(-1),
      memoryMiB: 64,
      image,
      scratchMiB: 0,
      served: true,
      ...wrong,
    };
    // What is made once for all is made by now.
    await recipe.prepare(context, spec, never).catch(() => {});
    const before = there();
    await expect(recipe.prepare(context, spec, never)).rejects.toThrow();
    expect(there()).toEqual(before);
    expect(before.processes).toBeLessThan(4);
  });

  it("has its card unplugged, where the card is a guest's", async () => {
    const card = await networkCard(context, "tap");
    const taps = () =>
      execFileSync("nsenter", [...card.enter.slice(1), "ip", "-o", "link"], { encoding: "utf8" });
    expect(taps()).toContain(card.tap);
    await card.remove();
    expect(taps()).not.toContain(card.tap);
  });
});
