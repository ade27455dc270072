/** Runs that end early, by a clock that is set by hand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Adaptive, type AdaptivePlan, type Judge } from "../../bench/campaign/adaptive.ts";
import { type Cell, cellKey, makePlan } from "../../bench/plan.ts";
import type { RunRecord } from "../../bench/schema.ts";
import type { Looks } from "../../bench/stats/judge.ts";
import { exampleRecords } from "../golden/example.ts";

const WORKLOADS = ["start.exec", "cpu.sysbench"] as const;
const TARGETS = ["crun", "runc"];
const CELL_MS = 250;
/** Of a round in which no workload has been dropped. */
const ROUND_MS = CELL_MS * WORKLOADS.length * TARGETS.length;

const all: ReadonlySet<string> = new Set(WORKLOADS);
const never: Judge = () => all;

function recordOf(cell: Cell): RunRecord {
  return { ...(exampleRecords()[0] as RunRecord), ...cell };
}

/** What of the plan is measured, as the walk measures it; each cell takes `CELL_MS`. */
function walked(
  plan: AdaptivePlan,
  judge: Judge,
  from: { readonly records?: readonly RunRecord[]; readonly nowMs?: number } = {},
) {
  const { records = [] } = from;
  let nowMs = from.nowMs ?? 0;
  const asked: Looks[] = [];
  const adaptive = new Adaptive(
    plan,
    (soFar, looks) => {
      asked.push(looks);
      return judge(soFar, looks);
    },
    records,
    0,
    () => nowMs,
  );
  const done = new Set(records.map(cellKey));
  const cells = makePlan({
    ...{ seed: 3, rounds: plan.looks.at(-1) as number, targets: TARGETS },
    workloads: WORKLOADS.map((id) => ({ id, mode: "exec" })),
  });
  const measured = cells.filter((cell) => {
    if (done.has(cellKey(cell)) || !adaptive.wants(cell)) return false;
    nowMs += CELL_MS;
    adaptive.add(recordOf(cell));
    return true;
  });
  return { ...adaptive.end(), adaptive, measured, asked, tookMs: nowMs - (from.nowMs ?? 0) };
}

/** Cells of each round that was begun. */
function sizes(measured: readonly Cell[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const { round } of measured) counts.set(round, (counts.get(round) ?? 0) + 1);
  return [...counts.values()];
}

describe("a run that may end early", () => {
  it("goes to its last round if nothing is decided, and looks as planned", () => {
    const { ended, rounds, measured, asked, adaptive } = walked({ looks: [4, 6, 9] }, never);
    expect({ ended, rounds }).toEqual({ ended: "rounds", rounds: 9 });
    expect(measured).toHaveLength(9 * 4);
    expect(asked).toEqual([
      { taken: [4], planned: [4, 6, 9] },
      { taken: [4, 6], planned: [4, 6, 9] },
    ]);
    expect(adaptive.taken).toEqual([4, 6, 9]);
  });

  it("drops a workload that is decided, from the next round on", () => {
    const { ended, measured, adaptive } = walked({ looks: [4, 6, 9] }, (_, { taken }) =>
      taken.includes(6) ? new Set(["cpu.sysbench"]) : all,
    );
    expect(ended).toBe("rounds");
    expect(adaptive.roundsOf("start.exec")).toBe(6);
    expect(adaptive.roundsOf("cpu.sysbench")).toBe(9);
    expect(sizes(measured)).toEqual([4, 4, 4, 4, 4, 4, 2, 2, 2]);
  });

  it("does not take up again what it has dropped, whatever comes to light of others", () => {
    const { measured, adaptive } = walked({ looks: [4, 6, 9] }, (_, { taken }) =>
      taken.at(-1) === 4 ? new Set(["cpu.sysbench"]) : all,
    );
    expect(adaptive.roundsOf("start.exec")).toBe(4);
    expect(adaptive.roundsOf("cpu.sysbench")).toBe(9);
    expect(sizes(measured)).toEqual([4, 4, 4, 4, 2, 2, 2, 2, 2]);
  });

  it("ends when all are decided, and does not look again", () => {
    const { asked, ...end } = walked({ looks: [4, 6, 9] }, () => new Set());
    expect(end).toMatchObject({ ended: "decided", rounds: 4 });
    expect(end.measured).toHaveLength(4 * 4);
    expect(end.adaptive.taken).toEqual([4]);
    expect(asked).toHaveLength(1);
    expect(end.adaptive.roundsOf("disk.fio")).toBe(0);
  });

  it("shows its judge the records up to the look, and no others", () => {
    const seen: number[] = [];
    walked({ looks: [4, 6, 9] }, (records) => {
      seen.push(Math.max(...records.map(({ round }) => round)));
      return all;
    });
    expect(seen).toEqual([4, 6]);
  });
});

describe("a budget", () => {
  it("ends a run where the next round would not end in time, never within one", () => {
    const budget = fc.integer({ min: 1, max: 12 * ROUND_MS });
    fc.assert(
      fc.property(budget, (budgetMs) => {
        const { measured, ended, rounds, tookMs } = walked({ looks: [4, 6, 9], budgetMs }, never);
        expect(new Set(sizes(measured))).toEqual(new Set([4]));
        // Less than two rounds say nothing, however short the time.
        expect(rounds).toBe(Math.min(9, Math.max(2, Math.floor(budgetMs / ROUND_MS))));
        expect(ended).toBe(rounds < 9 ? "budget" : "rounds");
        if (rounds > 2) expect(tookMs).toBeLessThanOrEqual(budgetMs);
      }),
    );
  });

  it("makes the round that it ends with the last look", () => {
    const between = walked({ looks: [4, 6, 9], budgetMs: 5 * ROUND_MS }, never);
    expect(between.adaptive.taken).toEqual([4, 5]);
    const at = walked({ looks: [4, 6, 9], budgetMs: 4 * ROUND_MS }, never);
    expect(at.adaptive.taken).toEqual([4]);
    expect(at.ended).toBe("budget");
  });

  it("says what is left of it", () => {
    let nowMs = 1000;
    const looks = [3];
    const limited = new Adaptive({ looks, budgetMs: 5000 }, never, [], 1000, () => nowMs);
    expect(limited.leftMs).toBe(5000);
    nowMs = 7000;
    expect(limited.leftMs).toBe(-1000);
    expect(new Adaptive({ looks }, never, [], 0).leftMs).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("going on with a run that may end early", () => {
  const plan = { looks: [4, 6, 9] };
  const whole = walked(plan, never);

  it("knows the looks that there were, also where nothing is left to be measured", () => {
    const records = whole.measured.map(recordOf);
    expect(walked(plan, never, { records }).adaptive.taken).toEqual([4, 6, 9]);
    const sixth = records.filter(({ round }) => round <= 6);
    const { adaptive } = walked({ looks: [4, 6] }, never, { records: sixth });
    expect(adaptive.taken).toEqual([4, 6]);
  });
  const earlier = (cells: number) => whole.measured.slice(0, cells).map(recordOf);

  it("measures what is left, and takes the looks that it would have taken", () => {
    for (const cells of [1, 15, 16, 17, 23, 24]) {
      const { measured, adaptive, rounds } = walked(plan, never, { records: earlier(cells) });
      expect(measured).toEqual(whole.measured.slice(cells));
      expect(adaptive.taken).toEqual(whole.adaptive.taken);
      expect(rounds).toBe(9);
    }
  });

  it("takes a look that is due before anything is measured", () => {
    const { measured, ended, adaptive } = walked(plan, () => new Set(), { records: earlier(16) });
    expect({ ended, measured }).toEqual({ ended: "decided", measured: [] });
    expect(adaptive.taken).toEqual([4]);
    expect(adaptive.roundsOf("start.exec")).toBe(4);
  });

  it("begins no round when the time is up", () => {
    const late = { records: earlier(12), nowMs: 3 * ROUND_MS + 1 };
    const { ended, rounds, measured } = walked({ ...plan, budgetMs: 3 * ROUND_MS }, never, late);
    expect({ ended, rounds, measured }).toEqual({ ended: "budget", rounds: 3, measured: [] });
  });
});
