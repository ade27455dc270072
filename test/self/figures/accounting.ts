/** The host's CPU time as isotax counts it, against what the kernel says that the CPU was busy. */
import { readFileSync } from "node:fs";
import { experiment as files } from "../../../bench/experiments/disk.files.ts";
import { experiment as processes } from "../../../bench/experiments/memory.processes.ts";
import { experiment as calls } from "../../../bench/experiments/syscall.basic.ts";
import type { ExecSpec } from "../../../bench/methods/exec.ts";
import { medianOf } from "../../../bench/stats/summary.ts";
import type { Params, Size, Target } from "../../../bench/types.ts";
import { loadTargets } from "../../../runners/registry.ts";
import { figure, type Measure } from "../figure.ts";
import { type Bench, withBench } from "../peer.ts";

const ROUNDS = 5;
/** What they start stays on the measured CPU, where nothing else is: their share can be told by CPU. */
const TARGETS = ["native", "overlay", "crun", "uml", "qemu-microvm"];
const WORKLOADS = [calls.spec, processes.spec, files.spec];

export const measure: Measure = (say, signal) =>
  withBench(signal, async (bench) => {
    say("CPU time by control group and by /proc/stat (about five minutes)");
    const targets: Target[] = [];
    for (const target of await loadTargets(bench.context, TARGETS)) {
      if ((await target.probe(signal)).ok) targets.push(target);
    }
    const ratios = new Map<string, number[]>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const target of targets) {
        const ratio = await counted(bench, target);
        ratios.set(target.id, [...(ratios.get(target.id) ?? []), ratio]);
      }
    }
    const medians = [...ratios].map(([id, values]) => ({ id, ratio: medianOf(values) }));
    const worst = Math.max(...medians.map(({ ratio }) => Math.abs(ratio - 1)));
    return [
      figure({
        ...{ id: "host-cpu", unit: "off", better: "lower", bound: 0.05, value: worst, n: ROUNDS },
        about: `the run's control group against /proc/stat of its CPU, over ${WORKLOADS.map(({ id }) => id).join(", ")}: ${medians.map(({ id, ratio }) => `${id} ${ratio.toFixed(3)}`).join(", ")}`,
      }),
    ];
  });

function stepsOf<P extends Params>({ steps, params }: ExecSpec<P>, size: Size) {
  return steps(params.standard, size);
}

/** CPU time by the account, over that of /proc/stat, for all steps of all workloads in one session. */
async function counted({ spec, signal }: Bench, target: Target): Promise<number> {
  const scratchMiB = Math.max(...WORKLOADS.map((workload) => workload.scratchMiB));
  await using session = await target.open({ ...spec, scratchMiB }, signal);
  const size = { cpus: 1, memoryMiB: spec.memoryMiB };
  const [before, busyBefore] = [session.hostCpu(), busyNs(spec.cpus)];
  const all = [stepsOf(calls.spec, size), stepsOf(processes.spec, size), stepsOf(files.spec, size)];
  for (const step of all.flat()) {
    const { exitCode } = await session.exec(step.command, signal);
    if (exitCode !== 0) throw new Error(`${step.name} in ${target.id}: exit code ${exitCode}`);
  }
  const [after, busyAfter] = [session.hostCpu(), busyNs(spec.cpus)];
  if (before === undefined || after === undefined) throw new Error("no CPU time is counted here");
  return (after.usageNs - before.usageNs) / (busyAfter - busyBefore);
}

/** USER_HZ is 100 on every Linux that Node.js runs on. */
const NS_PER_TICK = 1e7;

/** proc_stat(5): user, nice, system, idle, iowait, irq, softirq. */
function busyNs(cpus: readonly number[]): number {
  const text = readFileSync("/proc/stat", "utf8");
  const ticks = cpus.map((cpu) => {
    const line = new RegExp(`^cpu${cpu} (.*)$`, "m").exec(text)?.[1] ?? "";
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.split(" ").map(Number);
    return user + nice + system + irq + softirq;
  });
  return ticks.reduce((sum, one) => sum + one, 0) * NS_PER_TICK;
}
