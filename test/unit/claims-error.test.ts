/** How often verdicts on claims are wrong, where the truth is on the margin, or beyond it. */
import { describe, expect, it } from "vitest";
import type { ClaimResult } from "../../bench/claims/result.ts";
import { seeded } from "../../bench/random.ts";
import { normalQuantile } from "../../bench/stats/distributions.ts";
import { CRUN, decided, KVM, made, NATIVE, starts, target, vm } from "../made-claims.ts";
import type { Made, MadeMetric } from "../made-runs.ts";

const RUNS = 600;
const ERROR = 0.05;
/** With an error of 5%, so many runs give more than this once in ten thousand times. */
const MOST = RUNS * ERROR + 3.7 * Math.sqrt(RUNS * ERROR * (1 - ERROR));

/** How many of these runs have a wrong verdict, or more than one. */
function wrongRuns(
  run: (draw: () => number) => Made,
  isWrong: (of: ClaimResult) => boolean,
): number {
  const random = seeded(20_260_101);
  const draw = () => normalQuantile((random.below(1_000_000) + 0.5) / 1_000_000);
  let wrong = 0;
  for (let i = 0; i < RUNS; i++) wrong += decided(run(draw)).some(isWrong) ? 1 : 0;
  return wrong;
}

/** Claims whose verdicts rest on rounds. Exact ones are right by construction. */
const ON_ROUNDS = ["C1", "C3", "C6"];
const isDecided = ({ id, verdict }: ClaimResult) =>
  ON_ROUNDS.includes(id) && ["holds", "does-not-hold", "depends", "not-for-all"].includes(verdict);

const WORK = ["cpu.x", "memory.x", "disk.x", "network.x", "syscall.x"];

/**
 * One part of each claim is on its margin, and the others are as the claim says: where a wrong
 * "holds" is most likely.
 */
function oneOnTheMargin(rounds: number, sigma: number, draw: () => number): Made {
  const work = WORK.map(
    (workload): MadeMetric => ({
      ...{ workload, metric: "work" },
      value: (id) => {
        if (id === "native") return 1e6;
        const surely = id === "cgroup" ? 1e-3 : 1e3;
        const factor = workload === "disk.x" ? 1.05 : surely;
        return 1e6 * factor * Math.exp(sigma * draw());
      },
    }),
  );
  const ready = starts((id) => (id === "qemu-microvm" ? 1000 * Math.exp(sigma * draw()) : 1));
  const targets = [NATIVE, target("cgroup", "primitive"), CRUN, vm(KVM)];
  return made(rounds, targets, [...work, ready]);
}

/** Every part of every claim is on its margin. */
function allOnTheMargin(rounds: number, sigma: number, draw: () => number): Made {
  const work = WORK.map(
    (workload): MadeMetric => ({
      ...{ workload, metric: "work" },
      value: (id) => (id === "native" ? 1e6 : 1.05e6 * Math.exp(sigma * draw())),
    }),
  );
  const ready = starts((id) => {
    if (id === "native") return 1;
    return id === "cgroup" ? 11 + 5 * sigma * draw() : 1000 * Math.exp(sigma * draw());
  });
  const targets = [NATIVE, target("cgroup", "primitive"), CRUN, vm(KVM)];
  return made(rounds, targets, [...work, ready]);
}

describe("verdicts on claims", () => {
  it.each([
    ["with little noise, one on its margin", oneOnTheMargin, 10, 0.01],
    ["with much noise, one on its margin", oneOnTheMargin, 16, 0.5],
    ["with all on the margin", allOnTheMargin, 15, 0.2],
  ])("are wrong in no more than one run of twenty: %s", (_what, run, rounds, sigma) => {
    const wrong = wrongRuns((draw) => run(rounds, sigma, draw), isDecided);
    expect(wrong).toBeLessThanOrEqual(MOST);
  });

  it.each([0.01, 0.1, 0.5, 2])(
    "hold no more often by noise of %d, where they are false",
    (sigma) => {
      const false_ = (draw: () => number) =>
        made(12, [NATIVE, CRUN], [starts(() => 1001 * Math.exp(sigma * draw()))]);
      const wrong = wrongRuns(false_, ({ id, verdict }) => id === "C6" && verdict === "holds");
      expect(wrong).toBeLessThanOrEqual(MOST);
    },
  );

  it("hold where they are true, and rounds are enough", () => {
    const true_ = (draw: () => number) =>
      made(12, [NATIVE, CRUN], [starts(() => 200 * Math.exp(0.2 * draw()))]);
    const missed = wrongRuns(true_, ({ id, verdict }) => id === "C6" && verdict !== "holds");
    expect(missed).toBeLessThan(0.05 * RUNS);
  });
});
