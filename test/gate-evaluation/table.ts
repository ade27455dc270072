/** The tables of docs/gate.md, in Markdown, from folders that measure.ts wrote. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Analyzed, analyzed, rowOf } from "../../bench/stats/cells.ts";
import { binomialUpperBound } from "../../bench/stats/distributions.ts";
import { pairedEvidence } from "../../bench/stats/evidence.ts";
import type { Verdict } from "../../bench/stats/judgement.ts";
import { logRatios } from "../../bench/stats/paired-sides.ts";
import { medianOf } from "../../bench/stats/summary.ts";
import { readRun } from "../../bench/store.ts";
import { GATE_DEFAULTS } from "../../scripts/defaults.ts";
import { type Pair, type Played, play, resample, rivalsAlone } from "./evaluate.ts";
import { markdownTable, percent } from "./markdown.ts";
import { METRIC, SLOWDOWNS, WORKLOAD } from "./measure.ts";
import { RIVALS } from "./rivals.ts";

/** The moments of a start that a gate judges. */
const METRICS = [METRIC, "exited"];
const MARGINS = [0.05, 0.02];
const DRAWN = 200;

interface Line {
  readonly target: string;
  readonly injected: number;
  readonly margin: number;
  readonly pairs: readonly Pair[];
  readonly played: readonly Played[];
  readonly minutesOfRound: number;
}

/** `folder` holds a run for each target. */
export function tableOf(folder: string): string {
  const lines = readdirSync(folder)
    .filter((name) => !name.endsWith("-sizing") && existsSync(join(folder, name, "run.json")))
    .sort()
    .flatMap((name) => linesOf(join(folder, name)));
  return `${[
    ...table(["target", "injected", "measured", "margin", ...GATE_COLUMNS], lines, gateCells),
    "",
    ...table(
      ["target", "injected", "margin", "gates", "the gate", ...RIVALS.map(({ name }) => name)],
      lines,
      rivalCells,
    ),
    "",
    ...table(
      ["target", "injected", "times", ...RIVALS.map(({ name }) => name)],
      lines.filter(({ margin }) => margin === MARGINS[0]),
      aloneCells,
    ),
    "",
    ...table(
      ["rounds at most", "gates", "regressed", "below, with 95% confidence", "inconclusive"],
      LENGTHS,
      (most) => sameCells(lines, most),
    ),
  ].join("\n")}\n`;
}

function linesOf(folder: string): Line[] {
  const { run, records } = readRun(folder);
  const of = analyzed(run, records);
  const [base = "", ...heads] = run.targets.map(({ id }) => id).sort((a, b) => rank(a) - rank(b));
  return heads.flatMap((head, index) => {
    const pairs = METRICS.map((metric) => pairOf(of, base, head, metric));
    return MARGINS.map(
      (margin): Line => ({
        ...{ target: base.replace("#base", ""), margin, pairs },
        injected: index === 0 ? 0 : (SLOWDOWNS[index - 1] as number),
        played: play(pairs, { margin, most: GATE_DEFAULTS.rounds }),
        minutesOfRound: minutesOfRound(of),
      }),
    );
  });
}

/** As they were chosen: base, the same, then by slowdown. */
function rank(id: string): number {
  if (id.endsWith("#base")) return 0;
  if (id.endsWith("#same")) return 1;
  return 2 + Number(/spin=(\d+)ns$/.exec(id)?.[1]);
}

function pairOf(of: Analyzed, baseId: string, headId: string, metric: string): Pair {
  const [base, head] = [baseId, headId].map((id) => rowOf(of, id, WORKLOAD, metric));
  if (base === undefined || head === undefined) {
    throw new Error(`${metric} of ${headId} is missing`);
  }
  return { base, head };
}

/** Of two sides: what a gate of its own would have measured. */
function minutesOfRound({ records, run }: Analyzed): number {
  const seconds = records.reduce((sum, { wallNs }) => sum + wallNs / 1e9, 0) / run.rounds;
  return (seconds * (2 / run.targets.length)) / 60;
}

const GATE_COLUMNS = [
  ...["gates", "regressed", "rounds", "minutes", "covered"],
  ...["drawn: regressed", "drawn: inconclusive"],
];

function gateCells(line: Line, index: number) {
  const { target, injected, margin, pairs, played, minutesOfRound: minutes } = line;
  const rules = { margin, most: GATE_DEFAULTS.rounds };
  const drawn = resample(pairs, rules, injected, {
    gates: DRAWN,
    // No two lines draw the same rounds.
    seed: index + 1,
  });
  const rounds = played.length === 0 ? undefined : medianOf(played.map((one) => one.rounds));
  const told = played.flatMap((one) => one.covers);
  return [
    ...[target, percent(injected), effectOf(pairs[0]), percent(margin), String(played.length)],
    shareOf(played, isVerdict("regressed")),
    rounds === undefined ? "" : String(rounds),
    rounds === undefined ? "" : (rounds * minutes).toFixed(1),
    told.length === 0 ? "" : percent(told.filter(Boolean).length / told.length),
    ...[percent(drawn.regressed), percent(drawn.inconclusive)],
  ];
}

function rivalCells({ target, injected, margin, played }: Line) {
  return [
    ...[target, percent(injected), percent(margin), String(played.length)],
    shareOf(played, isVerdict("regressed")),
    ...RIVALS.map((_, index) => shareOf(played, ({ rivals }) => rivals[index] === true)),
  ];
}

/** What is usually done: five runs of either side, one after the other, and a rule. */
const USUAL = 5;

function aloneCells({ target, injected, pairs }: Line) {
  const { times, alarms } = rivalsAlone(pairs, USUAL);
  return [target, percent(injected), String(times), ...alarms.map(percent)];
}

function isVerdict(verdict: Verdict) {
  return (one: Played) => one.verdict === verdict;
}

function shareOf(played: readonly Played[], is: (one: Played) => boolean): string {
  return played.length === 0 ? "" : percent(played.filter(is).length / played.length);
}

function effectOf(pair: Pair | undefined): string {
  if (pair === undefined) return "";
  const { estimate } = pairedEvidence(logRatios(pair.head, pair.base));
  return `${(Math.expm1(estimate) * 100).toFixed(1)}%`;
}

/** Gates of a target with itself at the default margin, of any target, by how long they may be. */
const LENGTHS: readonly number[] = [18, 60, GATE_DEFAULTS.rounds];

function sameCells(lines: readonly Line[], most: number): readonly string[] {
  const same = lines
    .filter(({ injected, margin }) => injected === 0 && margin === MARGINS[0])
    .flatMap(({ pairs, margin }) => play(pairs, { margin, most }));
  const alarms = same.filter(isVerdict("regressed")).length;
  return [
    String(most),
    String(same.length),
    String(alarms),
    same.length === 0 ? "" : `${(binomialUpperBound(alarms, same.length, 0.95) * 100).toFixed(1)}%`,
    // Those that may take more rounds than were measured are played only where they decide.
    most === GATE_DEFAULTS.rounds ? "" : shareOf(same, isVerdict("inconclusive")),
  ];
}

function table<T>(
  head: readonly string[],
  lines: readonly T[],
  cells: (line: T, index: number) => readonly string[],
): string[] {
  return markdownTable(
    head,
    lines.map((line, index) => cells(line, index)),
  );
}
