/** Which CPUs are chosen, on machines that are made up as trees of sysfs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { textOf } from "../../reports/text/message.ts";
import { allowedCpus, cpuList, parseCpuList } from "../../runners/host/cpus.ts";
import { run } from "../../runners/host/process.ts";
import { splitCpus } from "../../runners/host/split-cpus.ts";
import { readTopology } from "../../runners/host/topology.ts";

const trees: string[] = [];
afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true });
});

interface Made {
  /** Threads of each core, e.g. "0,4"; each CPU a core of its own without. */
  readonly cores?: readonly string[];
  readonly nodes?: readonly string[];
  readonly isolated?: string;
  /** Lists by the name of a unit, e.g. cpu_core. */
  readonly units?: Readonly<Record<string, string>>;
  readonly capacity?: (cpu: number) => number;
  readonly megahertz?: (cpu: number) => number;
}

function sysfs({ cores = [], nodes = [], isolated = "", units = {}, ...speeds }: Made): string {
  const tree = mkdtempSync(join(tmpdir(), "isotax-sysfs-"));
  trees.push(tree);
  const put = (file: string, text: string | number) => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), `${text}\n`);
  };
  const system = "devices/system";
  put(`${system}/cpu/isolated`, isolated);
  for (const threads of cores) {
    for (const cpu of parseCpuList(threads)) {
      const folder = `${system}/cpu/cpu${cpu}`;
      put(`${folder}/topology/thread_siblings_list`, threads);
      if (speeds.capacity) put(`${folder}/cpu_capacity`, speeds.capacity(cpu));
      if (speeds.megahertz) put(`${folder}/cpufreq/cpuinfo_max_freq`, speeds.megahertz(cpu) * 1000);
    }
  }
  nodes.forEach((list, node) => {
    put(`${system}/node/node${node}/cpulist`, list);
  });
  for (const [unit, list] of Object.entries(units)) put(`devices/${unit}/cpus`, list);
  return tree;
}

/** The choice, in the kernel's format. */
function split(wanted: number, allowed: string, made: Made) {
  const found = splitCpus(wanted, readTopology(parseCpuList(allowed), sysfs(made)));
  return {
    target: cpuList(found.target),
    harness: cpuList(found.harness),
    warnings: found.warnings.map(({ code }) => code),
    fact: textOf(found.facts["CPUs of targets"] ?? ""),
  };
}

const single = (count: number) => Array.from({ length: count }, (_, cpu) => String(cpu));

describe("CPUs that may be used", () => {
  const sources = {
    status: "Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\nMems_allowed:\t1\n",
    affinity: "pid 7's current affinity list: 0-5\n",
    online: "0-3,6\n",
  };

  it("are those that all sources name: hotplug slots and SMT that is off are possible, not online", () => {
    expect(allowedCpus(sources)).toEqual([0, 1, 2, 3]);
    expect(allowedCpus({ ...sources, affinity: "" })).toEqual([0, 1, 2, 3, 6]);
    expect(allowedCpus({ ...sources, affinity: "pid 7's current affinity list: 3,1" })).toEqual([
      1, 3,
    ]);
  });

  it("are told by what is left where a source is missing, or of another machine", () => {
    expect(allowedCpus({ ...sources, online: "" })).toEqual([0, 1, 2, 3, 4, 5]);
    expect(allowedCpus({ status: "", affinity: "", online: "0-1" })).toEqual([0, 1]);
    expect(allowedCpus({ status: "", affinity: "", online: "" })).toEqual([0]);
    const container = { ...sources, affinity: "pid 7's current affinity list: 4,5", online: "0-1" };
    expect(allowedCpus(container)).toEqual([4, 5]);
  });

  it("of this machine can be used: a process can be moved to each", async () => {
    const here = allowedCpus();
    for (const cpu of here) await run(["taskset", "--cpu-list", String(cpu), "true"]);
    expect(() => splitCpus(here.length + 1)).toThrow(/only/);
  });

  it("are written as the kernel does", () => {
    expect(parseCpuList("0-2,5\n")).toEqual([0, 1, 2, 5]);
    expect(parseCpuList("\n")).toEqual([]);
    expect(cpuList([5, 0, 2, 1])).toBe("0-2,5");
    expect(cpuList([])).toBe("");
  });
});

describe("the targets' CPUs and the harness's", () => {
  it("are the last and the others, without SMT", () => {
    expect(split(1, "0-3", { cores: single(4) })).toMatchObject({ target: "3", harness: "0-2" });
    expect(split(1, "0-1", {})).toEqual({ target: "1", harness: "0", warnings: [], fact: "1" });
    expect(split(3, "0-3", { cores: single(4) })).toMatchObject({ target: "1-3", harness: "0" });
  });

  it("are never threads of one core on a desktop with SMT", () => {
    const cores = ["0,4", "1,5", "2,6", "3,7"];
    expect(split(1, "0-7", { cores })).toEqual({
      target: "7",
      harness: "0-2,4-6",
      warnings: [],
      fact: "7; the other threads of these cores, 3, are left idle",
    });
    expect(split(2, "0-7", { cores })).toMatchObject({ target: "6-7", harness: "0-1,4-5" });
    // Four cores would leave none: the targets share cores among themselves instead.
    expect(split(4, "0-7", { cores })).toMatchObject({
      target: "3,5-7",
      harness: "0,4",
      warnings: [],
    });
    expect(split(6, "0-7", { cores })).toMatchObject({ target: "1-3,5-7", harness: "0,4" });
    // Neighbours by number, as some firmware counts.
    const near = ["0-1", "2-3"];
    expect(split(1, "0-3", { cores: near })).toMatchObject({ target: "3", harness: "0-1" });
    expect(split(2, "0-3", { cores: near })).toMatchObject({ target: "2-3", harness: "0-1" });
  });

  it("are threads of one core where there is no other, with a warning", () => {
    const cores = ["0,4", "1,5", "2,6", "3,7"];
    const all = split(7, "0-7", { cores });
    expect(all).toMatchObject({ harness: "0", warnings: ["shared-core"] });
    expect(split(1, "0-1", { cores: ["0-1"] })).toMatchObject({
      target: "1",
      harness: "0",
      warnings: ["shared-core"],
    });
    // SMT off: the siblings are possible, not online, and do not count.
    const off = split(1, "0-1", { cores: ["0", "1"] });
    expect(off).toMatchObject({ target: "1", harness: "0", warnings: [] });
  });

  it("are the same where there is one only, with a warning", () => {
    expect(split(1, "3", { cores: single(4) })).toMatchObject({
      target: "3",
      harness: "3",
      warnings: ["shared-cpu"],
    });
  });

  it("come from what a container's cpuset leaves", () => {
    const cores = ["0,4", "1,5", "2,6", "3,7"];
    // 3 has its core for itself; 4 and 5 are of others.
    expect(split(1, "3-5", { cores })).toMatchObject({ target: "5", harness: "3-4", warnings: [] });
    expect(split(1, "3,7", { cores })).toMatchObject({ warnings: ["shared-core"] });
  });

  it("are of one socket, where both are, and the harness is near", () => {
    const made = { cores: single(16), nodes: ["0-7", "8-15"] };
    expect(split(2, "0-15", made)).toEqual({
      target: "14-15",
      harness: "8-13",
      warnings: [],
      fact: "14-15; NUMA node 1 of 2",
    });
    // The even ones on one socket: two in a row would be on both.
    const even = { cores: single(8), nodes: ["0,2,4,6", "1,3,5,7"] };
    expect(split(2, "0-7", even)).toMatchObject({ target: "5,7", harness: "1,3" });
    // A whole socket: the harness is on the other.
    expect(split(4, "0-7", even)).toMatchObject({ target: "1,3,5,7", harness: "0,2,4,6" });
    expect(split(5, "0-7", even).warnings).toEqual(["uneven-cpus"]);
  });

  it("are performance cores of a hybrid CPU, and all of one kind", () => {
    // Two P cores with two threads each, four E cores: by the units' names, no speeds (a VM).
    const cores = ["0-1", "2-3", ...single(8).slice(4)];
    const units = { cpu_core: "0-3", cpu_atom: "4-7" };
    expect(split(1, "0-7", { cores, units })).toEqual({
      target: "3",
      harness: "0-1",
      warnings: [],
      fact: "3; the other threads of these cores, 2, are left idle; kind 1 of 2 kinds of core, by speed",
    });
    expect(split(2, "0-7", { cores, units })).toMatchObject({ target: "1,3", harness: "4-7" });
    // More than there are P threads: E cores, all alike, with the P cores for the harness.
    const small = {
      cores: ["0-1", ...single(6).slice(2)],
      units: { cpu_core: "0-1", cpu_atom: "2-5" },
    };
    expect(split(4, "0-5", small)).toMatchObject({ target: "2-5", harness: "0-1", warnings: [] });
    expect(split(5, "0-5", small).warnings).toContain("uneven-cpus");
  });

  it("are the big cores of an Arm machine", () => {
    const capacity = (cpu: number) => (cpu < 4 ? 446 : 1024);
    const made = { cores: single(8), capacity };
    expect(split(1, "0-7", made)).toMatchObject({ target: "7", harness: "4-6", warnings: [] });
    // The first ones may be the big ones.
    const first = { cores: single(6), capacity: (cpu: number) => (cpu < 2 ? 1024 : 400) };
    expect(split(1, "0-5", first)).toMatchObject({ target: "1", harness: "0" });
  });

  it("are alike though some cores may run a little faster, and not where they run much faster", () => {
    const favoured = { cores: single(4), megahertz: (cpu: number) => (cpu < 2 ? 5800 : 5500) };
    expect(split(1, "0-3", favoured)).toMatchObject({ target: "3", harness: "0-2", fact: "3" });
    const compact = { cores: single(4), megahertz: (cpu: number) => (cpu < 2 ? 5100 : 3300) };
    expect(split(1, "0-3", compact)).toMatchObject({ target: "1", harness: "0" });
  });

  it("are an isolated CPU where one is wanted, and none where several are", () => {
    const made = { cores: single(8), isolated: "4-6" };
    expect(split(1, "0-7", made)).toEqual({
      target: "6",
      harness: "0-3,7",
      warnings: [],
      fact: "6; isolated from the scheduler",
    });
    expect(split(2, "0-7", made)).toMatchObject({ target: "3,7", harness: "0-2", warnings: [] });
    // Nothing else may be used: then as asked for, and said.
    expect(split(2, "4-6", made)).toMatchObject({ target: "5-6", warnings: ["uneven-cpus"] });
  });

  it("are found among a thousand in no time", () => {
    const cores = Array.from({ length: 512 }, (_, core) => `${core},${core + 512}`);
    const nodes = ["0-255,512-767", "256-511,768-1023"];
    const tree = readTopology(parseCpuList("0-1023"), sysfs({ cores, nodes }));
    const fromMs = performance.now();
    const { target, harness } = splitCpus(100, tree);
    expect(performance.now() - fromMs).toBeLessThan(1000);
    expect(cpuList(target)).toBe("924-1023");
    expect(cpuList(harness)).toBe("256-411,768-923");
    expect(() => splitCpus(1024, tree)).not.toThrow();
    expect(() => splitCpus(1025, tree)).toThrow(/only 1024 CPU\(s\) may be used here \(0-1023\)/);
  });
});
