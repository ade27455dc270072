/** Findings about building and delivering images: how long it takes, and what is sent again. */
import type { Run, TargetState } from "../schema.ts";
import type { Analysis, Row } from "../stats/analyze.ts";
import { deliveriesOf, distinctOf, isLazy, receivedBytes } from "../stats/deliveries.ts";
import { pairedValues } from "../stats/overhead.ts";
import { mainTarget, subjectsOf } from "../subjects.ts";
import type { Subject } from "../types.ts";
import type { About, Finding } from "./finding.ts";
import { LOGARITHM, ofRounds, triedOf } from "./of-rounds.ts";
import { picked } from "./picks.ts";

/**
 * A value for each place and round. A place is what subjects have in common besides their formats:
 * a link. Each delivery begins anew, with a store and a link of its own.
 */
export function times(
  { workload, metric, against, bound }: About<"times">,
  { id }: TargetState,
  run: Run,
  analysis: Analysis,
): Finding | undefined {
  const others = picked([against], run).map((target) => target.id);
  const rows = analysis.rows.filter(
    (row) => row.workload === workload && row.metric === metric && row.better === "lower",
  );
  const lazy = lazySubjects(analysis, workload);
  const pairs = placesOf(run, workload).flatMap((all) => {
    const subjects = all.filter((subject) => !lazy.has(subject.id));
    const own = quickest(rows, subjects, [id]);
    const other = quickest(rows, subjects, others);
    return own === undefined || other === undefined ? [] : [{ own, other }];
  });
  if (pairs.length === 0) return undefined;
  const ratios = pairs.flatMap(({ own, other }) =>
    pairedValues("slowdown", "lower", own.rounds, other.rounds),
  );
  const tried = pairs.reduce(
    (sum, { own, other }) => sum + triedOf([own, other], analysis).size,
    0,
  );
  const found = ofRounds(ratios, tried, { bound, scale: LOGARITHM, metrics: 1 });
  if (found?.kind !== "rounds") return found;
  const rounds = new Set(pairs.flatMap(({ own }) => [...own.rounds.keys()])).size;
  return { ...found, rounds, perRound: pairs.length };
}

/** Those of formats whose pull is hardly more than a promise: its time is no time of a delivery. */
function lazySubjects(analysis: Analysis, workload: string): ReadonlySet<string> {
  const plan = analysis.workloads.find(({ id }) => id === workload);
  const cells = plan === undefined ? [] : deliveriesOf(analysis, plan);
  return new Set(cells.filter((cell) => isLazy(cells, cell)).map(({ subject }) => subject));
}

/** The subjects of a workload, by place. */
function placesOf(run: Run, workload: string): readonly (readonly Subject[])[] {
  const plan = run.workloads.find(({ id }) => id === workload);
  const targets = run.targets.map(({ id }) => id);
  const places = new Map<string, Subject[]>();
  for (const subject of plan === undefined ? [] : subjectsOf(plan, targets)) {
    const { format: _, ...place } = subject.at;
    const key = JSON.stringify(Object.entries(place).sort(([a], [b]) => (a < b ? -1 : 1)));
    places.set(key, [...(places.get(key) ?? []), subject]);
  }
  return [...places.values()];
}

/** That of the lowest median. */
function quickest(
  rows: readonly Row[],
  subjects: readonly Subject[],
  targets: readonly string[],
): Row | undefined {
  const ids = subjects.filter((one) => targets.includes(mainTarget(one))).map(({ id }) => id);
  const [first] = rows
    .filter(({ subject }) => ids.includes(subject))
    .toSorted((a, b) => a.summary.median - b.summary.median);
  return first;
}

/** Bytes hardly scatter, so they are taken for exact. */
export function reuse(
  { workload, first, later, is, bound }: About<"reuse">,
  { id }: TargetState,
  analysis: Analysis,
): Finding | undefined {
  const plan = analysis.workloads.find((one) => one.id === workload);
  if (plan === undefined) return undefined;
  const cells = deliveriesOf(analysis, plan).filter(({ target }) => target === id);
  const shares = distinctOf(cells, "format").flatMap((format) => {
    const [whole, part] = [first, later].map((store) => receivedBytes(cells, { format, store }));
    return whole === undefined || part === undefined || !(whole > 0)
      ? []
      : [{ format, share: part / whole }];
  });
  const [least] = shares.toSorted((a, b) => a.share - b.share);
  if (least === undefined) return undefined;
  const { share, format } = least;
  const answer = (is === "above" ? share > bound : share < bound) ? "yes" : "no";
  return { kind: "exact", answer, figure: share, against: format };
}
