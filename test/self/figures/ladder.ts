/**
 * The rungs against each other, as single starts that take turns: a tuned VM against a default one,
 * and its snapshot against its own cold start; and what we spend around each start. Primitives are
 * in a file of their own.
 */
import { medianOf } from "../../../bench/stats/summary.ts";
import type { Target } from "../../../bench/types.ts";
import { SETTLE_MS } from "../../../runners/instance/start.ts";
import { loadTargets } from "../../../runners/registry.ts";
import { type Figure, figure, type Measure } from "../figure.ts";
import { type Bench, withBench } from "../peer.ts";
import { collect, ECHO, ms, ratio } from "../starts.ts";

const VM_ROUNDS = 8;

export const measure: Measure = (say, signal) =>
  withBench(signal, async (bench) => {
    say("virtual machines against each other");
    const vms = await collect(bench, ["qemu-microvm", "qemu-q35", "qemu-microvm-warm"], VM_ROUNDS);
    say("what is spent around a start, on every target that is ready");
    const around = await aroundStarts(bench);
    return [
      ratio("microvm-vs-q35", vms, "qemu-microvm", "qemu-q35", 0.5),
      ratio("snapshot-vs-cold", vms, "qemu-microvm-warm", "qemu-microvm", 0.25),
      ...around,
    ];
  });

const AROUND_ROUNDS = 5;
/** 15% of the start, or 3 ms. */
const SHARE = 0.15;
const LEAST_NS = 3e6;

/**
 * Of all time that a start takes, what is neither the pause nor between spawn and exit: removing
 * what is left, and of the preparation what outlasts its share of the pause. The worst target stands
 * for all.
 */
async function aroundStarts(bench: Bench): Promise<readonly Figure[]> {
  const worst = { value: 0, about: "no target was ready", n: 0 };
  for (const target of await loadTargets(bench.context)) {
    if (!(await target.probe(bench.signal)).ok) continue;
    const found = await aroundOne(bench, target);
    if (found.value > worst.value) Object.assign(worst, found);
  }
  return [
    figure({
      ...{ id: "around-a-start", unit: "x what is allowed", better: "lower", bound: 1 },
      ...worst,
    }),
  ];
}

async function aroundOne(bench: Bench, target: Target) {
  const outside: number[] = [];
  const starts: number[] = [];
  await target.start(bench.spec, ECHO, bench.signal);
  for (let round = 0; round < AROUND_ROUNDS; round++) {
    const fromNs = process.hrtime.bigint();
    const result = await target.start(bench.spec, ECHO, bench.signal);
    const allNs = Number(process.hrtime.bigint() - fromNs);
    const exitedNs = result.lifecycle.find(({ phase }) => phase === "exited")?.atNs ?? 0;
    outside.push(allNs - exitedNs - SETTLE_MS * 1e6 - (result.preworkNs ?? 0));
    starts.push(exitedNs);
  }
  const [around, start] = [medianOf(outside), medianOf(starts)];
  return {
    n: outside.length,
    value: around / Math.max(LEAST_NS, SHARE * start),
    about: `the worst is ${target.id}: ${ms(around)} around a start of ${ms(start)}; allowed are 15%, or 3 ms`,
  };
}
