/** The section on many instances at once: curves, what holds starts up, and time lines. */
import { describe, expect, it } from "vitest";
import { experiment as timer } from "../../bench/experiments/neighbour.timer.ts";
import { experiment as out } from "../../bench/experiments/scale.out.ts";
import { experiment as storm } from "../../bench/experiments/scale.storm.ts";
import type { Run, RunRecord, WorkloadPlan } from "../../bench/schema.ts";
import type { Experiment, Params, Values } from "../../bench/types.ts";
import { drawnIn, stormLimits } from "../../reports/drawn.ts";
import { chartsOf } from "../../reports/html/charts/index.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { type ReportInput, reportInput } from "../../reports/model.ts";
import { timelinesIn } from "../../reports/timelines.ts";
import { exampleRun } from "../golden/example.ts";
import { CRUN, NATIVE, TCG, vm } from "../made-claims.ts";

const TARGETS = [NATIVE, CRUN, vm(TCG)];
const SIZE = { cpus: 1, memoryMiB: 512 };

/** Rounds of a workload, in which each subject has these values. */
function measured(
  experiment: Experiment<never>,
  subjects: readonly { readonly id: string; readonly target: string }[],
  values: (subject: string) => readonly (readonly [string, number, Params?])[],
  rounds = 1,
): ReportInput {
  const { id, version, title, family, params } = experiment;
  const plan: WorkloadPlan = {
    ...{ id, version, title, family, params: params.quick },
    metrics: [...experiment.metrics(params.quick, SIZE)],
    subjects: subjects.map((one) => ({ id: one.id, roles: { target: one.target }, at: {} })),
  };
  const run: Run = {
    ...{ ...exampleRun(), rounds, warnings: [] },
    workloads: [plan],
    targets: [...TARGETS],
  };
  const cells = Array.from({ length: rounds }, (_, index) =>
    subjects.map((subject) => ({ subject, round: index + 1 })),
  ).flat();
  const records = cells.map(({ subject, round }, position): RunRecord => {
    const measurements = values(subject.id).map(([metric, value, at]): Values => {
      return { metric, values: [value], clock: "host", ...(at === undefined ? {} : { at }) };
    });
    return {
      ...{ subject: subject.id, target: subject.target, workload: id, round, position },
      ...{ startedAt: "2026-01-02T03:04:06.000Z", wallNs: 1e9, timedNs: 1e8 },
      ...{ lifecycle: [], channelNs: [], warnings: [] },
      outcome: { status: "ok", measurements: measurements as never },
    };
  });
  return reportInput(run, records);
}

/** crun waits for something else than the CPU, and the machine is emulated. */
function stormed(): ReportInput {
  const each = TARGETS.map(({ id }) => ({ id, target: id }));
  const most: Readonly<Record<string, number>> = { native: 900, crun: 60, "qemu-microvm": 1 };
  return measured(storm as never, each, (id) => [
    ["waiting", 5, { for: "cpu" }] as const,
    // The kernel does not always say where.
    ["waiting", 9, { for: "unknown" }] as const,
    ["waiting", id === "crun" ? 2.5 : 0.1, { for: "cgroup_kn_lock_live" }] as const,
    ...[1, 4, 16].flatMap((count) => {
      const at = { "in-flight": count };
      const rate = (most[id] ?? 1) * (count === 1 ? 0.5 : 1);
      return [
        ["rate", rate, at] as const,
        ["ready", (1e9 * count) / rate, at] as const,
        ["of-limit", id === "crun" ? 0.4 : 0.95, at] as const,
      ];
    }),
  ]);
}

async function sectionOf(input: ReportInput): Promise<string> {
  const html = String(await htmlReport.render(input));
  return /<section[^>]*aria-labelledby="scale".*?<\/section>/s.exec(html)?.[0] ?? "";
}

describe("curves", () => {
  it("have a line for each target, and panels apart for machines that are emulated", () => {
    const [drawn] = drawnIn(stormed());
    expect(drawn?.along).toBe("in-flight");
    const shown = drawn?.panels.map(({ shows, emulated, lines }) => [
      shows,
      emulated,
      lines.map(({ target }) => target).join(),
    ]);
    expect(shown).toEqual([
      ["start-rate", false, "native,crun"],
      ["start-rate", true, "qemu-microvm"],
      ["first-byte", false, "native,crun"],
      ["first-byte", true, "qemu-microvm"],
      ["cpu-share", false, "native,crun"],
      ["cpu-share", true, "qemu-microvm"],
    ]);
    expect(drawn?.panels[0]?.lines[1]?.points).toEqual([
      { at: 1, value: 30 },
      { at: 4, value: 60 },
      { at: 16, value: 60 },
    ]);
  });

  it("say where the rate ends, and whether the CPUs were busy then", async () => {
    const [drawn] = drawnIn(stormed());
    const limits = drawn === undefined ? [] : stormLimits(drawn);
    expect(limits.find(({ target }) => target === "crun")).toEqual({
      ...{ target: "crun", rate: 60, inFlight: 4, used: 0.4 },
      wait: { target: "crun", what: "cgroup_kn_lock_live", tasks: 2.5 },
    });
    // A tenth of a task holds nothing up.
    expect(limits.find(({ target }) => target === "native")).not.toHaveProperty("wait");
    const section = await sectionOf(stormed());
    const lineOf = (target: string) =>
      new RegExp(`<tr[^>]*>(?:(?!</tr>).)*>${target}<.*?</tr>`, "s").exec(section)?.[0] ?? "";
    expect(lineOf("crun")).toContain("something else");
    expect(lineOf("crun")).toContain(
      "2.5 tasks at a time wait in the kernel's cgroup_kn_lock_live",
    );
    expect(lineOf("native")).not.toContain("in the kernel");
    expect(lineOf("native")).toContain("the CPUs");
  });

  it("are a picture by themselves, with a description, and no picture without curves", () => {
    const charts = chartsOf(stormed()).filter(({ id }) => id.startsWith("curves-"));
    expect(charts).toHaveLength(1);
    expect(charts[0]?.description).toContain("crun, Starts a second: 30.0 /s at 1");
    expect(chartsOf(scaled()).some(({ id }) => id.startsWith("curves-"))).toBe(false);
  });
});

function scaled(): ReportInput {
  const subjects = [
    { id: "crun haproxy 0 ms", target: "crun" },
    { id: "qemu-microvm haproxy 0 ms", target: "qemu-microvm" },
  ];
  return measured(out as never, subjects, (id) => [
    ["crossed", 300e6],
    ["decided", 310e6],
    ["ready", 600e6],
    ["joined", 610e6],
    // The emulated machine never does.
    ...(id.startsWith("crun") ? [["met", 1200e6] as const] : []),
  ]);
}

function besides(rounds: number): ReportInput {
  const each = [NATIVE, CRUN].map(({ id }) => ({ id, target: id }));
  return measured(
    timer as never,
    each,
    (id) =>
      ["idle", "cpu"].flatMap((beside) => {
        const harm = beside === "cpu" && id === "crun" ? 4 : 1;
        const at = { beside };
        const survives = beside === "cpu" && id !== "native";
        const work = survives ? [["work", 80, at] as const] : [];
        const lost = ["lost", harm === 4 ? 0.25 : 0, at] as const;
        return [["times-alone", harm, at] as const, lost, ...work];
      }),
    rounds,
  );
}

describe("the matrix of neighbours", () => {
  const cellsOf = async (rounds: number) => {
    const section = await sectionOf(besides(rounds));
    const line = /<tr[^>]*>(?:(?!<\/tr>).)*neighbour\.timer cpu.*?<\/tr>/s.exec(
      section.replaceAll("<wbr/>", ""),
    );
    return line?.[0] ?? "";
  };

  it("has a colour only where an interval says that there is a difference", async () => {
    expect(await cellsOf(6)).toMatch(/class="same"[^>]*>1\.00x.*class="h5"[^>]*>4\.00x/s);
    // One round has no interval.
    expect(await cellsOf(1)).not.toMatch(/class="h\d"/);
  });

  it("says what the neighbour got done, and what the victim did not", async () => {
    const cells = await cellsOf(6);
    expect(cells).toMatch(/4\.00x.*25% not done \(80\.0 \/s\)/s);
    expect(cells).toMatch(/1\.00x.*\(the neighbour did not survive\)/s);
  });
});

describe("the time line of a service that is scaled", () => {
  it("has the moments in their order, and says what never happened", async () => {
    const [of] = timelinesIn(scaled());
    expect(
      of?.lines.map(({ emulated, moments }) => [emulated, moments.map(({ ns }) => ns)]),
    ).toEqual([
      [false, [300e6, 310e6, 600e6, 610e6, 1200e6]],
      [true, [300e6, 310e6, 600e6, 610e6]],
    ]);
    const section = await sectionOf(scaled());
    expect(section).toContain("crun haproxy 0 ms (1.20 s)");
    expect(section).toContain("qemu-microvm haproxy 0 ms (never)");
  });

  it("is in no report without such a service", async () => {
    expect(timelinesIn(stormed())).toEqual([]);
    expect(await sectionOf(measured(out as never, [], () => []))).toBe("");
  });
});
