/**
 * Runs with Docker and QEMU that are ended at moments chosen by chance, in the three ways in which
 * runs end early. Each time `isotax clean` must leave nothing behind, and `--resume` must complete
 * the same plan.
 *
 * `FAULTS_TRIALS` is how many there are (20), `FAULTS_SEED` chooses their moments.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { cellKey, makePlan } from "../../bench/plan.ts";
import { seeded } from "../../bench/random.ts";
import { readRun, type StoredRun } from "../../bench/store.ts";
import { CTRL_C, STACK_TRACE, type Started, started, startedInTerminal } from "../started.ts";
import { CLI, leftOvers } from "../support.ts";

const ISOTAX = [process.execPath, ...CLI];
const RUN = [
  ...[...ISOTAX, "run", "--profile", "smoke", "--targets", "native,docker,qemu-microvm"],
  ...["--workloads", "start.exec,cpu.sysbench", "--seed", "14", "--no-install", "--no-open"],
];
const TRIALS = Number(process.env["FAULTS_TRIALS"] ?? 20);
const SEED = Number(process.env["FAULTS_SEED"] ?? Date.now() % 2 ** 31);

const WAYS = ["SIGKILL", "SIGTERM to its group", "Ctrl-C in a terminal"] as const;

/** The ways in turns, each at a moment of its own: per cent of the time that a whole run takes. */
function chosen() {
  const random = seeded(SEED);
  return Array.from({ length: TRIALS }, (_, index) => {
    return [index, WAYS[index % WAYS.length] as (typeof WAYS)[number], random.below(100)] as const;
  });
}

describe(`a run that is ended early (FAULTS_SEED=${SEED})`, () => {
  let folder = "";
  let env: Record<string, string> = {};
  let wholeMs = 0;
  let whole: StoredRun;

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("takes this long if it is left alone", { timeout: 600_000 }, async () => {
    folder = mkdtempSync(join(tmpdir(), "isotax-faults-"));
    env = { XDG_STATE_HOME: join(folder, "state") };
    // The first makes what is cached, the second shows how long one takes.
    for (const name of ["warm", "whole"]) {
      const from = performance.now();
      await succeeds([...RUN, "--out", join(folder, name)]);
      wholeMs = performance.now() - from;
    }
    whole = readRun(join(folder, "whole"));
    expect(whole.records.map(({ outcome }) => outcome.status)).not.toContain("failed");
  });

  async function succeeds(argv: readonly string[]): Promise<void> {
    const program = started(argv, env);
    expect(await program.exited, program.printed()).toEqual([0, null]);
    expect(program.printed()).not.toMatch(STACK_TRACE);
  }

  /** Names of the ledgers that there are: they hold the names of all that a run makes. */
  const ledgers = (): readonly string[] => {
    const path = join(folder, "state/isotax/ledgers");
    return existsSync(path) ? readdirSync(path) : [];
  };

  async function end(run: Started, way: (typeof WAYS)[number]): Promise<void> {
    if (way === "Ctrl-C in a terminal") run.type(CTRL_C);
    else if (way === "SIGTERM to its group") run.signalGroup("SIGTERM");
    else killNow(run.pid);
    const [code, signal] = await run.exited;
    expect(run.printed()).not.toMatch(STACK_TRACE);
    // Before isotax's own first line Node ends by itself; after the last there is nothing to end.
    const expected = way === "SIGKILL" ? ["SIGKILL", 0] : [130, 0, "SIGTERM", "SIGINT"];
    expect(expected, run.printed()).toContain(code ?? signal);
  }

  /** Where the last run took longer than this one, there may be nothing left to end. */
  function killNow(pid: number): void {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  it.each(chosen())("%i: by %s, after %i per cent of its time", async (index, way, percent) => {
    const out = join(folder, String(index));
    const start = way === "Ctrl-C in a terminal" ? startedInTerminal : started;
    const run = start([...RUN, "--out", out], env);
    const until = performance.now() + (percent / 100) * wholeMs;
    const names = new Set<string>();
    let ended = false;
    void run.exited.then(() => {
      ended = true;
    });
    while (performance.now() < until && !ended) {
      for (const name of ledgers()) names.add(name.replace(/\.ndjson.*$/, ""));
      await sleep(20);
    }
    await end(run, way);
    await succeeds([...ISOTAX, "clean"]);
    expect(ledgers()).toEqual([]);
    expect([...names].flatMap(leftOvers)).toEqual([]);

    if (!existsSync(join(out, "run.json"))) {
      // It had not begun to measure: nothing of it stands in the way of a new one.
      await succeeds([...RUN, "--out", out]);
    } else if (readRun(out).run.status !== "complete") {
      await succeeds([...ISOTAX, "run", "--resume", out, "--no-install", "--no-open"]);
    }
    const { run: resumed, records } = readRun(out);
    const { seed, rounds, targets, workloads } = whole.run;
    const plan = makePlan({ seed, rounds, targets: targets.map(({ id }) => id), workloads });
    expect(records.map(cellKey)).toEqual(plan.map(cellKey));
    expect(resumed.status).toBe("complete");
    expect(records.map(({ outcome }) => outcome.status)).not.toContain("failed");
    expect(leftOvers(resumed.runId)).toEqual([]);
    expect(existsSync(join(out, "report.html"))).toBe(true);
  });
});
