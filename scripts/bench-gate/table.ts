/** The table of docs/gate.md, in Markdown, from folders that measure.ts wrote. */
import { type Analyzed, analyzed, rowOf } from "../../bench/stats/cells.ts";
import { clopperPearson } from "../../bench/stats/distributions.ts";
import { pairedEvidence } from "../../bench/stats/evidence.ts";
import { logRatios } from "../../bench/stats/interleaved.ts";
import { medianOf } from "../../bench/stats/summary.ts";
import { readRun } from "../../bench/store.ts";
import { GATE_DEFAULTS } from "../choose-gate.ts";
import { type Pair, type Played, play } from "./evaluate.ts";
import { METRIC, SLOWDOWNS, WORKLOAD } from "./measure.ts";
import { RIVALS } from "./rivals.ts";

const METRICS = [METRIC, "exited"];
const MARGINS = [0.05, 0.02];

export function tableOf(folders: readonly string[]): string {
  const lines = [
    row([
      "target",
      "injected",
      "measured",
      "margin",
      "gates",
      "regressed",
      "inconclusive",
      "rounds",
      "minutes",
      "covered",
      ...RIVALS.map(({ name }) => name),
    ]),
    row([
      "---",
      "---:",
      "---:",
      "---:",
      "---:",
      "---:",
      "---:",
      "---:",
      "---:",
      "---:",
      ...RIVALS.map(() => "---:"),
    ]),
  ];
  const same: Played[] = [];
  for (const folder of folders) {
    const { run, records } = readRun(folder);
    const of = analyzed(run, records);
    const [base = "", ...heads] = run.targets.map(({ id }) => id).sort(byPlan);
    heads.forEach((head, index) => {
      const pairs = METRICS.map((metric) => pairOf(of, base, head, metric));
      const injected = index === 0 ? 0 : (SLOWDOWNS[index - 1] as number);
      for (const margin of MARGINS) {
        const played = play(pairs, { margin, most: GATE_DEFAULTS.rounds });
        if (index === 0 && margin === MARGINS[0]) same.push(...played);
        lines.push(
          row([
            base.replace("#base", ""),
            percentOf(injected),
            measured(pairs[0]),
            percentOf(margin),
            ...figures(played, of),
          ]),
        );
      }
    });
  }
  if (same.length === 0) {
    return `${lines.join("\n")}\n\nNo gate had rounds enough: measure for longer.\n`;
  }
  const alarms = same.filter(({ verdict }) => verdict === "regressed").length;
  const bound = clopperPearson(alarms, same.length, 0.9).high;
  lines.push(
    "",
    `False alarms at the default margin where nothing differs: ${alarms} of ${same.length} gates; the rate is below ${(bound * 100).toFixed(1)}% with 95% confidence (Clopper and Pearson, one-sided).`,
  );
  return `${lines.join("\n")}\n`;
}

/** As they were chosen: base, the same, then by slowdown. */
function byPlan(a: string, b: string): number {
  return rank(a) - rank(b);
}

function rank(id: string): number {
  if (id.endsWith("#base")) return 0;
  if (id.endsWith("#same")) return 1;
  return 2 + Number(/spin=(\d+)ns$/.exec(id)?.[1]);
}

function pairOf(of: Analyzed, baseId: string, headId: string, metric: string): Pair {
  const [base, head] = [baseId, headId].map((id) => rowOf(of, id, WORKLOAD, metric));
  if (base === undefined || head === undefined)
    throw new Error(`${metric} of ${headId} is missing`);
  return { base, head };
}

function measured(pair: Pair | undefined): string {
  if (pair === undefined) return "";
  const { estimate } = pairedEvidence(logRatios(pair.head, pair.base));
  return `${(Math.expm1(estimate) * 100).toFixed(1)}%`;
}

function figures(played: readonly Played[], of: Analyzed): string[] {
  if (played.length === 0) return ["0", ...new Array<string>(5 + RIVALS.length).fill("")];
  const share = (count: number) => `${((count / played.length) * 100).toFixed(0)}%`;
  const count = (verdict: Played["verdict"]) =>
    share(played.filter((one) => one.verdict === verdict).length);
  const rounds = medianOf(played.map((one) => one.rounds));
  const covers = played.flatMap((one) => one.covers);
  return [
    String(played.length),
    count("regressed"),
    count("inconclusive"),
    String(rounds),
    (rounds * minutesOfRound(of)).toFixed(1),
    `${((covers.filter(Boolean).length / covers.length) * 100).toFixed(0)}%`,
    ...RIVALS.map((_, index) => share(played.filter(({ rivals }) => rivals[index]).length)),
  ];
}

/** Of two sides: what a gate of its own would have measured. */
function minutesOfRound({ records, run }: Analyzed): number {
  const seconds = records.reduce((sum, { wallNs }) => sum + wallNs / 1e9, 0) / run.rounds;
  return (seconds * (2 / run.targets.length)) / 60;
}

function percentOf(share: number): string {
  return `${(share * 100).toFixed(0)}%`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
