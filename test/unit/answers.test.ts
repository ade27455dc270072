/** The first screen of a report: what a container costs, what a VM costs, and whether to trust it. */
import { describe, expect, it } from "vitest";
import { verbatim } from "../../bench/messages.ts";
import type { Run } from "../../bench/schema.ts";
import { analyze } from "../../bench/stats/analyze.ts";
import { type Trust, trustOf } from "../../bench/stats/trust.ts";
import { answersOf } from "../../reports/answers.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { reportInput } from "../../reports/model.ts";
import { percent } from "../../reports/text/figures.ts";
import { loadLanguage } from "../../reports/text/languages.ts";
import { speaking, textOf } from "../../reports/text/message.ts";
import { trustEvidence, trustVerdict } from "../../reports/trust.ts";
import { CRUN, KVM, made, NATIVE, slow, starts, TCG, target, vm } from "../made-claims.ts";
import { LINKS, madeDeliveries } from "../made-deliveries.ts";
import { type Made, noise } from "../made-runs.ts";

const DOCKER = target("docker", "engine");
const MS: Readonly<Record<string, number>> = {
  native: 1,
  crun: 20,
  docker: 200,
  "qemu-microvm": 500,
};
const TARGETS = [NATIVE, DOCKER, CRUN, vm(KVM)];

function run(
  rounds: number,
  { by = 0.01, targets = TARGETS, over = {} as Partial<Run> } = {},
): Made {
  const metrics = [
    ...slow(["disk.x"], (id) => (id === "docker" ? 1.5 : 1.01)),
    starts((id, round) => (MS[id] ?? 20) * noise(round, by)),
  ];
  return made(rounds, targets, metrics, over);
}

const trusted = ({ run: of, records }: Made): Trust => trustOf(of, analyze(of, records));
const answered = ({ run: of, records }: Made) => answersOf(reportInput(of, records));

async function firstScreen(of: Made): Promise<string> {
  const html = String(await htmlReport.render(reportInput(of.run, of.records)));
  const section = /<section class="answers".*?<\/section>/s.exec(html)?.[0] ?? "";
  return section.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

describe("what a container and a VM cost", () => {
  it("is told of the containers that start fastest and slowest, and of machines with KVM", () => {
    const { containers, machines, emulated } = answered(run(15));
    expect(containers.map(({ target: { id } }) => id)).toEqual(["crun", "docker"]);
    expect(containers[1]?.work[0]?.slowdown.median).toBeCloseTo(1.5, 1);
    expect(machines.map(({ target: { id } }) => id)).toEqual(["qemu-microvm"]);
    expect(emulated).toEqual([]);
  });

  it("never takes an emulated machine for one", () => {
    const { machines, emulated } = answered(run(15, { targets: [NATIVE, CRUN, vm(TCG)] }));
    expect(machines).toEqual([]);
    expect(emulated).toEqual(["qemu-microvm"]);
  });

  it("does not say that no container was measured where one was asked for something else", async () => {
    const { run: of, records } = madeDeliveries({ links: LINKS });
    const told = await firstScreen({ run: of, records });
    expect(told).toContain("A container This run measured neither its start nor its work.");
    expect(told).not.toContain("No container was measured");
  });

  it("counts neither warm starts nor primitives as containers, nor what was not measured", () => {
    const targets = [
      NATIVE,
      target("cgroup", "primitive"),
      target("crun-warm", "runtime", { warm: true }),
      target("podman", "engine", { ok: false }),
    ];
    expect(answered(run(6, { targets })).containers).toEqual([]);
  });

  it("is a line each, with intervals below the names of what they are, in both languages", async () => {
    expect(await firstScreen(run(15))).toMatch(
      /1\.05x: the same work takes 5% longer than native, without .* A container Starts in disk crun 20\.\d ms \[[\d., ]+\] 1\.01x \[[\d., ]+\] docker 2\d\d ms .* A virtual machine Starts in disk qemu-microvm 5\d\d ms .*Can it be trusted\? Yes, each figure with its interval\. 15 rounds, /,
    );
    const korean = await speaking(await loadLanguage("ko"), () => firstScreen(run(15)));
    expect(korean).toMatch(/컨테이너 시작 시간 디스크 crun 20\.\d ms .*믿을 수 있나요\? 예\. /);
  });

  it("never takes a machine without hardware virtualization for a usual one, and says that work was not measured", async () => {
    const uml = target("uml", "vm", { facts: { accelerator: "ptrace" } });
    const measured = made(15, [NATIVE, uml], [starts((id) => (id === "uml" ? 300 : 1))]);
    expect(await firstScreen(measured)).toMatch(
      /A virtual machine No virtual machine was measured\. Not a usual VM: no hardware virtualization Starts in uml 300 ms .*How much it slows work down was not measured/,
    );
  });

  it("says what was not measured, and that emulation is no measure", async () => {
    expect(await firstScreen(run(3, { targets: [NATIVE] }))).toMatch(
      /No container was measured.*No virtual machine was measured/,
    );
    expect(await firstScreen(run(3, { targets: [NATIVE, CRUN, vm(TCG)] }))).toContain(
      "ran without hardware support, emulated (TCG). That says nothing about",
    );
  });
});

describe("whether a run can be trusted", () => {
  const warning = (code: "hash-mismatch" | "wrong-size" | "steal") => ({
    warnings: [{ code, message: verbatim("so"), remedy: verbatim("do") }],
  });

  it.each<[string, Made, Partial<Trust>]>([
    [
      "many quiet rounds",
      run(15),
      { level: "quote", rounds: 15, warnedCells: 0, host: [], failed: 0 },
    ],
    ["one round", run(1), { level: "works", limit: "rounds", roundsNeeded: 3 }],
    ["five rounds", run(5), { level: "magnitude", limit: "rounds", roundsNeeded: 6 }],
    ["six rounds", run(6), { level: "quote" }],
    ["wide intervals", run(15, { by: 0.3 }), { level: "magnitude", limit: "spread" }],
    [
      "made-up times",
      run(15, { targets: [target("fake", "fake")] }),
      { level: "none", limit: "made-up" },
    ],
    [
      "other bytes",
      run(15, { over: warning("hash-mismatch") }),
      { level: "none", limit: "other-bytes" },
    ],
    [
      "another size",
      run(15, { over: warning("wrong-size") }),
      { level: "none", limit: "other-size" },
    ],
    [
      "an interruption",
      run(15, { over: { status: "interrupted" } }),
      { level: "magnitude", limit: "incomplete" },
    ],
    [
      "a warning of the host",
      run(15, { over: warning("steal") }),
      { level: "quote", warnedCells: 0, host: ["steal"] },
    ],
  ])("%s", (_what, of, trust) => {
    expect(trusted(of)).toMatchObject(trust);
  });

  it("is told with each reason once: wide intervals are in the verdict, and nowhere else", async () => {
    const trust = trusted(run(15, { by: 0.3 }));
    const width = `±${percent(trust.spread ?? 0)}`;
    for (const tag of ["en", "ko"] as const) {
      const told = await speaking(await loadLanguage(tag), async () =>
        [trustVerdict(trust), trustEvidence(trust)].map(textOf),
      );
      expect(told[0]).toContain(width);
      expect(told[0]).toContain("±5%");
      expect(told[1]).not.toContain("±");
    }
    const barely = { ...trust, spread: 0.05001 };
    expect(textOf(trustVerdict(barely))).toContain("±5.001%; a few percent need ±5%");
  });

  it("does not rest on emulated machines, and counts each cell that failed once", () => {
    const emulated = run(15, { targets: [NATIVE, vm(TCG)] });
    expect(trusted(emulated).spread).toBeLessThan(0.05);
    const { run: of, records } = run(6);
    const broken = records.map((record) =>
      record.target !== "crun" || record.round > 2
        ? record
        : {
            ...record,
            outcome: {
              ...{
                status: "failed" as const,
                phase: "exec" as const,
                code: "INSTANCE_DIED" as const,
              },
              ...{ reason: verbatim("broke"), remedy: verbatim("mend"), stderrTail: "" },
            },
          },
    );
    expect(trusted({ run: of, records: broken }).failed).toBe(2);
  });

  it("tells cells that an interrupted run did not reach from those that failed", async () => {
    const { run: of, records } = run(6, { over: { status: "interrupted" } });
    const early = records.filter(({ target, round }) => target !== "crun" || round < 3);
    const trust = trusted({ run: of, records: early });
    expect(trust).toMatchObject({ failed: 0, unreached: 2, limit: "incomplete" });
    expect(textOf(trustEvidence(trust))).toMatch(/, none failed, 2 measurements not reached$/);
    for (const tag of ["en", "ko"] as const) {
      const told = await speaking(await loadLanguage(tag), async () =>
        textOf(trustEvidence({ ...trust, unreached: 0 })),
      );
      expect(told).not.toMatch(/not reached|측정하지 못함/);
    }
  });

  it("says nothing of a run without figures", () => {
    const { run: of } = run(6);
    expect(trusted({ run: of, records: [] })).toMatchObject({ level: "none", limit: "nothing" });
  });
});
