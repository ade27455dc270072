/** Work on the CPU in every container rung against native: no part of a container should cost any. */

import { experiment as workload } from "../../../bench/experiments/cpu.sysbench.ts";
import { medianOf } from "../../../bench/stats/summary.ts";
import type { Target } from "../../../bench/types.ts";
import { loadTargets } from "../../../runners/registry.ts";
import { figure, type Measure } from "../figure.ts";
import { type Bench, withBench } from "../peer.ts";

const ROUNDS = 10;
/** As long as a standard run works: what disturbs for a moment weighs less. */
const PARAMS = workload.params.standard;

export const measure: Measure = (say, signal) =>
  withBench(signal, async (bench) => {
    const [native, ...containers] = await readyTargets(bench);
    if (native?.id !== "native" || containers.length === 0) throw new Error("nothing to compare");
    say(`CPU work in ${containers.length} kinds of containers (about eight minutes)`);
    /** Of each target, its rate against native's before and after the round. */
    const ratios = new Map<string, number[]>(containers.map(({ id }) => [id, []]));
    let before = await rate(bench, native);
    for (let round = 0; round < ROUNDS; round++) {
      const rates = new Map<string, number>();
      // Who comes first after native changes.
      const from = round % containers.length;
      for (const target of [...containers.slice(from), ...containers.slice(0, from)]) {
        rates.set(target.id, await rate(bench, target));
      }
      const after = await rate(bench, native);
      for (const [id, value] of rates) ratios.get(id)?.push(value / ((before + after) / 2));
      before = after;
    }
    const medians = [...ratios].map(([id, values]) => ({ id, ratio: medianOf(values) }));
    const off = ({ ratio }: { ratio: number }) => Math.abs(ratio - 1);
    const worst = medians.reduce((a, b) => (off(b) > off(a) ? b : a));
    return [
      figure({
        ...{ id: "cpu-in-containers", unit: "off native", better: "lower", bound: 0.03 },
        ...{ value: off(worst), n: ROUNDS },
        about: `sysbench primes, ratio to native before and after the round: ${medians.map(({ id, ratio }) => `${id} ${ratio.toFixed(3)}`).join(", ")}`,
      }),
    ];
  });

async function readyTargets(bench: Bench): Promise<readonly Target[]> {
  const ready: Target[] = [];
  for (const target of await loadTargets(bench.context)) {
    if (target.kind === "vm" || target.warm) continue;
    if ((await target.probe(bench.signal)).ok) ready.push(target);
  }
  return ready;
}

/** Events a second, from a fresh instance. */
async function rate({ spec, signal }: Bench, target: Target): Promise<number> {
  await using session = await target.open(spec, signal);
  const [primes] = workload.spec.steps(PARAMS, { cpus: 1, memoryMiB: spec.memoryMiB });
  if (primes === undefined) throw new Error("cpu.sysbench has no step");
  const { stdout, exitCode } = await session.exec(primes.command, signal);
  if (exitCode !== 0) throw new Error(`sysbench in ${target.id}: exit code ${exitCode}`);
  return primes.parse(stdout).measurements[0]?.values[0] ?? Number.NaN;
}
