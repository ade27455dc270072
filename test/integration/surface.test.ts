/** The system calls of real instances, as the kernel's tracing tells them. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { observed } from "../../bench/check-records.ts";
import { experiment } from "../../bench/experiments/check.surface.ts";
import type { Image, Target } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { run, which } from "../../runners/host/process.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { loadTargets } from "../../runners/registry.ts";
import { removeResource } from "../../runners/removers/index.ts";
import { TRACING } from "../../runners/surface/place.ts";
import { leftOvers, MUST_RUN, testContext } from "../support.ts";

const { signal } = new AbortController();
const cpus = allowedCpus().slice(-1);
const IDS = ["native", "overlay", "crun"];

let context: RunContext;
let image: Image;
let targets: readonly Target[];

const possible = isRoot() && which("crun") !== undefined;

describe.skipIf(!(possible || MUST_RUN))("the surface (needs root and crun)", () => {
  beforeAll(async () => {
    context = testContext(true);
    ({ image } = await rootfsImage(context, [experiment]));
    targets = await loadTargets(context, IDS);
  });
  afterAll(async () => {
    expect(await instances()).toEqual([]);
    expect(await context.close()).toEqual([]);
    expect(context.ledger.live).toEqual([]);
    expect(leftOvers(context.options.runId)).toEqual([]);
  });

  /** The value of each metric, and of each point of its curve. */
  async function measured(id: string): Promise<ReadonlyMap<string, number>> {
    const target = targets.find((one) => one.id === id) as Target;
    const subject = { id, roles: { target: id }, at: {} };
    const lab = new CellLab(
      { image, cpus, memoryMiB: 256, signal },
      subject,
      new Map([[id, target]]),
    );
    try {
      const { measurements } = observed(await experiment.run(lab, subject, {}));
      return new Map(
        measurements.map(({ metric, at, values }) => [
          [metric, ...Object.values(at ?? {})].join("/"),
          values[0] as number,
        ]),
      );
    } finally {
      await lab.close();
    }
  }

  it.each(IDS)("sees what %s does at work, and no more of it than there is", async (id) => {
    const before = readFileSync("/proc/self/mountinfo", "utf8");
    const found = await measured(id);
    const calls = [...found.keys()].filter((name) => name.startsWith("called/"));
    expect(calls.length).toBe(found.get("calls"));
    // Each is made by the works, by whatever runs them.
    for (const call of ["execve", "fsync", "symlink", "accept4", "connect"]) {
      expect(calls).toContain(`called/${call}`);
    }
    expect(calls.length).toBeLessThan(150);
    // Nothing is mounted at work. What the harness does meanwhile is not counted.
    expect(calls.filter((call) => /mount|pivot_root|setns|unshare/.test(call))).toEqual([]);
    expect(found.get("calls.during/files")).toBeGreaterThan(10);
    expect(found.get("calls.starting")).toBeGreaterThan(10);
    expect(readFileSync("/proc/self/mountinfo", "utf8")).toBe(before);
  });

  it("sees how an instance is made apart from what it does", async () => {
    const [native, overlay] = [await measured("native"), await measured("overlay")];
    const starting = (found: ReadonlyMap<string, number>) => found.get("calls.starting") ?? 0;
    expect(starting(overlay)).toBeGreaterThan(starting(native));
  });

  it("removes the tracing of a run that was killed", async () => {
    const resource = { kind: "trace", name: "isotax-test-trace" } as const;
    await inTracing(`mkdir instances/${resource.name}`);
    expect(await instances()).toEqual([resource.name]);
    await removeResource(resource);
    await removeResource(resource);
    expect(await instances()).toEqual([]);
  });
});

async function inTracing(script: string): Promise<string> {
  const mounted = `mount -t tracefs tracefs ${TRACING} && cd ${TRACING} && ${script}`;
  return (await run(["unshare", "--mount", "sh", "-c", mounted])).stdout;
}

/** Instances of the kernel's tracing that are ours. */
async function instances(): Promise<readonly string[]> {
  return (await inTracing("ls instances")).split("\n").filter((name) => name.startsWith("isotax-"));
}
