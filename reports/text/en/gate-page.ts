/** The page of a gate, and that of a comparison. */
import { type CellKind, changeText } from "./words/change.ts";
import { counted } from "./words/counts.ts";

export const gatePage = {
  "gate-page.title": ({ verdict, sides }: { verdict: string; sides: string }) =>
    `Gate: ${verdict}: ${sides}`,
  "gate-page.title-compared": ({ sides }: { sides: string }) => `Comparison: ${sides}`,
  "gate-page.heading": ({ verdict, meaning }: { verdict: string; meaning: string }) =>
    `${verdict}: ${meaning}`,
  "gate-page.heading-compared": ({ sides }: { sides: string }) => `What differs: ${sides}`,
  "gate-page.run": (of: { sides: string; run: string; date: string; rounds: number }) =>
    `${of.sides} · ${counted(of.rounds, "round")} · ${of.date} · run ${of.run}`,
  "gate-page.to-report": () => "The report of the run, with every figure and sample",
  "gate-page.short-name": ({ name, id }: { name: string; id: string }) => `${name}: ${id}`,
  "gate-page.skip": () => "Skip to the cells",

  // The chart of all cells.
  "gate-page.change": () => "How much each cell changed, and what decides",
  "gate-page.change-nav": () => "Change",
  "gate-page.forest": () => "Change of each cell, with its bounds and its margin",
  "gate-page.forest-explained": () =>
    "A mark is the change that was measured; right of the line is worse. The bar goes from the bound below to the bound above; a thick end is the bound that decides. The band is what is allowed. A bar beyond the band has regressed; one that ends before the band's right edge passes; one across that edge is not decided. A cell that regressed without a thick end has more slow starts, or fails more often. Where it is dotted, there are too few rounds for a bound on that side.",
  "gate-page.forest-more": ({ count }: { count: number }) =>
    `${count} more cells are in the table below.`,
  "gate-page.forest-spoken": ({ cells }: { cells: readonly string[] }) => `${cells.join(". ")}.`,
  "gate-page.cell-spoken": (of: {
    cell: string;
    verdict: string;
    change: string;
    bounds: readonly string[];
    margin: string;
  }) =>
    `${[`${of.cell}: ${of.verdict}`, of.change, ...of.bounds].filter((part) => part !== "").join(", ")}; allowed: ${of.margin}`,
  "gate-page.legend-margin": () => "allowed",

  // What was found.
  "gate-page.found": () => "What was found, and what to do",
  "gate-page.found-nav": () => "Findings",
  "gate-page.all-passed": () => "Every cell that counts passed.",
  "gate-page.more-findings": ({ count }: { count: number }) => `${count} more`,

  // The table.
  "gate-page.cells": () => "All cells",
  "gate-page.cells-caption": () =>
    "Every cell, with its margin, the change that was measured, and the bounds. The bound with the mark * decides.",
  "gate-page.cell": () => "cell",
  "gate-page.found-head": () => "found",

  // Looks.
  "gate-page.looks": () => "The change at each look",
  "gate-page.looks-nav": () => "Looks",
  "gate-page.looks-explained": () =>
    "A gate may look after any round: its bounds hold at all looks together. It is decided at the first look at which a bound is on its own side of the margin, and nothing else is open. At most twelve of the looks are drawn.",
  "gate-page.looks-of": ({ cell }: { cell: string }) => `${cell}, look by look`,
  "gate-page.after-rounds": ({ rounds }: { rounds: number }) => `after ${rounds} rounds`,
  "gate-page.rounds": () => "rounds",
  "gate-page.more-looks": ({ count }: { count: number }) => `${count} more cells`,

  // Trends.
  "gate-page.trend": () => "The history of each cell",
  "gate-page.trend-nav": () => "History",
  "gate-page.trend-explained": () =>
    "Each mark is a run, the oldest first; above the line is worse than what the newest run is compared with. Filled: the run is normal, and later ones are compared with it. Hollow: it was out of line, or belongs to a level that was not accepted. The diamond is the run that is judged. The dotted line is what is allowed. An upright line is where the level changed for good.",
  "gate-page.trend-of": ({ cell }: { cell: string }) => `${cell}, run by run`,
  "gate-page.trend-spoken": (of: Trend) =>
    `${of.runs} runs. The newest: ${changeText(of.slowdown, of)}. Changes of level: ${of.changes.length === 0 ? "none" : of.changes.join(", ")}.`,
  "gate-page.run-head": () => "run",
  "gate-page.date": () => "date",
  "gate-page.normal-head": () => "counts as",
  "gate-page.normal": () => "normal",
  "gate-page.not-normal": () => "not normal",
  "gate-page.judged": () => "judged here",
  "gate-page.level-head": () => "level",
  "gate-page.new-level": () => "changed here for good",
  "gate-page.level-mark": () => "level changed",

  "gate-page.needs": () => "What a gate would need",
  "gate-page.doubts": () => "Doubts",
  "gate-page.recomputed": () =>
    "Every figure here can be recomputed from the folders of the runs: isotax gate --run DIR, isotax compare.",
};

interface Trend extends CellKind {
  readonly runs: number;
  readonly slowdown: number;
  /** Ids of the runs with which a new level began. */
  readonly changes: readonly string[];
}
