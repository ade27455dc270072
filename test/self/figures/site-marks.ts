/**
 * How well a site's marks find what changed in a series, and how often they are wrong: the table in
 * docs/site.md. The rules were tuned with other seeds than these.
 */
import { type Random, seeded } from "../../../bench/random.ts";
import { normalQuantile } from "../../../bench/stats/distributions.ts";
import { type Shift, shiftsIn } from "../../../bench/stats/shifts.ts";
import { type Figure, figure, type Measure } from "../figure.ts";

const SEEDS = [101, 202, 303];
/** Series of each kind for each seed. */
const TRIES = 200;
const RUNS = 60;
/** A site of 200 series allows this to each. */
const ERROR = 0.01 / 200;

/** What is usual at each run, and what is to be found there. */
interface Shape {
  readonly id: string;
  readonly about: string;
  /** Deviation of a run from the level. */
  readonly scatter: number;
  readonly kinds: readonly Shift["kind"][];
  /** Shares that have to be found as they are, and that may be found as something else. */
  readonly bounds: readonly [least: number, most: number];
  level(at: number): number;
}

const step = (by: number) => (at: number) => (at < 30 ? 1 : 1 + by);
const creep = (by: number) => (at: number) => 1 + (by / 30) * Math.min(30, Math.max(0, at - 15));
const dent = (runs: number) => (at: number) => (at >= 25 && at < 25 + runs ? 1.2 : 1);

const SHAPES: readonly Shape[] = [
  shape("step-10-4", "a step of 10%", 0.04, ["step"], [0.9, 0.05], step(0.1)),
  shape("step-6-4", "a step of 6%", 0.04, ["step"], [0.3, 0.05], step(0.06)),
  shape("step-10-2", "a step of 10%", 0.02, ["step"], [0.95, 0.05], step(0.1)),
  shape("creep-30-4", "a creep of 30% over 30 runs", 0.04, ["creep"], [0.95, 0.05], creep(0.3)),
  shape("creep-20-4", "a creep of 20% over 30 runs", 0.04, ["creep"], [0.8, 0.2], creep(0.2)),
  shape("creep-15-4", "a creep of 15% over 30 runs", 0.04, ["creep"], [0.5, 0.5], creep(0.15)),
  shape("creep-15-2", "a creep of 15% over 30 runs", 0.02, ["creep"], [0.95, 0.05], creep(0.15)),
  shape("dent-10-3", "20% for ten runs, then back", 0.03, ["step", "step"], [0.95, 0.05], dent(10)),
  shape("dent-8-2", "20% for eight runs, then back", 0.02, ["step", "step"], [0.02, 0.05], dent(8)),
];

function shape(
  id: string,
  about: string,
  scatter: number,
  kinds: Shape["kinds"],
  bounds: Shape["bounds"],
  level: Shape["level"],
): Shape {
  return { id, about, scatter, kinds, bounds, level };
}

const QUIET_RUNS = [20, 60, 150];
const QUIET_ERROR = 0.05;
/** For each seed and length. */
const QUIET_TRIES = 2000;

export const measure: Measure = async (say) => {
  say("looking for changes in simulated series");
  return [...SHAPES.flatMap(foundFigures), ...QUIET_RUNS.map(quietFigure)];
};

function foundFigures({ id, about, scatter, kinds, bounds, level }: Shape): readonly Figure[] {
  const found = SEEDS.flatMap((seed) => {
    const random = seeded(seed);
    return Array.from({ length: TRIES }, () =>
      shiftsIn(series(random, RUNS, scatter, level), { error: ERROR }).shifts.map(
        ({ kind }) => kind,
      ),
    );
  });
  const wanted = kinds.join();
  const right = found.filter((one) => one.join() === wanted).length;
  const nothing = found.filter((one) => one.length === 0).length;
  const n = found.length;
  const what = `${about}, where runs scatter by ${scatter * 100}%`;
  return [
    figure({
      id: `marks-${id}`,
      value: right / n,
      unit: "share",
      better: "higher",
      bound: bounds[0],
      n,
      about: `${what}: found as it is`,
    }),
    figure({
      id: `marks-${id}-else`,
      value: (n - right - nothing) / n,
      unit: "share",
      better: "lower",
      bound: bounds[1],
      n,
      about: `${what}: found as something else`,
    }),
  ];
}

function quietFigure(runs: number): Figure {
  const marked = SEEDS.flatMap((seed) => {
    const random = seeded(seed);
    return Array.from(
      { length: QUIET_TRIES },
      () =>
        shiftsIn(
          series(random, runs, 0.04, () => 1),
          { error: QUIET_ERROR },
        ).shifts.length > 0,
    );
  });
  return figure({
    id: `marks-quiet-${runs}`,
    value: marked.filter(Boolean).length / marked.length,
    unit: "share",
    better: "lower",
    bound: QUIET_ERROR,
    n: marked.length,
    about: `${runs} runs without a change that were marked, by a test at ${QUIET_ERROR * 100}%`,
  });
}

function series(random: Random, runs: number, scatter: number, level: Shape["level"]): number[] {
  return Array.from({ length: runs }, (_, at) => level(at) + scatter * normal(random));
}

function normal(random: Random): number {
  const steps = 2 ** 30;
  return normalQuantile((random.below(steps) + 0.5) / steps);
}
