/** How much the ratio to native differs between runs of the same targets: what `RUN_TO_RUN` comes from. */
import { NATIVE } from "../../bench/stats/analyze.ts";
import { type Analyzed, analyzed } from "../../bench/stats/cells.ts";
import { ruleFor } from "../../bench/stats/margins.ts";
import { runLevel } from "../../bench/stats/run-level.ts";
import { readRun } from "../../bench/store.ts";
import { markdownTable, percent } from "./markdown.ts";

/** Squares, as logarithms: of the runs about their mean, and of that what their rounds explain. */
interface Spread {
  readonly cell: string;
  readonly runs: number;
  readonly variance: number;
  readonly explained: number;
}

/** A line for each metric that a gate would judge, of containers, in all of the runs. */
export function betweenTable(folders: readonly string[]): string {
  const runs = folders.map((folder) => {
    const { run, records } = readRun(folder);
    return analyzed(run, records);
  });
  const head = ["cell", "runs", "scatter of runs", "of their rounds", "between runs"];
  const lines = spreads(runs).map(({ cell, runs: n, variance, explained }) => [
    ...[cell, String(n), percent(Math.sqrt(variance)), percent(Math.sqrt(explained))],
    percent(Math.sqrt(Math.max(0, variance - explained))),
  ]);
  return `${markdownTable(head, lines).join("\n")}\n`;
}

function spreads(runs: readonly Analyzed[]): Spread[] {
  const [first] = runs;
  if (first === undefined || runs.length < 2) throw new Error("it takes two runs, or more");
  const kinds = new Map(first.run.targets.map(({ id, kind }) => [id, kind]));
  return first.rows.flatMap((row): Spread[] => {
    const { target, workload, metric } = row;
    const kind = kinds.get(target) ?? "runtime";
    if (target === NATIVE || kind === "vm" || !ruleFor({ ...row, kind }, undefined, []).gated)
      return [];
    const levels = runs.flatMap((of) => runLevel(of, target, workload, metric) ?? []);
    if (levels.length < 2) return [];
    const mean = levels.reduce((sum, { estimate }) => sum + estimate, 0) / levels.length;
    const sum = levels.reduce((total, { estimate }) => total + (estimate - mean) ** 2, 0);
    const own = levels.reduce((total, { standardError }) => total + standardError ** 2, 0);
    return [
      {
        cell: `${workload}/${metric} on ${target}`,
        runs: levels.length,
        variance: sum / (levels.length - 1),
        explained: own / levels.length,
      },
    ];
  });
}
