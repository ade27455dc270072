/** How much the ratio to native differs between runs of the same targets: what `betweenRuns` comes from. */
import { NATIVE } from "../../bench/stats/analyze.ts";
import { judgeBaseline } from "../../bench/stats/baseline.ts";
import { type Analyzed, analyzed, rowOf } from "../../bench/stats/cells.ts";
import { incompleteBeta } from "../../bench/stats/distributions.ts";
import type { Verdict } from "../../bench/stats/judgement.ts";
import { ruleFor } from "../../bench/stats/margins.ts";
import { logRatios } from "../../bench/stats/paired-sides.ts";
import { readRun } from "../../bench/store.ts";
import { markdownTable, percent } from "./markdown.ts";

/** Squares, as logarithms: of the means of runs about theirs, and of that what their rounds explain. */
interface Spread {
  readonly family: string;
  readonly metric: string;
  readonly target: string;
  readonly runs: number;
  readonly variance: number;
  readonly explained: number;
  /** Of runs that differ so much beside their rounds, if they do not differ at all: p of the F test. */
  readonly chance: number;
}

/** Of each metric that a gate would judge, of containers, in all of the runs; and of families of them. */
export function betweenTable(folders: readonly string[]): string {
  const runs = folders.map((folder) => {
    const { run, records } = readRun(folder);
    return analyzed(run, records);
  });
  const found = spreads(runs);
  const tables = [metricLines(found), familyLines(found), verdictLines(runs)];
  return tables.map((lines) => `${lines.join("\n")}\n`).join("\n");
}

function metricLines(found: readonly Spread[]): string[] {
  const head = ["cell", "runs", "scatter of runs", "of their rounds", "between runs", "by chance"];
  const lines = found.map((spread) => [
    `${spread.metric} on ${spread.target}`,
    ...[String(spread.runs), percent(Math.sqrt(spread.variance))],
    ...[percent(Math.sqrt(spread.explained)), percent(between([spread])), percent(spread.chance)],
  ]);
  return markdownTable(head, lines);
}

/** Of a family: Bonferroni's. */
const LEVEL = 0.05;

/** The family's value is that of its metric which varied most, all targets together. */
function familyLines(found: readonly Spread[]): string[] {
  const head = ["family", "metrics", "their median", "most", "which", "beyond chance"];
  const lines = [...grouped(found, ({ family }) => family)].map(([family, cells]) => {
    const metrics = [...grouped(cells, ({ metric }) => metric)]
      .map(([metric, of]) => ({ metric, deviation: between(of) }))
      .sort((a, b) => a.deviation - b.deviation);
    const most = metrics.at(-1);
    const middle = metrics[Math.floor((metrics.length - 1) / 2)];
    const beyond = cells.filter(({ chance }) => chance < LEVEL / cells.length).length;
    return [
      ...[family, String(metrics.length), percent(middle?.deviation ?? 0)],
      ...[percent(most?.deviation ?? 0), most?.metric ?? "", `${beyond} of ${cells.length}`],
    ];
  });
  return markdownTable(head, lines);
}

/** What a baseline says of each run beside each other one, in which nothing has changed. */
function verdictLines(runs: readonly Analyzed[]): string[] {
  const verdicts = runs.flatMap((base) =>
    runs
      .filter((head) => head !== base)
      .flatMap((head) => judgeBaseline(base, head, { rules: [] }).filter(({ gated }) => gated)),
  );
  const head = ["family", "compared", "regressed", "inconclusive", "pass"];
  const lines = [...grouped(verdicts, ({ family }) => family)].map(([family, cells]) => {
    const share = (verdict: Verdict) =>
      percent(cells.filter((cell) => cell.verdict === verdict).length / cells.length);
    return [
      ...[family, String(cells.length)],
      ...[share("regressed"), share("inconclusive"), share("pass")],
    ];
  });
  return markdownTable(head, lines);
}

/** Standard deviation of a logarithm beside what the rounds explain. Cells count alike. */
function between(cells: readonly Spread[]): number {
  const sum = cells.reduce((total, { variance, explained }) => total + variance - explained, 0);
  return Math.sqrt(Math.max(0, sum / cells.length));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function spreads(runs: readonly Analyzed[]): Spread[] {
  const [first] = runs;
  if (first === undefined || runs.length < 2) throw new Error("it takes two runs, or more");
  const kinds = new Map(first.run.targets.map(({ id, kind }) => [id, kind]));
  return first.rows.flatMap((row): Spread[] => {
    const { target, workload, metric, family } = row;
    const kind = kinds.get(target) ?? "runtime";
    if (target === NATIVE || kind === "vm" || !ruleFor({ ...row, kind }, undefined, []).gated)
      return [];
    const logs = runs.map((of) => ratiosOf(of, target, workload, metric));
    const told = logs.filter((of) => of.length > 1);
    if (told.length < 2) return [];
    return [{ family, target, metric: `${workload}/${metric}`, ...spreadOf(told) }];
  });
}

function ratiosOf(of: Analyzed, target: string, workload: string, metric: string) {
  const [row, native] = [target, NATIVE].map((id) => rowOf(of, id, workload, metric));
  return row === undefined || native === undefined ? [] : logRatios(row, native);
}

/**
 * One-way analysis of variance, whose estimate has no bias whatever the tails are: Searle, Casella
 * and McCulloch, Variance Components (1992), chapter 3. Runs have nearly as many rounds as each other.
 */
function spreadOf(runs: readonly (readonly number[])[]) {
  const means = runs.map(meanOf);
  const centre = meanOf(means);
  const within = runs.map((of, at) => squares(of, means[at] ?? 0) / (of.length - 1) / of.length);
  const between = runs.length - 1;
  const variance = squares(means, centre) / between;
  const explained = meanOf(within);
  const rounds = runs.reduce((sum, of) => sum + of.length - 1, 0);
  const rest = (between * variance) / (between * variance + rounds * explained);
  const chance = incompleteBeta(rounds / 2, between / 2, 1 - rest, rest);
  return { runs: runs.length, variance, explained, chance };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squares(values: readonly number[], centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}
