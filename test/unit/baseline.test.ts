/** A run against one of another time, by the ratio to native in each. */
import { describe, expect, it } from "vitest";
import type { Run, RunRecord, TargetState } from "../../bench/schema.ts";
import { judgeBaseline } from "../../bench/stats/baseline.ts";
import { analyzed } from "../../bench/stats/cells.ts";
import { type Made, type MadeMetric, madeRun, scatter } from "../made-runs.ts";
import { type ToldVerdict, told } from "../told.ts";

const ROUNDS = 30;
/** One that runs which land differently can keep. */
const WIDE = 0.3;

/** Work on native and on a target that is `factor` times as slow as it was, on a host of this speed. */
function runAt(
  factor = 1,
  {
    speed = 1,
    rounds = ROUNDS,
    target = "crun",
    metric = {} as Partial<MadeMetric>,
    run = {} as Partial<Run>,
  } = {},
): Made {
  const start: MadeMetric = {
    ...{ workload: "cpu.node", metric: "ready" },
    value: (of, round) => (of === "native" ? 4e5 : 15e6 * factor * scatter(round, 0.01)) / speed,
    ...metric,
  };
  return madeRun(rounds, ["native", target], [start], { runId: "made", ...run });
}

const of = ({ run, records }: Made) => analyzed(run, records);

function judged(base: Made, head: Made, margin?: number): readonly ToldVerdict[] {
  return judgeBaseline(of(base), of(head), { margin, rules: [] }).map(told);
}

function only(base: Made, head: Made, margin?: number): ToldVerdict {
  const cells = judged(base, head, margin);
  expect(cells).toHaveLength(1);
  return cells[0] as ToldVerdict;
}

function changed({ run, records }: Made, change: (run: Run) => Partial<Run>): Made {
  return { run: { ...run, ...change(run) }, records };
}

describe("a run against a baseline", () => {
  it("passes at the same ratio, however fast the host has become", () => {
    for (const speed of [1, 2, 0.5]) {
      const cell = only(runAt(), runAt(1, { speed, run: { runId: "head" } }), WIDE);
      expect(cell).toMatchObject({
        ...{ verdict: "pass", base: "crun", head: "crun", gated: true },
        headSide: { n: ROUNDS },
      });
      expect(cell.effect?.slowdown).toBeCloseTo(1, 9);
      expect(cell.headSide?.median).toBeCloseTo(15e6 / speed, 0);
    }
  });

  it("regresses where the ratio does, and improves", () => {
    expect(only(runAt(), runAt(1.3))).toMatchObject({
      verdict: "regressed",
      reason: expect.stringMatching(
        /^30% slower: at least 13.9% slower \(.*\), more than the 5% allowed, after 30 rounds$/,
      ),
    });
    expect(only(runAt(), runAt(0.7)).verdict).toBe("improved");
  });

  it("is not sure of what two runs of the same differ by anyway", () => {
    expect(only(runAt(), runAt(1.07)).verdict).toBe("inconclusive");
    expect(only(runAt(), runAt(1.07), 0.2).verdict).toBe("pass");
  });

  it("asks more of starts, which vary more from run to run", () => {
    const metric = { workload: "start.exec" };
    const verdictAt = (factor: number) =>
      only(runAt(1, { metric }), runAt(factor, { metric })).verdict;
    expect(verdictAt(1.3)).toBe("inconclusive");
    expect(verdictAt(2)).toBe("regressed");
  });

  it("has the interval of a whole run, not that of its rounds alone", () => {
    const { low, high } = only(runAt(), runAt()).effect?.interval ?? { low: 1, high: 1 };
    // 1.96 * sqrt(2) * 2% to either side, at the least.
    expect(Math.log(high)).toBeGreaterThan(0.055);
    expect(Math.log(low)).toBeLessThan(-0.055);
  });
});

describe("runs that are not comparable", () => {
  const host = (name: string) => (run: Run) => ({ host: { ...run.host, [name]: "another" } });
  const workload = (change: object) => (run: Run) => ({
    workloads: run.workloads.map((one) => ({ ...one, ...change })),
  });
  const tool = { name: "busybox", imagePath: "/bin/busybox", sha256: "cd34", version: "1.36.1" };

  const cases: readonly (readonly [string, (run: Run) => Partial<Run>, string])[] = [
    ["CPU", host("CPU"), "the host's CPU was Example 9000, is another"],
    ["kernel", host("kernel"), "the host's kernel was 6.1.0, is another"],
    [
      "memory",
      () => ({ memoryMiB: 1024 }),
      "the size of targets was 1 CPU(s), 512 MiB, is 1 CPU(s), 1024 MiB",
    ],
    [
      "CPUs",
      () => ({ cpus: [1, 2] }),
      "the size of targets was 1 CPU(s), 512 MiB, is 2 CPU(s), 512 MiB",
    ],
    [
      "image",
      (run: Run) => ({ image: { ...run.image, digest: "d2" } }),
      "the image of tools and libraries was d1, is d2",
    ],
    [
      "tools",
      () => ({ image: { digest: "d2", tools: [tool] } }),
      "the image of tools and libraries was d1, busybox 1.35.0, is d2, busybox 1.36.1",
    ],
    [
      "a tool less",
      () => ({ image: { digest: "d2", tools: [] } }),
      "the image of tools and libraries was d1, busybox 1.35.0, is d2, without busybox",
    ],
    ["version", workload({ version: 2 }), "the version of cpu.node was 1, is 2"],
    [
      "params",
      workload({ params: { size: 2 } }),
      'the size of cpu.node was {"size":1}, is {"size":2}',
    ],
  ];

  it.each(cases)("say in what, with both values: %s", (_, change, said) => {
    // However much it differs, and however clearly.
    for (const factor of [1, 2, 0.5]) {
      const cell = only(runAt(), changed(runAt(factor), change));
      expect(cell).toMatchObject({
        ...{ verdict: "inconclusive", gated: true },
        reason: `the runs are not comparable: ${said}`,
        remedy: expect.stringContaining("measure the baseline anew"),
      });
      expect(cell.effect).toBeUndefined();
    }
  });

  it("say which of the user's images was which, and that a gate cannot compare the two", () => {
    const from = (digest: string) => ({ kind: "dockerfile" as const, digest });
    const own = (digest: string, all: string) => (run: Run) => ({
      image: { ...run.image, digest: all, from: from(digest) },
    });
    const before = changed(runAt(), own("a".repeat(64), "d2"));
    expect(only(before, changed(runAt(), own("b".repeat(64), "d3")))).toMatchObject({
      verdict: "inconclusive",
      reason: "the runs are not comparable: your image was aaaaaaaaaaaa, is bbbbbbbbbbbb",
      remedy: expect.stringContaining("a gate cannot compare two images"),
    });
    // Built once more: another id, and the same files.
    expect(only(before, changed(runAt(), own("b".repeat(64), "d2")), WIDE).verdict).toBe("pass");
    // The same image beside other tools of isotax.
    expect(only(before, changed(runAt(), own("a".repeat(64), "d3")))).toMatchObject({
      reason: "the runs are not comparable: the image of tools and libraries was d2, is d3",
      remedy: expect.stringContaining("measure the baseline anew"),
    });
  });

  /** With a VM that has these facts. */
  const withVm = (facts: TargetState["facts"]) =>
    changed(runAt(1, { target: "qemu-microvm" }), ({ targets }) => ({
      targets: targets.map((one) => (one.kind === "vm" ? { ...one, facts } : one)),
    }));

  it("say so of a VM that was emulated and is virtualized, or has another kernel", () => {
    expect(only(withVm({ accelerator: "tcg" }), withVm({ accelerator: "kvm" }))).toMatchObject({
      verdict: "inconclusive",
      reason: "the runs are not comparable: qemu-microvm: accelerator was tcg, is kvm",
    });
    const kernel = (version: string) => withVm({ accelerator: "kvm", "guest kernel": version });
    expect(only(kernel("6.1"), kernel("6.12")).reason).toContain("guest kernel was 6.1, is 6.12");
    expect(only(kernel("6.1"), withVm({ accelerator: "kvm" })).reason).toContain("is not there");
  });

  it("are not those of a guest that keeps a little more memory for itself, or of another host name", () => {
    const memory = (text: string) => withVm({ accelerator: "kvm", "memory seen inside": text });
    expect(only(memory("479 MiB"), memory("475 MiB"), WIDE).verdict).toBe("pass");
    expect(only(memory("479 MiB"), memory("400 MiB")).verdict).toBe("inconclusive");
    expect(only(runAt(), changed(runAt(), host("OS")), WIDE).verdict).toBe("pass");
  });

  it("are those that another code of isotax has measured", () => {
    const by = (code: string) => changed(runAt(), () => ({ code }));
    expect(only(by("aaaa"), by("aaaa"), WIDE).verdict).toBe("pass");
    expect(only(by("aaaa"), by("bbbb"), WIDE).reason).toContain(
      "isotax's own code was aaaa, is bbbb",
    );
  });

  it("are those whose units differ", () => {
    const other = runAt(1, { metric: { unit: "count" } });
    expect(only(runAt(), other)).toMatchObject({
      verdict: "inconclusive",
      reason: "the baseline has it in ns, this run in count",
    });
  });
});

describe("what one of the runs lacks", () => {
  const without = ({ run, records }: Made, id: string): Made => ({
    run: {
      ...run,
      targets: run.targets.filter((one) => one.id !== id),
      workloads: run.workloads.filter((one) => one.id !== id),
    },
    records: records.filter((one) => one.target !== id && one.workload !== id),
  });
  const both = (): Made => {
    const value: MadeMetric["value"] = (of) => (of === "native" ? 4e5 : 15e6);
    const metrics = ["cpu.node", "cpu.sysbench"].map((workload) => ({
      ...{ workload, metric: "ready", value },
    }));
    return madeRun(ROUNDS, ["native", "crun", "runc"], metrics, { runId: "made" });
  };

  it.each(["runc", "cpu.sysbench"])("is never passed over: %s", (id) => {
    for (const [base, head] of [
      [both(), without(both(), id)],
      [without(both(), id), both()],
    ] as const) {
      const cells = judged(base, head, 0.1);
      expect(cells).toHaveLength(4);
      for (const cell of cells) {
        const lacking = cell.workload === id || cell.head === id;
        expect(cell.verdict).toBe(lacking ? "inconclusive" : "pass");
        expect(cell.gated).toBe(true);
        if (lacking)
          expect(cell.reason).toMatch(/(runc|crun) was not measured: it was not part of/);
      }
    }
  });

  it("is told of native, without which there is no ratio", () => {
    const reason = "native was not measured: it was not part of the run made";
    expect(only(without(runAt(), "native"), runAt())).toMatchObject({
      verdict: "inconclusive",
      reason,
    });
    expect(only(runAt(), without(runAt(), "native"))).toMatchObject({
      verdict: "inconclusive",
      reason,
    });
    const failing: MadeMetric["value"] = (of) => (of === "native" ? undefined : 15e6);
    expect(only(runAt(), runAt(1, { metric: { value: failing } }))).toMatchObject({
      ...{
        verdict: "inconclusive",
        reason: "native was not measured: it broke",
        remedy: "mend it",
      },
    });
  });

  it("is told of rounds: too few give no ratio to rely on", () => {
    for (const [base, head] of [
      [runAt(), runAt(1, { rounds: 3 })],
      [runAt(1, { rounds: 4 }), runAt(2)],
    ] as const) {
      const cell = only(base, head);
      expect(cell.verdict).toBe("inconclusive");
      expect(cell.reason).toMatch(/^[34] rounds are too few .* in the run made$/);
      expect(cell.remedy).toContain("--rounds 5");
    }
    expect(only(runAt(1, { rounds: 1 }), runAt()).reason).toMatch(/^1 round is too few/);
    // Which is enough, though not for a small margin.
    expect(only(runAt(1, { rounds: 5 }), runAt(1, { rounds: 5 }), 0.2).verdict).toBe("pass");
  });

  it("is told of values that are none, and of a clock that was set back", () => {
    const zero: MadeMetric["value"] = (of, round) => (of === "native" && round === 3 ? 0 : 1e6);
    expect(only(runAt(), runAt(1, { metric: { value: zero } })).reason).toContain(
      "native has 0 ns in round 3",
    );
    const { run, records } = runAt();
    const late: readonly RunRecord[] = records.map((one, index) =>
      index < 10 ? { ...one, startedAt: "2027-01-01T00:00:00.000Z" } : one,
    );
    expect(only({ run, records: late }, runAt()).reason).toContain("the clock was set back");
    expect(only(runAt(), { run, records: late }).reason).toContain("the clock was set back");
  });
});
