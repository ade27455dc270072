/**
 * `npm run test:nested`: isotax on a host that has what this one may lack, KVM
 * and control groups v2: a Debian in a VM whose CPU offers virtualization. What
 * ran there comes back as files, which are checked and shown.
 */

import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { startVitest } from "vitest/node";
import { ensurePackages } from "../../bench/campaign/prepare.ts";
import { sweep } from "../../bench/campaign/sweep.ts";
import { IsotaxError, messageOf } from "../../bench/errors.ts";
import { verbatim } from "../../bench/messages.ts";
import { loadExperiments } from "../../bench/registry.ts";
import { duration } from "../../reports/text/en/parts.ts";
import { ENGLISH, speak, textOf } from "../../reports/text/message.ts";
import { RunContext } from "../../runners/context.ts";
import { isRoot } from "../../runners/host/paths.ts";
import { distroDisk } from "../../runners/images/distro-disk.ts";
import { QEMU } from "../../runners/vm/qemu/machine.ts";
import { chooseTargets } from "../../scripts/choose-targets.ts";
import { chooseWorkloads } from "../../scripts/choose-workloads.ts";
import { EXIT_INTERRUPTED, listenForInterrupts } from "../../scripts/interrupts.ts";
import { takeLock } from "../../scripts/lock.ts";
import { Progress } from "../../scripts/progress.ts";
import { hostOf } from "../../scripts/surroundings.ts";
import { teller } from "../../scripts/tell-campaign.ts";
import { baseDisk, dataDisk, fetchResults } from "./disks.ts";
import { figuresText } from "./figures.ts";
import { outerAccelerator, runMachine } from "./machine.ts";
import { type Options, parseWish, USAGE } from "./options.ts";
import { type NestedRecord, parseLine, type Step, writeRecord } from "./record.ts";

const TOOLS = [QEMU, "mmdebstrap", "mke2fs", "unshare"];
const MEMORY_MIB = 4096;
const EXIT_USAGE = 2;

speak(ENGLISH);
const progress = new Progress();
process.exitCode = await main().catch((error: unknown) => {
  progress.say(`error: ${messageOf(error)}`);
  if (error instanceof IsotaxError) progress.say(`  -> ${textOf(error.remedy)}`);
  return EXIT_USAGE;
});

async function main(): Promise<number> {
  const wish = parseWish(process.argv.slice(2));
  switch (wish.kind) {
    case "help":
      process.stdout.write(USAGE);
      return 0;
    case "check":
      return check(resolve(wish.folder));
    case "run": {
      const stamp = new Date().toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
      const out = resolve("results/nested", stamp);
      return (await runNested(out, wish.options)) ? check(out) : EXIT_INTERRUPTED;
    }
  }
}

/** Shows the figures and runs the checks, as tests; 0 if all of them pass. */
async function check(folder: string): Promise<number> {
  process.stdout.write(figuresText(folder));
  process.env["ISOTAX_NESTED_RESULTS"] = folder;
  const root = resolve(import.meta.dirname, "../..");
  const config = join(import.meta.dirname, "vitest.config.ts");
  const vitest = await startVitest("test", [], { root, config, watch: false });
  await vitest.close();
  progress.say(`Results: ${folder}`);
  return process.exitCode === undefined || Number(process.exitCode) === 0 ? 0 : 1;
}

/** Returns whether it was left to run; what came of it stands in the folder. */
async function runNested(out: string, options: Options): Promise<boolean> {
  if (!isRoot()) {
    throw new IsotaxError(
      "NOT_ROOT",
      verbatim("test:nested builds a root filesystem"),
      verbatim("run it as root"),
    );
  }
  const targets = await chooseTargets(options.targets);
  const list = options.workloads === "" ? undefined : options.workloads;
  const workloads = chooseWorkloads(list, await loadExperiments()).map(({ id }) => id);
  const lock = await takeLock(out);
  const interrupts = listenForInterrupts((text) => progress.say(text));
  try {
    const around = { host: await hostOf({ install: true }), emit: teller(progress) };
    await sweep(around);
    await ensurePackages({ targets: [], workloads: [], extraTools: TOOLS }, around);
    const context = new RunContext({ runId: `nested-${process.pid}`, mayFetch: true });
    interrupts.atOnce = () => context.ledger.killProcessesNow();
    try {
      await runIn(context, out, options, { targets, workloads }, interrupts.signal);
    } finally {
      for (const problem of await context.close()) {
        progress.warn(`could not be removed: ${textOf(problem)}\n    -> isotax clean tries again`);
      }
    }
    return !interrupts.signal.aborted;
  } catch (error) {
    // What was interrupted fails in its own words.
    if (!interrupts.signal.aborted) throw error;
    return false;
  } finally {
    interrupts.dispose();
    lock.close();
  }
}

async function runIn(
  context: RunContext,
  out: string,
  options: Options,
  { targets, workloads }: Required<Pick<NestedRecord, "targets" | "workloads">>,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = new Date();
  const from = performance.now();
  const seconds = () => (performance.now() - from) / 1000;
  const { suite, parts, run: smoke, contract } = options;
  const outer = await progress.step(
    "accelerator of the nested host",
    () => outerAccelerator(context, signal),
    ({ accelerator, reason }) => `${accelerator}: ${reason}`,
  );
  signal.throwIfAborted();
  const disksFrom = seconds();
  const base = await progress.step(
    "its root filesystem",
    () => baseDisk(context, suite, signal),
    ({ kernel, built }) =>
      `${suite}, kernel ${kernel.version}, ${built ? "built" : "from the cache"}`,
  );
  const stores = [dirname(base.kernel.compressed)];
  if (targets.includes("qemu-distro")) {
    const disk = await progress.step("the Debian of qemu-distro", () =>
      distroDisk(context, signal, suite),
    );
    stores.push(dirname(disk.file));
  }
  const { path: folder } = context.instanceFolder(context.instanceName("nested"));
  const data = await progress.step("isotax on a disk for it", () =>
    dataDisk(folder, stores, {
      targets: options.targets,
      workloads: options.workloads,
      parts: parts.join(" "),
      run: smoke,
      contract: contract ? contractPattern(options.targets, targets) : "",
    }),
  );
  signal.throwIfAborted();
  mkdirSync(out, { recursive: true });
  const bootFrom = seconds();
  let boot = 0;
  let finished = false;
  const steps: Step[] = [];
  const machine = {
    ...{ outer, kernel: base.kernel, folder, rootDisk: base.file, dataDisk: data },
    console: join(out, "console.log"),
    ...{ vcpus: Math.min(4, Math.max(2, context.cpus.length)), memoryMiB: MEMORY_MIB },
  };
  const end = await runMachine(
    context,
    machine,
    options.silenceMs,
    (line) => {
      const said = parseLine(line);
      if (boot === 0) boot = seconds() - bootFrom;
      if (said === "done") finished = true;
      else if (typeof said === "object") steps.push(said);
      progress.say(`[${duration(seconds() * 1000)}] ${line}`);
    },
    signal,
  );
  progress.say(`the nested host ended (${end.how})`);
  await progress.step("fetch the results", () => fetchResults(data, out));
  const { vcpus, memoryMiB } = machine;
  writeRecord(out, {
    ...{ startedAt: startedAt.toISOString(), outer, release: suite },
    ...{ guestKernel: base.kernel.version, vcpus, memoryMiB, parts, targets, workloads },
    ...{ run: smoke, contract },
    ...{ end, finished, steps },
    seconds: { disks: bootFrom - disksFrom, boot, whole: seconds() },
  });
}

/** The names of the contract's tests begin with the target's id. */
function contractPattern(list: string, targets: readonly string[]): string {
  return list === "all" ? "." : `^(${targets.join("|")}) `;
}
