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
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { cellKey, makePlan } from "../../bench/plan.ts";
import { seeded } from "../../bench/random.ts";
import { readRun, type StoredRun } from "../../bench/store.ts";
import { CTRL_C, STACK_TRACE, type Started, started, startedInTerminal } from "../started.ts";
import { leftOvers } from "../support.ts";
import { LaneNetwork } from "./lanes.ts";
import { ISOTAX, RUN } from "./trial.ts";

const TRIALS = Number(process.env["FAULTS_TRIALS"] ?? 20);
const SEED = Number(process.env["FAULTS_SEED"]);
const LANE = inject("lane");

const WAYS = ["SIGKILL", "SIGTERM to its group", "Ctrl-C in a terminal"] as const;

/**
 * This lane's part: the ways in turns, each at a moment of its own, in per cent of the time that a
 * whole run takes.
 */
function chosen() {
  const random = seeded(SEED);
  const all = Array.from({ length: TRIALS }, (_, index) => {
    return [index, WAYS[index % WAYS.length] as (typeof WAYS)[number], random.below(100)] as const;
  });
  return all.filter(([index]) => index % LANE.of === LANE.index);
}

describe(`a run that is ended early (FAULTS_SEED=${SEED})`, () => {
  let folder = "";
  let network: LaneNetwork | undefined;
  let wholeMs = 0;
  let whole: StoredRun;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "isotax-faults-"));
    // leftOvers() looks there, too.
    process.env["XDG_STATE_HOME"] = join(folder, "state");
    if (LANE.caches !== undefined) process.env["XDG_CACHE_HOME"] = LANE.caches;
    if (LANE.of > 1) network = await LaneNetwork.open();
  });
  afterAll(() => {
    network?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("takes this long if it is left alone", { timeout: 600_000 }, async () => {
    const from = performance.now();
    await succeeds([...RUN, "--out", join(folder, "whole")]);
    wholeMs = performance.now() - from;
    whole = readRun(join(folder, "whole"));
    expect(whole.records.map(({ outcome }) => outcome.status)).not.toContain("failed");
  });

  const inLane = (argv: readonly string[]) => [...(network?.argv(LANE.cpus) ?? []), ...argv];

  async function succeeds(argv: readonly string[]): Promise<void> {
    const program = started(inLane(argv));
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
    const run = start(inLane([...RUN, "--out", out]));
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
