/** A history of made-up nights that gets worse by a step: on how many of the later nights the gate is red. */
import { type Analyzed, analyzed } from "../../bench/stats/cells.ts";
import { overall } from "../../bench/stats/decide.ts";
import { judgeHistory } from "../../bench/stats/history.ts";
import { made } from "./made.ts";
import { markdownTable, percent } from "./markdown.ts";
import { Simulation } from "./simulator.ts";

export interface Nights {
  readonly series: number;
  /** Nights before the step, and after it. */
  readonly before: number;
  readonly after: number;
  /** How much worse it gets, as a share. */
  readonly step: number;
  /** How much runs scatter beside their rounds, as a logarithm. */
  readonly scatter: number;
  /** How runs scatter: normally by default, or with heavy tails, or each remembering the one before. */
  readonly kind?: "normal" | "heavy" | "skewed" | "remembering";
  readonly seed: number;
}

export interface NightsOutcome {
  /** Nights after the step; those of them that were red. */
  readonly nights: number;
  readonly red: number;
  /** Those that were inconclusive. */
  readonly open: number;
  /** Those after the first red one of their series, and the red ones of these. */
  readonly since: number;
  readonly redSince: number;
  /** Series of which all nights from the first red one on were red; and such without any. */
  readonly stayed: number;
  readonly never: number;
}

const ROUNDS = 10;
const OF_ROUNDS = 0.01;
const MARGIN = 0.05;

export function playNights({
  series,
  before,
  after,
  step,
  scatter,
  seed,
  kind,
}: Nights): NightsOutcome {
  const simulation = new Simulation(seed);
  let last = simulation.normal();
  const landing = (): number => {
    switch (kind) {
      case "heavy":
        return simulation.heavy();
      case "skewed":
        return simulation.skewed();
      case "remembering":
        last = 0.3 * last + Math.sqrt(1 - 0.3 ** 2) * simulation.normal();
        return last;
      default:
        return simulation.normal();
    }
  };
  const night = (index: number, slowdown: number): Analyzed => {
    const level = 15e6 * slowdown * Math.exp(scatter * landing());
    const { run, records } = made({
      runId: `night-${index}`,
      targets: ["native", "crun"],
      rounds: ROUNDS,
      starts: (target) => [
        target === "native" ? 4e5 : level * Math.exp(OF_ROUNDS * simulation.normal()),
      ],
    });
    return analyzed(run, records);
  };
  const count = { nights: 0, red: 0, open: 0, since: 0, redSince: 0, stayed: 0, never: 0 };
  for (let i = 0; i < series; i++) {
    const runs = Array.from({ length: before }, (_, index) => night(index, 1));
    const reds: boolean[] = [];
    for (let index = before; index < before + after; index++) {
      const head = night(index, 1 + step);
      const cells = judgeHistory({ runs }, head, { margin: MARGIN, rules: [] });
      const verdict = overall(cells.filter(({ gated }) => gated).map((cell) => cell.verdict));
      reds.push(verdict === "regressed");
      if (verdict === "inconclusive") count.open++;
      runs.push(head);
    }
    const first = reds.indexOf(true);
    const since = first < 0 ? [] : reds.slice(first + 1);
    count.nights += reds.length;
    count.red += reds.filter(Boolean).length;
    count.since += since.length;
    count.redSince += since.filter(Boolean).length;
    if (first < 0) count.never++;
    else if (since.every(Boolean)) count.stayed++;
  }
  return count;
}

const SERIES = 40;
const STEPS = [0.1, 0.15, 0.2];
const SCATTERS = [0.01, 0.02, 0.03];

/** How often nights are red, or open, where nothing has changed. */
export function quietNightsTable(): string {
  const lines = (["normal", "heavy", "skewed", "remembering"] as const).flatMap((kind, row) =>
    [0.01, 0.02].map((scatter, column) => {
      const plan = { series: SERIES, before: 20, after: 20, step: 0, scatter, kind };
      const { nights, red, open } = playNights({ ...plan, seed: 4500 + 10 * row + column });
      return [kind, percent(scatter), percent(red / nights), percent(open / nights)];
    }),
  );
  const head = ["runs scatter", "by", "red, though nothing changed", "inconclusive"];
  return `${markdownTable(head, lines).join("\n")}\n`;
}

export function nightsTable(): string {
  const head = [
    ...["runs scatter by", "step", "red, of all nights after it"],
    ...["red, of those after the first red one", "all red from the first on", "never red"],
  ];
  const lines = SCATTERS.flatMap((scatter, row) =>
    STEPS.map((step, column) => {
      const plan = { series: SERIES, before: 20, after: 20, step, scatter };
      const found = playNights({ ...plan, seed: 4000 + 10 * row + column });
      return [
        ...[percent(scatter), percent(step), percent(found.red / found.nights)],
        found.since === 0 ? "" : percent(found.redSince / found.since),
        ...[percent(found.stayed / SERIES), percent(found.never / SERIES)],
      ];
    }),
  );
  return `${markdownTable(head, lines).join("\n")}\n`;
}
