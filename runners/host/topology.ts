/**
 * The kernel's description of the CPUs: which are threads of one core, where their memory is, and
 * which are alike. Sources: the kernel's ABI/stable/sysfs-devices-system-cpu,
 * ABI/stable/sysfs-devices-node and admin-guide/cputopology. For Intel's hybrid CPUs: the units in
 * /sys/devices/cpu_*.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCpuList } from "./cpus.ts";

export interface Cpu {
  readonly id: number;
  /** The same for all threads of one core. */
  readonly core: number;
  /** NUMA node. */
  readonly node: number;
  /** CPUs of one kind are equally fast; 0 is the fastest. */
  readonly kind: number;
  /** The scheduler moves no thread to or from it by itself (isolcpus=). */
  readonly isolated: boolean;
}

/**
 * Reads these CPUs from the tree that is mounted at `sysfs`. What the tree does not say is taken to
 * be the same for all.
 */
export function readTopology(ids: readonly number[], sysfs = "/sys"): readonly Cpu[] {
  const system = join(sysfs, "devices/system");
  const list = (file: string) => parseCpuList(readText(file));
  const isolated = new Set(list(join(system, "cpu/isolated")));
  const nodes = new Map<number, number>();
  for (const name of names(join(system, "node"))) {
    const node = /^node(\d+)$/.exec(name)?.[1];
    if (node === undefined) continue;
    for (const id of list(join(system, "node", name, "cpulist"))) nodes.set(id, Number(node));
  }
  const kinds = kindsOf(ids, sysfs);
  return ids.map((id) => {
    const topology = join(system, `cpu/cpu${id}/topology`);
    // The first name is the newer one.
    const siblings = ["core_cpus_list", "thread_siblings_list"].flatMap((name) =>
      list(join(topology, name)),
    );
    return {
      id,
      core: Math.min(id, ...siblings),
      node: nodes.get(id) ?? 0,
      kind: kinds.get(id) ?? 0,
      isolated: isolated.has(id),
    };
  });
}

/** The performance monitoring units of hybrid CPUs, the fastest cores first. */
const UNITS = ["cpu_core", "cpu_atom", "cpu_lowpower"];

/**
 * Arm's capacities are exact. Frequencies differ a little between cores of one kind, because some
 * cores are favoured.
 */
const SPEEDS = [
  { file: "cpu_capacity", same: 0.95 },
  { file: "cpufreq/cpuinfo_max_freq", same: 0.85 },
];

function kindsOf(ids: readonly number[], sysfs: string): ReadonlyMap<number, number> {
  const units = UNITS.map((unit) => parseCpuList(readText(join(sysfs, "devices", unit, "cpus"))));
  const unitOf = (id: number) => units.findIndex((members) => members.includes(id));
  const { speeds, same } = speedsOf(ids, join(sysfs, "devices/system/cpu"));
  const order = ids
    .map((id) => ({ id, unit: unitOf(id), speed: speeds.get(id) ?? 0 }))
    .sort((a, b) => a.unit - b.unit || b.speed - a.speed);
  const kinds = new Map<number, number>();
  let kind = 0;
  let fastest = order[0];
  for (const cpu of order) {
    if (fastest !== undefined && (cpu.unit !== fastest.unit || cpu.speed < same * fastest.speed)) {
      kind += 1;
      fastest = cpu;
    }
    kinds.set(cpu.id, kind);
  }
  return kinds;
}

/** The first speed measure that exists for every CPU. */
function speedsOf(ids: readonly number[], folder: string) {
  for (const { file, same } of SPEEDS) {
    const speeds = new Map(
      ids.map((id) => [id, Number(readText(join(folder, `cpu${id}`, file)) || Number.NaN)]),
    );
    if ([...speeds.values()].every((speed) => speed > 0)) return { speeds, same };
  }
  return { speeds: new Map<number, number>(), same: 1 };
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
