/** Noisy neighbours: the victim's payload, the neighbours' commands, and what is made of both. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { built } from "../../bench/built.ts";
import { CellLab } from "../../bench/campaign/lab.ts";
import { byMetric, observationProblem, observed } from "../../bench/check-records.ts";
import { RunnerError } from "../../bench/errors.ts";
import { experiment } from "../../bench/experiments/neighbour.timer.ts";
import { say } from "../../bench/messages.ts";
import {
  FORK_BOMB,
  NETWORK,
  ON_OTHER_CPU,
  ON_SAME_CPU,
  workDone,
} from "../../bench/methods/aggressors.ts";
import { recoveryNs } from "../../bench/methods/neighbour-figures.ts";
import { NEIGHBOURS } from "../../bench/methods/neighbours.ts";
import { paceSuite } from "../../bench/payload/pace-suite.ts";
import { parseFittingLoad, parseFixedLoad } from "../../bench/tools/open-load.ts";
import { parsePace } from "../../bench/tools/payload.ts";
import type { Command, Image, OpenSpec, Session, Target } from "../../bench/types.ts";
import { busyboxProgram } from "../../runners/images/tools.ts";
import { started } from "../started.ts";
import { temporaryFolder } from "../support.ts";

const { signal } = new AbortController();
const PAYLOAD = built("bench/payload/payload.mjs");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

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
  it.each([...ON_SAME_CPU, ...ON_OTHER_CPU, FORK_BOMB].map((one) => [one.id, one] as const))(
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

  it("sends and receives until it is stopped, and counts that", { timeout: 20_000 }, async () => {
    const count = join(temporaryFolder(), "count");
    const place = ["127.0.0.1", String(await freePort())];
    const inside = started([process.execPath, PAYLOAD, "flood-service", ...place, count]);
    const outside = started([process.execPath, PAYLOAD, "flood", ...place]);
    await outside.says(/^flooding\n/);
    await sleep(300);
    process.kill(inside.pid, "SIGTERM");
    expect(await inside.exited).toEqual([0, null]);
    expect(workDone(readFileSync(count, "utf8"), "network")).toBeGreaterThan(10);
    // Its other end goes with it.
    expect(await outside.exited).toEqual([0, null]);
  });
});

describe("a victim that answers requests", () => {
  it("is asked at a fixed rate, and its lost requests are told", { timeout: 20_000 }, async () => {
    const port = String(await freePort());
    const service = started([process.execPath, PAYLOAD, "serve", "127.0.0.1", port, "v"]);
    const ask = async (...words: readonly string[]) => {
      const client = started([process.execPath, PAYLOAD, ...words, `a=127.0.0.1:${port}`]);
      expect(await client.exited).toEqual([0, null]);
      return client.printed();
    };
    await started([process.execPath, PAYLOAD, "await", "http", "127.0.0.1", port, "9000"]).exited;
    expect(parseFittingLoad(await ask("fit", "50", "1000"))).toBeLessThanOrEqual(50);
    const late = parseFixedLoad(await ask("ask", "100", "20", "1000"));
    expect(late).toHaveLength(20);
    expect(late.every((ns) => ns !== undefined && ns > 0)).toBe(true);
    process.kill(service.pid, "SIGTERM");
    await service.exited;
    expect(parseFixedLoad(await ask("ask", "100", "3", "200"))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("is not believed if it says something else", () => {
    for (const text of ['{"suite":"ask","late":[]}', '{"suite":"ask","late":[-1]}', "{}"]) {
      expect(() => parseFixedLoad(text), text).toThrow();
    }
    for (const text of ['{"suite":"fit","rate":0}', '{"suite":"fit"}']) {
      expect(() => parseFittingLoad(text), text).toThrow();
    }
  });
});

describe("the recovery of a victim", () => {
  const MS = 1e6;
  /** Twenty operations, 1 ms apart, of which the last was due 10 ms after the neighbour's end. */
  const look = (late: readonly (number | undefined)[]) => {
    return { late, intervalNs: MS, endedNs: BigInt(10 * MS + (late.at(-1) ?? 0)) };
  };
  const late = (many: number): (number | undefined)[] => [
    ...Array.from({ length: many }, () => 5 * MS),
    ...Array.from({ length: 30 - many }, () => 0.1 * MS),
  ];

  it("is the time until ten operations in a row are in time", () => {
    // The 20th operation is due at the end of the neighbour; those before do not count.
    expect(recoveryNs(look(late(10)), 0n, MS)).toBeCloseTo(0, 0);
    expect(recoveryNs(look(late(20)), 0n, MS)).toBeCloseTo(1 * MS, 0);
    expect(recoveryNs(look(late(21)), 0n, MS)).toBe("never");
    expect(recoveryNs(look(late(30)), 0n, MS)).toBe("never");
  });

  it("counts a failed operation as late", () => {
    const failed = late(10).with(25, undefined);
    expect(recoveryNs(look(failed), 0n, MS)).toBe("never");
  });

  it("is unknown if the victim began only afterwards", () => {
    expect(recoveryNs(look([0, 0, 0]), 0n, MS)).toBeUndefined();
  });
});

/** A victim that is so late beside a busy neighbour, and loses this share of its operations. */
function target({ lateMs = 4, lost = 0, dies = false, network = true } = {}) {
  let [opened, closed, busy, bombs] = [0, 0, 0, 0];
  const exec: Session["exec"] = async ({ argv }) => {
    if (argv.includes("cat")) return { stdout: "done 80\n", exitCode: 0, hostNs: 1e6 };
    const count = busy > 0 ? 10 * (1 - lost) : 10;
    const values = Array.from({ length: count }, () => (busy > 0 ? lateMs : 1) * 1e6);
    const tasks = [{ task: "late", unit: "ns", values, operations: count }];
    return { stdout: `${JSON.stringify({ suite: "pace", tasks })}\n`, exitCode: 0, hostNs: 1e7 };
  };
  const open = async (spec: OpenSpec) => {
    opened++;
    if (spec.pids !== undefined) bombs++;
    const serve = async () => void busy++;
    const stopServing = async () => {
      busy--;
      if (dies && spec.pids !== undefined) throw died();
    };
    const close = async () => void closed++;
    const load: Session["load"] = async (_command, _signal, { onOutput }) => {
      onOutput?.();
      return { stdout: "flooding\n", stderr: "", exitCode: 0, hostNs: 1 };
    };
    const usage = () => undefined;
    return { lifecycle: [], exec, serve, stopServing, close, load, usage } as unknown as Session;
  };
  const lack = { reason: say("network.no-ip"), remedy: say("network.run-as-root") };
  const lacks = network ? {} : { network: lack };
  return {
    fake: { id: "fake", kind: "fake", lacks, open } as unknown as Target,
    counts: () => ({ opened, closed, bombs }),
  };
}

function died(): RunnerError {
  return new RunnerError(
    "DIED",
    say("workloads.see-below"),
    say("workloads.see-below"),
    "exec",
    "",
  );
}

async function neighbours(
  { fake }: ReturnType<typeof target>,
  { what = NEIGHBOURS.onSameCpu as string, harnessCpus = [0] } = {},
) {
  const subject = { id: "fake", roles: { target: "fake" }, at: {} };
  const bench = { image: {} as Image, cpus: [0], harnessCpus, memoryMiB: 64, signal };
  const lab = new CellLab(bench, subject, new Map([["fake", fake]]));
  const params = { operations: 10, neighbours: what };
  try {
    const found = observed(await experiment.run(lab, subject, params));
    const metrics = new Map(
      experiment.metrics(params, { cpus: 1, memoryMiB: 1 }).map((one) => [one.id, one]),
    );
    expect(observationProblem(experiment.id, metrics, found)).toBeUndefined();
    const values = byMetric(found.measurements);
    const by = (metric: string) =>
      Object.fromEntries(
        (values.get(metric) ?? []).map(({ at, values: [one] }) => [at?.["beside"], one]),
      );
    return { by, checks: found.checks ?? [], worst: values.get("worst")?.[0]?.values[0] };
  } finally {
    await lab.close();
  }
}

const BUSY = [...ON_SAME_CPU, NETWORK].map(({ id }) => id);

describe("neighbour.timer", () => {
  it("looks at the victim alone, beside an idle and each busy neighbour, and afterwards", async () => {
    const of = target({ lateMs: 4, lost: 0.2 });
    const { by, checks, worst } = await neighbours(of);
    const { opened, bombs } = of.counts();
    expect([opened, bombs]).toEqual([3, 1]);
    const busy = [...BUSY, "fork-bomb"];
    expect(Object.keys(by("times-alone"))).toEqual(["alone", "idle", ...busy, "after"]);
    for (const id of busy) {
      expect(by("times-alone")[id], id).toBeCloseTo(4, 5);
      expect(by("lost")[id], id).toBeCloseTo(0.2, 5);
      // 80 turns in a bit more than the lead of 0.3 s.
      expect(by("work")[id], id).toBeGreaterThan(80);
      expect(by("work")[id], id).toBeLessThan(267);
    }
    for (const id of ["alone", "idle", "after"]) expect(by("times-alone")[id]).toBeCloseTo(1, 5);
    expect(worst).toBeCloseTo(4, 5);
    expect(checks.map(({ check }) => check)).toEqual(["neighbour.recovered"]);
  });

  it("goes on if a bomb takes its own instance down, and says nothing of its work", async () => {
    const { by } = await neighbours(target({ dies: true }));
    expect(Object.keys(by("work"))).toEqual(BUSY);
    expect(by("times-alone")["fork-bomb"]).toBeCloseTo(4, 5);
    expect(by("times-alone")["after"]).toBeCloseTo(1, 5);
  });

  it("has no neighbour on the network where there is none, and none apart without another CPU", async () => {
    const alone = await neighbours(target({ network: false }), { what: NEIGHBOURS.all });
    expect(Object.keys(alone.by("work"))).toEqual([
      ...ON_SAME_CPU.map(({ id }) => id),
      "fork-bomb",
    ]);
    const two = await neighbours(target(), {
      what: "cpu-apart memory-copy-apart",
      harnessCpus: [0, 1],
    });
    expect(Object.keys(two.by("work"))).toEqual(ON_OTHER_CPU.map(({ id }) => id));
  });
});
