/** Every workload of the catalogue, at smoke size, in every target. UPDATE_FIXTURES=1 keeps what the tools print. */
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadWorkloads } from "../../bench/registry.ts";
import type { Command, ExecWorkload, Image, Session, Target } from "../../bench/types.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { loadRecipes, loadTargets } from "../../runners/registry.ts";
import { fixtureName } from "../fixtures.ts";
import { leftOvers, MUST_RUN, NOT_IN_CI, testContext } from "../support.ts";

const SIZE = { cpus: 1, memoryMiB: 512 };
const FIXTURES = new URL("../fixtures/tools/", import.meta.url);
/** The last of a minute's worth of emulation; most take two seconds. */
const PATIENCE_MS = 120_000;
const never = new AbortController().signal;

const execs = (await loadWorkloads()).filter((one): one is ExecWorkload => one.mode === "exec");
const scratchMiB = Math.max(...execs.map((workload) => workload.scratchMiB));

let context: RunContext;
let image: Image;
let targets: readonly Target[];

beforeAll(async () => {
  context = testContext(true);
  ({ image } = await rootfsImage(context));
  targets = await loadTargets(context);
});
afterAll(async () => {
  const { runId } = context.options;
  await context.close();
  expect(leftOvers(runId)).toEqual([]);
});

for (const { id } of await loadRecipes()) {
  describe(id, () => {
    let session: Session | undefined;
    let why = "";

    beforeAll(async () => {
      const target = targets.find((one) => one.id === id) as Target;
      const probe = await target.probe(never);
      if (!probe.ok) {
        why = probe.reason;
        return;
      }
      // What all instances share is made now.
      await target.shipped(image);
      const cpus = allowedCpus().slice(-1);
      session = await target.open({ cpus, memoryMiB: SIZE.memoryMiB, image, scratchMiB }, never);
    }, PATIENCE_MS);
    afterAll(() => session?.close());

    for (const workload of execs)
      it(workload.id, { timeout: PATIENCE_MS }, async (test) => {
        if (session === undefined) {
          const must = MUST_RUN && !(id in NOT_IN_CI);
          expect(must, `in CI every target must be ready: ${why}`).toBe(false);
          return test.skip(why);
        }
        const inside = session;
        const run = async (command: Command) => {
          const { stdout, exitCode } = await inside.exec(command, never);
          expect(exitCode, `${stdout.slice(-1000)}\n${inside.stderrTail()}`).toBe(0);
          return stdout;
        };
        const warmup = workload.warmup?.(workload.params.smoke, SIZE);
        if (warmup !== undefined) await run(warmup);
        for (const step of workload.steps(workload.params.smoke, SIZE)) {
          const before = inside.hostCpu();
          const stdout = await run(step.command);
          const after = inside.hostCpu();
          const { measurements, work } = step.parse(stdout);
          expect(measurements.length).toBeGreaterThan(0);
          expect(work).toBeGreaterThan(0);
          if (before !== undefined && after !== undefined) {
            const spent = after.userNs + after.systemNs - before.userNs - before.systemNs;
            // Nothing is done without the host's CPU: what is not counted is not in the account.
            expect(spent, `CPU time of ${step.name}`).toBeGreaterThan(0);
          }
          if (process.env["UPDATE_FIXTURES"] !== undefined && id === "overlay") {
            mkdirSync(FIXTURES, { recursive: true });
            writeFileSync(new URL(fixtureName(workload, step), FIXTURES), withoutHost(stdout));
          }
        }
      });
  });
}

/** What names the machine is of no interest. */
function withoutHost(stdout: string): string {
  return stdout
    .replace(/("nodename": )"[^"]*"/, '$1"host"')
    .replace(/("release": )"[^"]*"/, '$1"6.1.0"')
    .replace(/("version": "#)[^"]*"/, '$11 SMP"');
}
