/** Histories made from a real run: what changed is marked, and nothing else; hosts stay apart. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { say } from "../../bench/messages.ts";
import { analyze } from "../../bench/stats/analyze.ts";
import { digestRun, RunDigestSchema } from "../../bench/stats/run-digest.ts";
import { hostsOf } from "../../bench/stats/run-hosts.ts";
import { trendsOf } from "../../bench/stats/trends.ts";
import { readRun } from "../../bench/store.ts";
import { siteOf } from "../../reports/site/site.ts";
import { type MadeHistory, madeHistory } from "../self/made-history.ts";
import { ROOT } from "../support.ts";

const REFERENCE = readRun(join(ROOT, "results/reference"));
/** A slow creep of 25% over forty runs, and a step of 10% with run 30. */
const CHANGES: MadeHistory["changes"] = [
  {
    target: "crun",
    workload: "cpu.sysbench",
    metric: "primes",
    factor: (at) => (at < 30 ? 1 : 1 / 1.1),
  },
  {
    target: "docker",
    workload: "cpu.node",
    metric: "json",
    factor: (at) => 1 / (1 + 0.25 * (Math.min(40, Math.max(0, at - 12)) / 40)),
  },
];

function digests(history: MadeHistory) {
  return madeHistory(REFERENCE, history).map(({ run, records }) =>
    digestRun(run, analyze(run, records), []),
  );
}

function marksOf(history: MadeHistory) {
  return siteOf(trendsOf(digests(history)), { tags: ["en"] }).marks;
}

const WITH_KERNEL: MadeHistory = {
  runs: 60,
  seed: 1,
  changes: CHANGES,
  over: (run, at) => (at < 30 ? {} : { host: { ...run.host, kernel: "6.99" } }),
};

describe("sixty runs", () => {
  it("with a step and a creep have these two marks, at their places, and no other", () => {
    for (const seed of [1, 2, 3]) {
      const marks = marksOf({ ...WITH_KERNEL, seed });
      const told = marks.map(({ trend, shift }) => [trend.target, trend.metric, shift.kind]);
      expect(told.toSorted(), `seed ${seed}`).toEqual([
        ["crun", "primes", "step"],
        ["docker", "json", "creep"],
      ]);
      const step = marks.find(({ shift }) => shift.kind === "step");
      expect(Math.abs((step?.shift.to ?? 0) - 30)).toBeLessThanOrEqual(2);
      expect(step?.there).toMatchObject([
        { fact: "kernel", before: REFERENCE.run.host["kernel"], after: "6.99" },
      ]);
      const creep = marks.find(({ shift }) => shift.kind === "creep");
      expect(creep?.shift.to).toBeGreaterThan((creep?.shift.from ?? 0) + 20);
    }
  });

  it("in which nothing changed have no mark", () => {
    for (const seed of [21, 22, 23]) {
      const { hosts, judged } = trendsOf(digests({ runs: 60, seed }));
      expect(judged).toBeGreaterThan(40);
      expect(hosts.flatMap(({ trends }) => trends.flatMap(({ shifts }) => shifts))).toEqual([]);
    }
  });
});

describe("hosts", () => {
  const [first, second, third] = digests({ runs: 3, seed: 5 });
  if (first === undefined || second === undefined || third === undefined) throw new Error("runs");

  it("stay the same through upgrades, and a little less memory", () => {
    const upgraded = { ...second, host: { ...second.host, kernel: "7.0", memory: "23.4 GiB" } };
    expect(hostsOf([first, upgraded, third])).toHaveLength(1);
  });

  it("are told apart by their hardware, and by whether their times are made up", () => {
    const other = { ...second, host: { ...second.host, CPU: "Another" } };
    const larger = { ...second, host: { ...second.host, memory: "62.7 GiB" } };
    const fake = {
      ...third,
      targets: third.targets.map((one) => ({ ...one, kind: "fake" as const })),
    };
    const hosts = hostsOf([first, other, larger, fake]);
    expect(hosts).toHaveLength(4);
    expect(new Set(hosts.map(({ id }) => id)).size).toBe(4);
    expect(hosts.filter(({ madeUp }) => madeUp)).toHaveLength(1);
  });

  it("that look the same are noticed by a boot that comes back", () => {
    expect(hostsOf([first, second, third])[0]?.mixed).toBe(false);
    expect(hostsOf([first, second, { ...third, bootId: first.bootId }])[0]?.mixed).toBe(true);
  });

  describe("of which a run does not know all", () => {
    const unknown = say("host.no-detect-virt");
    const on = (run: typeof first, host: typeof first.host, bootId = run.bootId) => ({
      ...run,
      bootId,
      host: { ...run.host, ...host },
    });
    const idsOf = (runs: readonly (typeof first)[]) =>
      hostsOf(runs).map((host) => [host.id, host.runs.map(({ runId }) => runId)] as const);
    const runsOf = (runs: readonly (typeof first)[]) => idsOf(runs).map(([, ids]) => ids);
    const [one, two, three] = [first, second, third].map(({ runId }) => runId);

    it.each([unknown, say("host.detect-virt-silent"), ""])(
      "stay one host: %j",
      (virtualization) => {
        const blind = on(second, { virtualization });
        const known = idsOf([first, third]);
        expect(idsOf([first, blind, third])).toEqual([[known[0]?.[0], [one, two, three]]]);
        // Also if it is the oldest, or knows nothing of its memory.
        const oldest = on(first, { virtualization, memory: "" });
        expect(idsOf([oldest, second, third])).toEqual([[known[0]?.[0], [one, two, three]]]);
        expect(runsOf([oldest, blind])).toEqual([[one, two]]);
      },
    );

    it("stay apart from hosts that differ in a fact that is known", () => {
      for (const fact of [{ CPU: "Another" }, { cores: "96" }, { memory: "62.7 GiB" }]) {
        const other = on(second, { ...fact, virtualization: unknown });
        expect(runsOf([first, other, third])).toEqual([[one, three], [two]]);
      }
    });

    it("are not made one by a run that could be of either", () => {
      const metal = on(second, { virtualization: say("host.bare-metal") }, "boot of the metal");
      const blind = on(third, { virtualization: unknown }, "a third boot");
      expect(runsOf([first, metal, blind])).toEqual([[three], [two], [one]]);
      const booted = on(third, { virtualization: unknown }, "boot of the metal");
      expect(runsOf([first, metal, booted])).toEqual([[two, three], [one]]);
    });
  });

  it("have emulated targets, other sizes and native itself in lines of their own", () => {
    const virtual = {
      ...second,
      targets: second.targets.map((one) => ({ ...one, emulated: false })),
      workloads: second.workloads.map((one) =>
        one.id === "cpu.sysbench" ? { ...one, size: "0123456789ab" } : one,
      ),
    };
    const [host] = trendsOf([first, virtual]).hosts;
    const lines = (target: string, workload: string) =>
      host?.trends.filter((one) => one.target === target && one.workload === workload) ?? [];
    expect(lines("qemu-microvm", "start.exec").map(({ emulated }) => emulated)).toEqual([
      true,
      false,
    ]);
    expect(lines("crun", "cpu.sysbench")).toHaveLength(2);
    expect(lines("crun", "start.exec")).toHaveLength(1);
    expect(lines("native", "start.exec").map(({ followed }) => followed)).toEqual(["own"]);
    expect(lines("crun", "image.size").map(({ followed }) => followed)).toEqual(["exact"]);
  });
});

it("a digest is what its schema says, with JSON between", () => {
  const [digest] = digests({ runs: 1, seed: 6 });
  expect(RunDigestSchema.parse(JSON.parse(JSON.stringify(digest)))).toEqual(
    JSON.parse(JSON.stringify(digest)),
  );
});
