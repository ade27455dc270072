/** What a run shows of a claim, where it is known beforehand. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CLAIMS } from "../../bench/claims/registry.ts";
import { verbatim } from "../../bench/messages.ts";
import type { RunRecord } from "../../bench/schema.ts";
import { analyze } from "../../bench/stats/analyze.ts";
import { familySlowdown } from "../../bench/stats/family.ts";
import { claimLine, claimSentence } from "../../reports/claims.ts";
import { textOf } from "../../reports/text/message.ts";
import {
  CRUN,
  claimOf,
  decided,
  KVM,
  made,
  NATIVE,
  slow,
  starts,
  TCG,
  target,
  vm,
} from "../made-claims.ts";
import { type Made, noise } from "../made-runs.ts";
import { ROOT } from "../support.ts";

const FOUR = ["cpu.x", "memory.x", "disk.x", "network.x"];
const FIVE = [...FOUR, "syscall.x"];
const CGROUP = target("cgroup", "primitive");

describe("the claims", () => {
  it("are the files of their folder, C1 to C11, and say something different each", () => {
    const files = readdirSync(join(ROOT, "bench/claims")).filter((name) => /^C\d+\.ts$/.test(name));
    expect(CLAIMS.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
    expect(CLAIMS.map(({ id }) => id)).toEqual(Array.from({ length: 11 }, (_, n) => `C${n + 1}`));
    expect(new Set(CLAIMS.map(({ says }) => textOf(says))).size).toBe(CLAIMS.length);
  });

  it("say what would measure them", () => {
    for (const { measure, questions, id } of CLAIMS) {
      expect(measure.workloads.length, id).toBeGreaterThan(0);
      expect(questions.length, id).toBeGreaterThan(0);
    }
  });
});

describe("the figure of a claim", () => {
  const rowsOf = ({ run, records }: Made) => analyze(run, records).rows;

  it("is that of the cards, with an interval that holds it and agrees with the answer", () => {
    let [sure, open, other] = [0, 0, 0];
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 16 }),
        fc.array(fc.double({ min: 0.2, max: 6, noNaN: true }), { minLength: 16, maxLength: 16 }),
        fc.constantFrom(0.9, 1.05, 1.3),
        (rounds, scatter, level) => {
          const factor = (round: number) => level * (scatter[round - 1] ?? 1) ** 0.1;
          const of = made(
            rounds,
            [NATIVE, CRUN, vm(KVM)],
            [
              ...slow(FOUR, (_t, round) => factor(round)),
              starts((_t, round) => 900 * factor(round)),
            ],
          );
          const rows = rowsOf(of);
          for (const part of [...claimOf(of, "C1").parts, ...claimOf(of, "C6").parts]) {
            const { figure, target, family = "", answer, estimate } = part;
            const { low = Number.NaN, high = Number.NaN, bound = 0 } = part;
            const card =
              part.kind === "slowdown"
                ? familySlowdown(rows, target, family)?.summary
                : rows.find(({ subject, metric }) => subject === target && metric === "ready")
                    ?.summary;
            expect(low <= figure && figure <= high).toBe(true);
            if (estimate === undefined) expect(figure).toBe(card?.median);
            else other++;
            if (answer === "open") {
              expect({ low, high, confidence: part.confidence }).toEqual(card?.interval);
              open++;
            } else {
              const isAbove = (part.kind === "slowdown") === (answer === "yes");
              expect(isAbove ? low > bound : high < bound).toBe(true);
              sure++;
            }
          }
        },
      ),
      { numRuns: 100, seed: 1 },
    );
    expect([sure > 50, open > 50, other < (sure + open) / 20]).toEqual([true, true, true]);
  });

  it("is the centre that was tested, by its name, where the median lies outside of its interval", () => {
    // Of 99 rounds 50 are just below one second, and all others far above.
    const of = made(99, [CRUN], [starts((_t, round) => (round % 2 === 1 ? 999 : 9000 + round))]);
    const [part] = claimOf(of, "C6").parts;
    expect(part).toMatchObject({ answer: "no", estimate: "hodges-lehmann" });
    const { figure = 0, low = 0, high = 0 } = part ?? {};
    expect(low > 1e9 && low <= figure && figure <= high).toBe(true);
    const said = claimSentence(claimOf(of, "C6"));
    expect(said).toMatch(/crun: [\d.]+ s \([\d.]+ s to [\d.]+ s\) by Hodges-Lehmann/);
    expect(claimLine(claimOf(of, "C6"))).toMatch(/\([\d.]+ s by Hodges-Lehmann\)/);
  });
});

describe("a hypervisor costs performance", () => {
  const one = (factor: (workload: string) => number, facts = KVM, rounds = 14) =>
    made(
      rounds,
      [NATIVE, vm(facts)],
      slow(FOUR, (_t, _r, workload) => factor(workload)),
    );

  it("holds, does not hold, or depends, as the machine's figures are", () => {
    expect(
      claimOf(
        one(() => 1.5),
        "C1",
      ).verdict,
    ).toBe("holds");
    expect(
      claimOf(
        one(() => 1.01),
        "C1",
      ).verdict,
    ).toBe("does-not-hold");
    const some = claimOf(
      one((workload) => (workload === "disk.x" ? 2 : 1.01)),
      "C1",
    );
    expect(some.verdict).toBe("depends");
    const told = some.parts.map(({ about, answer }) => [textOf(about), answer]);
    expect(told).toEqual([
      ["CPU", "no"],
      ["memory", "no"],
      ["disk", "yes"],
      ["network", "no"],
    ]);
  });

  it("shows intervals that leave out the bound where it says yes or no", () => {
    for (const factor of [1.5, 1.01]) {
      for (const { low = 0, high = 0, bound = 0 } of claimOf(
        one(() => factor),
        "C1",
      ).parts) {
        expect(low < high).toBe(true);
        expect(factor > 1.05 ? low > bound : high < bound).toBe(true);
      }
    }
  });

  it("is not shown by few rounds, and as many more as it says decide", () => {
    const few = claimOf(
      one(() => 1.5, KVM, 4),
      "C1",
    );
    expect(few.verdict).toBe("not-shown");
    expect(few.parts.map(({ answer }) => answer)).toEqual(["open", "open", "open", "open"]);
    expect(few.moreRounds).toBeGreaterThan(0);
    const enough = one(() => 1.5, KVM, 4 + (few.moreRounds ?? 0));
    expect(claimOf(enough, "C1").verdict).toBe("holds");
  });

  it("is not shown as long as a kind of work is missing, unless it depends already", () => {
    const part = (factor: (workload: string) => number) =>
      made(
        14,
        [NATIVE, vm(KVM)],
        slow(["cpu.x", "disk.x"], (_t, _r, workload) => factor(workload)),
      );
    const missing = claimOf(
      part(() => 1.5),
      "C1",
    );
    expect(missing.verdict).toBe("not-shown");
    expect(missing.gaps.map(({ about }) => textOf(about))).toEqual(["memory", "network"]);
    expect(missing.command).toBe("isotax run --claims C1");
    expect(missing.moreRounds).toBeUndefined();
    expect(
      claimOf(
        part((workload) => (workload === "disk.x" ? 2 : 1)),
        "C1",
      ).verdict,
    ).toBe("depends");
  });

  it("is never decided by emulation, whatever the figures", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 1000, noNaN: true }), {
          minLength: 4,
          maxLength: 4,
        }),
        fc.integer({ min: 1, max: 25 }),
        (factors, rounds) => {
          const of = one((workload) => factors[FOUR.indexOf(workload)] ?? 1, TCG, rounds);
          const result = claimOf(of, "C1");
          expect(result.verdict).toBe("emulated");
          expect(result.parts).toEqual([]);
          expect(result.emulated).toEqual(["qemu-microvm"]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("is decided by the machine that is virtualized, whatever an emulated one beside it does", () => {
    const both = made(
      14,
      [NATIVE, vm(KVM), vm(TCG, "qemu-q35")],
      slow(FOUR, (id) => (id === "qemu-q35" ? 20 : 1.01)),
    );
    expect(claimOf(both, "C1")).toMatchObject({
      ...{ verdict: "does-not-hold", emulated: ["qemu-q35"] },
    });
  });

  it.each([
    ["no machine", [NATIVE, CRUN], {}],
    ["a machine by ptrace", [NATIVE, vm({ accelerator: "ptrace" })], {}],
    ["a machine that does not say by what", [NATIVE, vm({})], {}],
    ["a host that is emulated itself", [NATIVE, vm(KVM)], { virtualization: "vm: qemu" }],
    ["a machine that could not be measured", [NATIVE, { ...vm(KVM), ok: false }], {}],
    ["a warm start", [NATIVE, { ...vm(KVM), warm: true }], {}],
    ["a machine with a handicap", [NATIVE, vm(KVM, "qemu-microvm+spin=1ms")], {}],
    ["a machine that is made up", [NATIVE, { ...vm(KVM), kind: "fake" as const }], {}],
    ["a native that is made up", [{ ...NATIVE, kind: "fake" as const }, vm(KVM)], {}],
  ])("is not measured by %s", (_what, targets, host) => {
    const of = made(
      14,
      targets,
      slow(FOUR, () => 3),
      { host },
    );
    expect(claimOf(of, "C1").verdict).toBe("not-measured");
  });
});

describe("images", () => {
  const sizes = (bytes: Record<string, number>, facts = TCG) =>
    made(
      1,
      [NATIVE, CRUN, target("docker", "engine"), vm(facts), vm(facts, "uml")],
      [
        {
          ...{ workload: "image.size", metric: "shipped" },
          value: (id) => bytes[id] ?? 0,
        },
      ],
    );

  it("are compared with the largest of containers, in one round, emulated or not", () => {
    const big = sizes({ crun: 90, docker: 100, "qemu-microvm": 250, uml: 201 });
    expect(claimOf(big, "C2")).toMatchObject({ verdict: "holds", emulated: [] });
    expect(claimOf(big, "C2").parts[0]).toMatchObject({ figure: 2.5, against: "docker" });
    const small = sizes({ crun: 90, docker: 100, "qemu-microvm": 195, uml: 104 });
    expect(claimOf(small, "C2").verdict).toBe("does-not-hold");
    const some = sizes({ crun: 90, docker: 100, "qemu-microvm": 250, uml: 104 });
    expect(claimOf(some, "C2").verdict).toBe("depends");
  });
});

describe("primitives cost almost nothing", () => {
  const cheap = (ms: number, factor = 1.01) =>
    made(
      14,
      [NATIVE, target("overlay", "primitive"), CGROUP],
      [
        ...slow(FIVE, (id) => (id === "overlay" ? 9 : factor)),
        starts((id, round) => (id === "native" ? 1 : ms) * noise(round, 0.01)),
      ],
    );

  it("is asked of the rung that has the three and no more, if there is one", () => {
    const result = claimOf(cheap(5), "C3");
    expect(result.verdict).toBe("holds");
    expect(new Set(result.parts.map(({ target: id }) => id))).toEqual(new Set(["cgroup"]));
  });

  it("depends where the start is late, or the work is", () => {
    expect(claimOf(cheap(50), "C3").verdict).toBe("depends");
    expect(claimOf(cheap(5, 1.2), "C3").verdict).toBe("depends");
    expect(claimOf(cheap(50, 1.2), "C3").verdict).toBe("does-not-hold");
  });
});

describe("containers start within seconds", () => {
  const started = (ms: (id: string, round: number) => number | undefined, rounds = 14) =>
    made(
      rounds,
      [NATIVE, CRUN, vm(KVM)],
      [starts((id, round) => (ms(id, round) ?? Number.NaN) * noise(round, 0.01))],
    );

  it("holds below a second, and depends where a machine takes longer", () => {
    expect(
      claimOf(
        started(() => 200),
        "C6",
      ).verdict,
    ).toBe("holds");
    expect(
      claimOf(
        started((id) => (id === "crun" ? 200 : 2000)),
        "C6",
      ).verdict,
    ).toBe("depends");
  });

  it("is not shown where starts fail", () => {
    const { run, records } = started(() => 200, 30);
    const failing = records.map((record): RunRecord => {
      if (record.target !== "crun" || record.round % 5 !== 0) return record;
      const why = { reason: verbatim("it broke"), remedy: verbatim("mend it") };
      const outcome = { status: "failed", phase: "exec", code: "DIED", stderrTail: "", ...why };
      return { ...record, outcome: outcome as RunRecord["outcome"] };
    });
    const result = claimOf({ run, records: failing }, "C6");
    expect(result.verdict).toBe("not-shown");
    expect(result.parts[0]?.lossy).toBe(true);
  });

  it("rests on all of very many rounds", () => {
    const { parts, verdict } = claimOf(
      started(() => 200, 4500),
      "C6",
    );
    expect(verdict).toBe("holds");
    expect(parts[0]).toMatchObject({ rounds: 4500 });
    expect(parts[0]?.figure).toBeCloseTo(200e6, -6);
  });

  it("needs more rounds beside other claims than alone", () => {
    const few = made(
      7,
      [NATIVE, CRUN, CGROUP, vm(KVM)],
      [...slow(FIVE, () => 1.01), starts((_id, round) => 5 * noise(round, 0.01))],
    );
    expect(decided(few, ["C6"])[0]?.verdict).toBe("holds");
    expect(claimOf(few, "C6").verdict).toBe("not-shown");
  });
});

describe("what is known exactly", () => {
  const checked = (answers: Record<string, "yes" | "no" | "unknown">, settings?: "yes" | "no") => {
    const workloads = ["check.files", ...(settings === undefined ? [] : ["check.kernel"])];
    const { run, records } = made(
      1,
      [NATIVE, CRUN, target("docker", "engine"), vm(TCG)],
      slow(workloads, () => 1),
    );
    const told = records.map((record): RunRecord => {
      const holds = answers[record.target];
      if (holds === undefined || record.outcome.status !== "ok") return record;
      const evidence = verbatim("seen");
      const checks =
        record.workload === "check.files" || settings === undefined
          ? [{ check: "files.root", holds, evidence }]
          : [{ check: "kernel.sysctl-kernel", holds: settings, evidence }];
      return { ...record, outcome: { ...record.outcome, checks } };
    });
    return { run, records: told };
  };

  it("is whether the host is untouched: all containers, and machines that are virtualized", () => {
    const verdict = (answers: Parameters<typeof checked>[0]) =>
      claimOf(checked(answers), "C8").verdict;
    expect(verdict({ crun: "yes", docker: "yes", "qemu-microvm": "no" })).toBe("holds");
    expect(verdict({ crun: "yes", docker: "no" })).toBe("depends");
    expect(verdict({ crun: "no", docker: "no" })).toBe("does-not-hold");
    expect(verdict({ crun: "no", docker: "unknown" })).toBe("not-for-all");
    expect(verdict({ crun: "no" })).toBe("not-for-all");
    expect(verdict({ crun: "yes", docker: "unknown" })).toBe("not-shown");
    expect(verdict({ crun: "yes" })).toBe("not-shown");
    expect(verdict({ "qemu-microvm": "yes" })).toBe("not-measured");
    expect(verdict({})).toBe("not-measured");
  });

  it("is whether settings can be written inside, too, where that was tried", () => {
    const all = { crun: "yes", docker: "yes" } as const;
    expect(claimOf(checked(all, "yes"), "C8").verdict).toBe("holds");
    expect(claimOf(checked(all, "no"), "C8").verdict).toBe("depends");
  });

  it("is that bytes differ; that they are the same elsewhere no run can show", () => {
    const hashed = (hash: string) =>
      made(1, [NATIVE, { ...CRUN, toolHashes: { busybox: hash } }], [starts(() => 1)]);
    expect(claimOf(hashed("ab12"), "C9").verdict).toBe("not-shown");
    expect(claimOf(hashed("cd34"), "C9").verdict).toBe("does-not-hold");
    expect(claimOf(hashed("ab12"), "C9").moreRounds).toBeUndefined();
  });

  it("is that an image differs which is built again elsewhere, where that was tried", () => {
    const rebuilt = (holds: "yes" | "no" | "unknown", name = "same.tree.usual") => {
      const targets = [NATIVE, { ...CRUN, toolHashes: { busybox: "ab12" } }];
      const { run, records } = made(1, targets, [
        starts(() => 1),
        { workload: "image.same", metric: "none", value: (id) => (id === "crun" ? 1 : undefined) },
      ]);
      const check = { check: name, holds, evidence: verbatim("seen") };
      const checked = records.map((record): RunRecord => {
        if (record.workload !== "image.same" || record.outcome.status !== "ok") return record;
        return { ...record, outcome: { ...record.outcome, checks: [check] } };
      });
      return claimOf({ run, records: checked }, "C9");
    };
    expect(rebuilt("yes").verdict).toBe("not-shown");
    expect(rebuilt("yes").gaps.map(({ elsewhere }) => elsewhere)).toEqual([true]);
    expect(rebuilt("no").verdict).toBe("depends");
    // crun's images are packed by isotax, which knows one way.
    expect(rebuilt("yes", "same.tree.fixed").gaps.map(({ elsewhere }) => elsewhere)).toEqual([
      true,
    ]);
    expect(claimSentence(rebuilt("yes"))).toContain("built again elsewhere are the same");
    expect(claimSentence(rebuilt("no"))).toContain("built again elsewhere are not the same");
    expect(claimSentence(rebuilt("unknown"))).toContain("nobody could tell whether");
  });

  it("is whether neighbours keep their version, in every way in which a service is replaced", () => {
    const replaced = (answers: Record<string, "yes" | "no" | "unknown">) => {
      const { run, records } = made(
        1,
        [NATIVE, CRUN, target("docker", "engine")],
        [
          {
            workload: "image.replace",
            metric: "none",
            value: (id) => (id === "crun" ? 1 : undefined),
          },
        ],
      );
      const subjects = Object.keys(answers).map((id) => {
        return { id, roles: { target: id.split(" ")[0] ?? "" }, at: {} };
      });
      const workloads = run.workloads.map((plan) => ({ ...plan, subjects }));
      const [like] = records.filter(({ outcome }) => outcome.status === "ok");
      const told = subjects.map(({ id, roles }): RunRecord => {
        if (like?.outcome.status !== "ok") throw new Error("no record");
        const check = { check: "versions.own", holds: answers[id] ?? "unknown" } as const;
        const checks = [{ ...check, evidence: verbatim("seen") }];
        return { ...like, subject: id, target: roles.target, outcome: { ...like.outcome, checks } };
      });
      return claimOf({ run: { ...run, workloads }, records: told }, "C11");
    };
    const both = { "crun haproxy": "yes", "docker haproxy": "yes", "docker swarm": "yes" } as const;
    expect(replaced(both).verdict).toBe("holds");
    expect(claimSentence(replaced(both))).toContain("its neighbours kept theirs");
    const swarmFails = replaced({ ...both, "docker swarm": "no" });
    expect(swarmFails.verdict).toBe("depends");
    expect(claimSentence(swarmFails)).toContain("answered as another");
    expect(replaced({ ...both, "docker haproxy": "unknown" }).verdict).toBe("not-shown");
    expect(replaced({ "crun haproxy": "no" }).verdict).not.toBe("holds");
  });

  it("is how many instances there were at once, in the round with the fewest", () => {
    const dense = (counts: readonly number[], holds: "yes" | "no" | "unknown") => {
      const { run, records } = made(
        counts.length,
        [NATIVE, CRUN],
        [
          {
            workload: "scale.density",
            metric: "instances",
            value: (id, round) => (id === "crun" ? (counts[round - 1] ?? 0) : 1000),
          },
        ],
      );
      const told = records.map((record): RunRecord => {
        if (record.outcome.status !== "ok") return record;
        const checks = [{ check: "density.no-limit", holds, evidence: verbatim("seen") }];
        return { ...record, outcome: { ...record.outcome, checks } };
      });
      return claimOf({ run, records: told }, "C7");
    };
    expect(dense([500, 100], "no").verdict).toBe("holds");
    expect(claimSentence(dense([500, 100], "no"))).toContain("crun: 100 instances at once");
    expect(dense([500, 50], "no").verdict).toBe("does-not-hold");
    // As many as were allowed, or as time allowed: nobody knows how many more there could be.
    for (const holds of ["yes", "unknown"] as const) {
      expect(dense([50, 50], holds).verdict).toBe("not-shown");
    }
    expect(dense([100, 100], "yes").verdict).toBe("holds");
  });
});

describe("what is made up", () => {
  it("decides nothing", () => {
    const fakes = [NATIVE, CRUN, CGROUP, vm(KVM)].map((one) => ({
      ...one,
      kind: "fake" as const,
    }));
    const of = made(14, fakes, [
      ...slow(FIVE, () => 3),
      starts(() => 5),
      { workload: "image.size", metric: "shipped", value: () => 100 },
    ]);
    for (const { id, verdict, parts } of decided(of)) {
      expect([id, verdict, parts]).toEqual([id, "not-measured", []]);
    }
  });
});
