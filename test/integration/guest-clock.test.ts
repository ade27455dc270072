/** An emulated guest keeps a fine clock on a host that has no time for it. */

import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { acceleratorOf } from "../../bench/emulation.ts";
import type { RunContext } from "../../runners/context.ts";
import { allowedCpus } from "../../runners/host/cpus.ts";
import { rootfsImage } from "../../runners/images/rootfs.ts";
import { loadTargets } from "../../runners/registry.ts";
import { casesOf, currentSlice } from "../slice.ts";
import { leftOvers, testContext } from "../support.ts";

const CLOCK = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
/** The guest's kernel compares its clocks twice a second, and takes a second over its TSC at first. */
const LONG_ENOUGH_S = 2;
const BUSY = 6;
/** On a host whose own kernel distrusts its TSC, this fails: rightly, for figures are refused there. */
const FINE: Readonly<Record<string, readonly string[]>> = {
  kvm: ["kvm-clock"],
  tcg: ["tsc", "tsc-early"],
};
const never = new AbortController().signal;
const cpu = allowedCpus()[0] as number;

let context: RunContext;
const busy: ChildProcess[] = [];

beforeAll(() => {
  context = testContext(true);
  for (let i = 0; i < BUSY; i++) {
    busy.push(spawn("taskset", ["-c", String(cpu), "sh", "-c", "while :; do :; done"]));
  }
});
afterAll(async () => {
  for (const child of busy) child.kill("SIGKILL");
  const { runId } = context.options;
  await context.close();
  expect(leftOvers(runId)).toEqual([]);
});

it.each(casesOf(currentSlice(), ["qemu-microvm", "qemu-microvm-warm"]))(
  "%s",
  { timeout: 180_000 },
  async (id) => {
    const { image } = await rootfsImage(context);
    const target = (await loadTargets(context)).find((one) => one.id === id);
    if (target === undefined) throw new Error(`no target ${id}`);
    const spec = { image, cpus: [cpu], memoryMiB: 512, scratchMiB: 0 };
    await using session = await target.open(spec, never);
    const script = `sleep ${LONG_ENOUGH_S}; cat ${CLOCK}`;
    const command = { argv: [{ tool: "busybox" }, "sh", "-c", script] };
    const { stdout, exitCode } = await session.exec(command, never);
    expect(exitCode, session.stderrTail()).toBe(0);
    expect(FINE[acceleratorOf(session) ?? ""]).toContain(stdout.trim());
    await session.close();
  },
);
