/**
 * The rungs against each other, as single starts that take turns: our own container against a
 * runtime, a bare unshare(1) and a C program of the same calls; a tuned VM against a default one, and
 * its snapshot against its own cold start; and what we spend around each start.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { medianOf } from "../../../bench/stats/summary.ts";
import type { Target } from "../../../bench/types.ts";
import { SETTLE_MS } from "../../../runners/instance/start.ts";
import { Launcher } from "../../../runners/launch/launcher.ts";
import { loadTargets } from "../../../runners/registry.ts";
import { CONTAINER_UNSHARE } from "../../../runners/targets/unshare.ts";
import { bareProgram, bareStartNs } from "../bare.ts";
import { type Figure, figure, type Measure } from "../figure.ts";
import { type Bench, withBench } from "../peer.ts";

const ROUNDS = 40;
const VM_ROUNDS = 8;

export const measure: Measure = (say, signal) =>
  withBench(signal, async (bench) => {
    say("our own container against crun, a bare unshare, and a C program of the same calls");
    const bare = await bareProgram(bench);
    const small = await collect(
      bench,
      ["helper", "chroot", "overlay", "seccomp", "crun"],
      ROUNDS,
      new Map([
        ["unshare", () => bareUnshareNs(bench)],
        ["C", () => bareStartNs(bench, bare)],
      ]),
    );
    say("virtual machines against each other");
    const vms = await collect(bench, ["qemu-microvm", "qemu-q35", "qemu-microvm-warm"], VM_ROUNDS);
    say("what is spent around a start, on every target that is ready");
    const around = await aroundStarts(bench);
    return [
      ratio("own-container-vs-crun", small, "seccomp", "crun", 0.15),
      ratio("own-container-vs-c", small, "seccomp", "C", 1.25),
      ratio("own-container-vs-unshare", small, "overlay", "unshare", 1),
      added("seccomp-adds", small, "seccomp", "overlay", 0.15e6),
      added("chroot-adds", small, "chroot", "helper", 0.1e6),
      ratio("microvm-vs-q35", vms, "qemu-microvm", "qemu-q35", 0.5),
      ratio("snapshot-vs-cold", vms, "qemu-microvm-warm", "qemu-microvm", 0.25),
      ...around,
    ];
  });

const ECHO = { argv: [{ tool: "busybox" }, "echo", "ready"] };

/** Nanoseconds from spawn to first byte, by target. */
type Samples = ReadonlyMap<string, readonly number[]>;

async function collect(
  bench: Bench,
  ids: readonly string[],
  rounds: number,
  peers: ReadonlyMap<string, () => Promise<number>> = new Map(),
): Promise<Samples> {
  const targets = await loadTargets(bench.context, ids);
  const samples = new Map<string, number[]>();
  const add = (id: string, ns: number) => samples.set(id, [...(samples.get(id) ?? []), ns]);
  for (const target of targets) await target.start(bench.spec, ECHO, bench.signal);
  for (let round = 0; round < rounds; round++) {
    // Whose turn it is first changes: what comes next to what would count.
    for (const target of round % 2 === 0 ? targets : [...targets].reverse()) {
      const { lifecycle } = await target.start(bench.spec, ECHO, bench.signal);
      add(target.id, lifecycle.find(({ phase }) => phase === "ready")?.atNs ?? Number.NaN);
    }
    for (const [id, startNs] of peers) add(id, await startNs());
  }
  return samples;
}

/** unshare(1) with the namespaces of our own container, as a single start, and nothing more. */
async function bareUnshareNs({ context, spec, image }: Bench): Promise<number> {
  const launcher = await Launcher.start({ cpus: spec.cpus, context });
  try {
    const busybox = image.tools.find(({ name }) => name === "busybox")?.hostPath ?? "busybox";
    await sleep(SETTLE_MS);
    const launch = await launcher.launch({
      argv: ["unshare", ...CONTAINER_UNSHARE, busybox, "echo", "ready"],
    });
    await launch.exited;
    if (launch.firstByteNs === undefined) throw new Error(`unshare: ${launcher.stderrTail()}`);
    return Number(launch.firstByteNs - launch.spawnNs);
  } finally {
    await launcher.close();
  }
}

/** What the median of one adds to that of another, in ns. */
function added(id: string, samples: Samples, ours: string, base: string, bound: number): Figure {
  const [a = [], b = []] = [samples.get(ours), samples.get(base)];
  return figure({
    ...{ id, unit: "ns", better: "lower", bound, n: a.length },
    value: medianOf(a) - medianOf(b),
    about: `spawn to first byte: ${ours} ${ms(medianOf(a))}, ${base} ${ms(medianOf(b))}`,
  });
}

function ratio(id: string, samples: Samples, ours: string, base: string, bound: number): Figure {
  const [a = [], b = []] = [samples.get(ours), samples.get(base)];
  return figure({
    ...{ id, unit: `x ${base}`, better: "lower", bound, n: a.length },
    value: medianOf(a) / medianOf(b),
    about: `spawn to first byte: ${ours} ${ms(medianOf(a))}, ${base} ${ms(medianOf(b))}`,
  });
}

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

function ms(ns: number): string {
  return `${(ns / 1e6).toFixed(2)} ms`;
}
