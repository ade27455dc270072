/** Noisy neighbours: the victim's payload, the neighbours' commands, and what is made of both. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CellLab } from "../../bench/campaign/lab.ts";
import { byMetric, observationProblem, observed } from "../../bench/check-records.ts";
import { experiment } from "../../bench/experiments/neighbour.timer.ts";
import { AGGRESSORS, workDone } from "../../bench/methods/aggressors.ts";
import { paceSuite } from "../../bench/payload/pace-suite.ts";
import { parsePace } from "../../bench/tools/payload.ts";
import type { Command, Image, Session, Target } from "../../bench/types.ts";
import { busyboxProgram } from "../../runners/images/tools.ts";
import { temporaryFolder } from "../support.ts";

const { signal } = new AbortController();

describe("the victim", () => {
  it("says how late each operation was done, from when it was due", () => {
    const [task] = paceSuite(2, 20, undefined);
    expect(task).toMatchObject({ task: "late", unit: "ns", operations: 20 });
    expect(task?.values).toHaveLength(20);
    for (const ns of task?.values ?? []) expect(ns).toBeGreaterThanOrEqual(0);
    const text = `${JSON.stringify({ suite: "pace", tasks: [task] })}\n`;
    expect(parsePace(text)).toEqual(task?.values);
  });

  it("writes and flushes, and gives up what takes far longer than it should", () => {
    const file = join(temporaryFolder(), "paced");
    expect(paceSuite(1, 5, file)[0]?.values.length).toBeGreaterThan(0);
    // A flush takes longer than this interval: three times the whole time is over before the last.
    const given = paceSuite(0.0001, 1000, file)[0];
    expect(given?.operations).toBeLessThan(1000);
  });

  it("refuses output of another suite", () => {
    expect(() => parsePace('{"suite":"timer","tasks":[]}')).toThrow();
  });
});

/** As the words of a host without instances. */
function wordsOf({ argv }: Command, folder: string): readonly string[] {
  return argv.map((word) => {
    if (typeof word === "string") return word;
    return "scratch" in word ? join(folder, word.scratch) : busyboxProgram();
  });
}

describe("a neighbour that does its worst", () => {
  it.each(AGGRESSORS.map((one) => [one.id, one] as const))(
    "works until it is stopped, and counts its work: %s",
    (id, aggressor) => {
      const folder = temporaryFolder();
      const [file = "", ...args] = wordsOf(aggressor.command(64), folder);
      const { status, error } = spawnSync(file, args, { timeout: 1500, killSignal: "SIGTERM" });
      // It was stopped, and ended by itself then.
      expect((error as NodeJS.ErrnoException | undefined)?.code).toBe("ETIMEDOUT");
      expect(status).toBe(0);
      expect(workDone(readFileSync(join(folder, "count"), "utf8"), id)).toBeGreaterThan(0);
    },
  );

  it("is not taken at its word if the count is missing", () => {
    expect(workDone("done 12\n", "cpu")).toBe(12);
    for (const text of ["", "done\n", "done -1\n", "done 1\nand more\n"]) {
      expect(() => workDone(text, "cpu"), text).toThrow();
    }
  });
});

/** A victim that is so late beside a busy neighbour, and loses this share of its operations. */
function target({ lateMs = 4, lost = 0 } = {}) {
  let [opened, closed, busy] = [0, 0, 0];
  const exec: Session["exec"] = async ({ argv }) => {
    if (argv.includes("cat")) return { stdout: "done 80\n", exitCode: 0, hostNs: 1e6 };
    const count = busy > 0 ? 10 * (1 - lost) : 10;
    const values = Array.from({ length: count }, () => (busy > 0 ? lateMs : 1) * 1e6);
    const tasks = [{ task: "late", unit: "ns", values, operations: count }];
    return { stdout: `${JSON.stringify({ suite: "pace", tasks })}\n`, exitCode: 0, hostNs: 1e7 };
  };
  const open = async () => {
    opened++;
    const serve = async () => void busy++;
    const stopServing = async () => void busy--;
    const close = async () => void closed++;
    return { lifecycle: [], exec, serve, stopServing, close } as unknown as Session;
  };
  return { fake: { id: "fake", open } as unknown as Target, counts: () => ({ opened, closed }) };
}

async function neighbours({ fake }: ReturnType<typeof target>) {
  const subject = { id: "fake", roles: { target: "fake" }, at: {} };
  const bench = { image: {} as Image, cpus: [0], memoryMiB: 64, signal };
  const lab = new CellLab(bench, subject, new Map([["fake", fake]]));
  try {
    return observed(await experiment.run(lab, subject, { operations: 10 }));
  } finally {
    await lab.close();
  }
}

describe("neighbour.timer", () => {
  it("looks at the victim alone, beside an idle and each busy neighbour, and afterwards", async () => {
    const of = target({ lateMs: 4, lost: 0.2 });
    const found = await neighbours(of);
    expect(of.counts()).toEqual({ opened: 2, closed: 2 });
    const metrics = new Map(
      experiment.metrics({ operations: 10 }, { cpus: 1, memoryMiB: 1 }).map((one) => [one.id, one]),
    );
    expect(observationProblem(experiment.id, metrics, found)).toBeUndefined();
    const values = byMetric(found.measurements);
    const by = (metric: string) =>
      Object.fromEntries(
        (values.get(metric) ?? []).map(({ at, values: [one] }) => [at?.["beside"], one]),
      );
    const busy = AGGRESSORS.map(({ id }) => id);
    expect(Object.keys(by("times-alone"))).toEqual(["alone", "idle", ...busy, "after"]);
    for (const id of busy) {
      expect(by("times-alone")[id], id).toBeCloseTo(4, 5);
      expect(by("lost")[id], id).toBeCloseTo(0.2, 5);
      // 80 turns in a bit more than the lead of 0.3 s.
      expect(by("work")[id], id).toBeGreaterThan(80);
      expect(by("work")[id], id).toBeLessThan(267);
    }
    for (const id of ["alone", "idle", "after"]) expect(by("times-alone")[id]).toBeCloseTo(1, 5);
    expect(values.get("worst")?.[0]?.values[0]).toBeCloseTo(4, 5);
  });
});
