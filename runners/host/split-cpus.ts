/** Divides the CPUs between the targets and the harness. */
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Facts, Warning } from "../../bench/types.ts";
import { allowedCpus, cpuList } from "./cpus.ts";
import { type Cpu, readTopology } from "./topology.ts";

export interface CpuSplit {
  readonly target: readonly number[];
  /** The CPUs of the harness: the targets' own CPUs if there are no others. */
  readonly harness: readonly number[];
  /** Facts about these CPUs. */
  readonly facts: Facts;
  readonly warnings: readonly Warning[];
}

export function splitCpus(
  wanted: number,
  cpus: readonly Cpu[] = readTopology(allowedCpus()),
): CpuSplit {
  if (wanted > cpus.length) {
    throw new IsotaxError(
      "TOO_FEW_CPUS",
      say("host.too-few-cpus", { wanted, allowed: cpus.length, cpus: cpuList(idsOf(cpus)) }),
      say("host.use-cpus", { cpus: Math.max(1, cpus.length - 1) }),
    );
  }
  const { target, apart } = choose(wanted, cpus);
  const harness = harnessOf(target, cpus, apart);
  return {
    target: idsOf(target),
    harness: harness.length > 0 ? idsOf(harness) : idsOf(target),
    facts: factsOf(target, harness, cpus),
    warnings: warningsOf(target, harness, apart),
  };
}

interface Choice {
  readonly target: readonly Cpu[];
  /** Whether the harness has a core that the targets do not use. */
  readonly apart: boolean;
}

/**
 * What a target's CPUs should have in common. The first entry that can be met is used; the most
 * important property is given up last.
 */
const ALIKE: readonly ((cpu: Cpu) => string)[] = [
  ({ node, kind, isolated }) => `${node} ${kind} ${isolated}`,
  ({ kind, isolated }) => `${kind} ${isolated}`,
  ({ node, isolated }) => `${node} ${isolated}`,
  ({ isolated }) => `${isolated}`,
  () => "all",
];

function choose(wanted: number, cpus: readonly Cpu[]): Choice {
  for (const alike of ALIKE) {
    const [best] = grouped(cpus, alike)
      .filter((group) => group.length >= wanted)
      .map((group) => ({ group, ...chooseFrom(group, wanted, cpus) }))
      .sort(
        (a, b) =>
          Number(b.apart) - Number(a.apart) ||
          rankOf(a.group, wanted) - rankOf(b.group, wanted) ||
          highest(b.target) - highest(a.target),
      );
    if (best !== undefined) return best;
  }
  throw new Error("more CPUs are wanted than there are");
}

/**
 * The rank of a group; lower is better. An isolated CPU is quiet on purpose, so it is best if one
 * CPU is wanted. If several are wanted it is worst: the scheduler leaves all threads on the
 * isolated CPU where they began.
 */
function rankOf([cpu]: readonly Cpu[], wanted: number): number {
  const unfit = cpu?.isolated === true ? wanted > 1 : wanted === 1;
  return (unfit ? 1000 : 0) + (cpu?.kind ?? 0);
}

/**
 * Takes one thread of each core if there are enough cores, else as few threads per core as
 * possible.
 */
function chooseFrom(group: readonly Cpu[], wanted: number, cpus: readonly Cpu[]): Choice {
  // The last cores come first: CPU 0 takes most interrupts.
  const cores = grouped(group, ({ core }) => core).sort((a, b) => highest(b) - highest(a));
  const elsewhere = cpus.some((cpu) => !group.some(({ core }) => core === cpu.core));
  const most = Math.min(wanted, elsewhere ? cores.length : cores.length - 1);
  for (let count = most; count > 0; count--) {
    const target = spread(fullest(cores, count, wanted), wanted);
    if (target.length === wanted) return { target, apart: true };
  }
  return { target: spread(cores, wanted), apart: false };
}

/** Takes this many of the cores: the first ones, unless cores with more threads are needed. */
function fullest(cores: readonly Cpu[][], count: number, wanted: number): readonly Cpu[][] {
  if (count >= wanted) return cores.slice(0, count);
  return [...cores].sort((a, b) => b.length - a.length).slice(0, count);
}

/** Takes this many threads from the cores in turn, and each core's last thread first. */
function spread(cores: readonly Cpu[][], wanted: number): readonly Cpu[] {
  const depth = Math.max(...cores.map((threads) => threads.length));
  const turns = Array.from({ length: depth }, (_, turn) =>
    cores.flatMap((threads) => threads.at(-1 - turn) ?? []),
  );
  return turns.flat().slice(0, wanted).sort(byId);
}

function harnessOf(target: readonly Cpu[], cpus: readonly Cpu[], apart: boolean): readonly Cpu[] {
  const near: readonly ((cpu: Cpu) => boolean)[] = [
    ({ core }) => !apart || !target.some((cpu) => cpu.core === core),
    ({ isolated }) => !isolated,
    ({ node }) => target.some((cpu) => cpu.node === node),
    ({ kind }) => target.some((cpu) => cpu.kind === kind),
  ];
  return near.reduce<readonly Cpu[]>(
    (some, fits) => {
      const fitting = some.filter(fits);
      return fitting.length > 0 ? fitting : some;
    },
    cpus.filter((cpu) => !target.includes(cpu)),
  );
}

function factsOf(target: readonly Cpu[], harness: readonly Cpu[], cpus: readonly Cpu[]): Facts {
  const cores = new Set(target.map(({ core }) => core));
  const idle = cpus.filter(
    (cpu) => cores.has(cpu.core) && !target.includes(cpu) && !harness.includes(cpu),
  );
  const kinds = new Set(cpus.map(({ kind }) => kind)).size;
  const nodes = new Set(cpus.map(({ node }) => node)).size;
  const isolated = target.filter((cpu) => cpu.isolated);
  const nodesOfTarget = cpuList(target.map(({ node }) => node));
  const kindsOfTarget = cpuList(target.map(({ kind }) => kind + 1));
  const details = [
    ...(cores.size < target.length ? [say("host.cpus-threads", { cores: cores.size })] : []),
    ...(idle.length > 0 ? [say("host.cpus-idle", { cpus: cpuList(idsOf(idle)) })] : []),
    ...(nodes > 1 ? [say("host.cpus-nodes", { nodes: nodesOfTarget, of: nodes })] : []),
    ...(kinds > 1 ? [say("host.cpus-kinds", { kinds: kindsOfTarget, of: kinds })] : []),
    ...(isolated.length > 0 ? [say("host.cpus-isolated")] : []),
  ];
  return {
    "CPUs of targets": say("host.target-cpus", { cpus: cpuList(idsOf(target)), details }),
    "CPUs of the harness": harness.length > 0 ? cpuList(idsOf(harness)) : say("host.same-cpus"),
  };
}

function warningsOf(
  target: readonly Cpu[],
  harness: readonly Cpu[],
  apart: boolean,
): readonly Warning[] {
  const warnings: Warning[] = [];
  if (harness.length === 0) {
    warnings.push({
      code: "shared-cpu",
      message: say("host.shared-cpus", { cpus: target.length }),
      remedy: say("host.fewer-cpus-or-larger"),
    });
  } else if (!apart) {
    warnings.push({
      code: "shared-core",
      message: say("host.shared-core", {
        harness: cpuList(idsOf(harness)),
        targets: cpuList(idsOf(target)),
      }),
      remedy: say("host.fewer-cpus-or-no-smt"),
    });
  }
  const several = (of: (cpu: Cpu) => unknown) => new Set(target.map(of)).size > 1;
  const differences = [
    ...(several(({ kind }) => kind) ? [say("host.uneven-speeds")] : []),
    ...(several(({ node }) => node) ? [say("host.uneven-nodes")] : []),
    ...(target.length > 1 && target.some(({ isolated }) => isolated)
      ? [say("host.uneven-isolated")]
      : []),
  ];
  if (differences.length > 0) {
    warnings.push({
      code: "uneven-cpus",
      message: say("host.uneven-cpus", { cpus: cpuList(idsOf(target)), differences }),
      remedy: say("host.fewer-cpus-or-others"),
    });
  }
  return warnings;
}

function grouped(cpus: readonly Cpu[], key: (cpu: Cpu) => string | number): Cpu[][] {
  const groups = new Map<string | number, Cpu[]>();
  for (const cpu of [...cpus].sort(byId)) {
    groups.set(key(cpu), [...(groups.get(key(cpu)) ?? []), cpu]);
  }
  return [...groups.values()];
}

function byId(a: Cpu, b: Cpu): number {
  return a.id - b.id;
}

function highest(cpus: readonly Cpu[]): number {
  return Math.max(...idsOf(cpus));
}

function idsOf(cpus: readonly Cpu[]): readonly number[] {
  return cpus.map(({ id }) => id);
}
