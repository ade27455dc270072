/** Each target that is about one namespace: a workload is in that one, and in no other. */
import { readlinkSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Image } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { ALL_NAMESPACES, fileOf, type Namespace } from "../../runners/primitives/plan.ts";
import { loadTargets } from "../../runners/registry.ts";
import { leftOvers, MUST_RUN, testContext } from "../support.ts";

const never = new AbortController().signal;
/** Its mounts are made beforehand, in a namespace of theirs. */
const OF_CHROOT: readonly Namespace[] = isRoot() ? ["mount"] : ["mount", "user"];

describe.skipIf(!isRoot() && !MUST_RUN)("single namespaces (needs root)", () => {
  let context: RunContext;
  let image: Image;
  beforeAll(async () => {
    context = testContext(true);
    ({ image } = await rootfsImage(context));
  });
  afterAll(async () => {
    await context.close();
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  it.each(ALL_NAMESPACES)("%s", async (name) => {
    const [target] = await loadTargets(context, [`namespaces:${name}`]);
    if (target === undefined) throw new Error("no such target");
    expect(await target.probe(never)).toMatchObject({ ok: true });
    const spec = { cpus: allowedCpus().slice(-1), memoryMiB: 256, image, scratchMiB: 0 };
    const files = ALL_NAMESPACES.map((one) => `/proc/self/ns/${fileOf(one)}`);
    const script = `for file in ${files.join(" ")}; do readlink $file; done`;
    const argv = [{ tool: "busybox" }, "sh", "-c", script];
    const { stdout, exitCode } = await target.start(spec, { argv }, never);
    expect(exitCode).toBe(0);
    const inside = stdout.trim().split("\n");
    const own = ALL_NAMESPACES.filter((_, i) => inside[i] !== readlinkSync(files[i] ?? ""));
    expect(own.toSorted()).toEqual([...new Set([...OF_CHROOT, name])].toSorted());
  });
});
