/** How to read a gate's figures: the notes at the foot of its reports. */
import type { Comparison } from "../../../bench/stats/judgement.ts";
import { quantity } from "../../format.ts";
import { percent } from "../figures.ts";
import { changeText, typicalText } from "./words/change.ts";
import { counted } from "./words/counts.ts";

export const gateNotes = {
  "gate-notes.sides": ({
    base,
    head,
    comparison,
    rounds,
    looks,
    wallMs,
    runId,
    createdAt,
  }: Compared) => {
    const looked = looks.length > 1 ? `, judged ${counted(looks.length, "time")}` : "";
    const took = wallMs === undefined ? "" : `, in ${quantity(wallMs * 1e6, "ns")}`;
    return `Base is ${base}, head is ${head}: ${COMPARED[comparison]}, ${counted(rounds, "round")}${looked}${took}; run ${runId} of ${createdAt}.`;
  },
  /** What a change is. It may differ from what the medians beside it suggest. */
  "gate-notes.change": ({ comparison }: { comparison: Comparison }) => CHANGES[comparison],
  "gate-notes.verdict": ({ starts }: { starts: boolean }) =>
    `A verdict is about ${typicalText(starts)}: single values that are slow, or fail, need not change it. The p90 and the failed rounds stand beside it. Nine of ten single values are no worse than the p90.`,
  /** Of a gate that may look often, and so can ask more. */
  "gate-notes.verdict-all": ({ starts }: { starts: boolean }) =>
    starts
      ? "A verdict is about the typical start, about how many rounds have a slow start, and about how many fail. A round has a slow start if its slowest one takes longer than those of nine in ten of base's rounds, by more than the margin; head's may take longer by the margin once more. Nine of ten single values are no worse than the p90."
      : `A verdict is about ${typicalText(starts)} and about how many rounds fail: single values that are slow need not change it. The p90 stands beside it. Nine of ten single values are no worse than the p90.`,
  "gate-notes.bound": () =>
    "A verdict comes from the bound with the mark *. Bounds are one-sided, each with the confidence beside it that a verdict needs there. Regressed: the lower bound is above the margin. Pass: the upper bound is below it. Inconclusive: the margin lies between the two.",
  "gate-notes.false-alarms": ({ alpha, comparison }: FalseAlarms) =>
    `If nothing got worse by more than is allowed, the gate says "regressed" in at most ${percent(alpha)} of such comparisons${comparison === "baseline" ? ", provided that runs of this machine differ no more than isotax assumes" : ""}.`,
  /** `share`: the least slowdown that would have been seen in the cell that sees least. */
  "gate-notes.sensitivity": ({ cells, share }: { cells: number; share: number }) =>
    `If ${cells === 1 ? "the gated cell" : "any gated cell"} had become ${changeText(1 + share, { unit: "ns", better: "lower" })} or more, the gate would have said "regressed" with a chance of 80%.`,
  "gate-notes.more-than-chance": ({ count, of, falseShare }: MoreThanChance) =>
    `Regardless of the margins, ${count} of ${of} changes are more than chance (at most ${percent(falseShare)} of these are expected to be chance after all, by Benjamini and Hochberg's method).`,
  "gate-notes.rates": () =>
    "For rates, a change is the change of the time for one operation or byte: half the rate is 2.00 times as slow, 25% more is 20.0% faster.",
  "gate-notes.emulated": () =>
    "Figures marked (TCG, emulated) say nothing about hardware virtualization.",
  "gate-notes.info": () => "Cells marked (info) do not count for the verdict.",
};

const COMPARED: Readonly<Record<Comparison, string>> = {
  interleaved: "measured in the same rounds of one run",
  baseline: "two runs, compared by their ratios to native",
  history: "one run against many earlier ones, compared by their ratios to native",
};

const OF_RATIOS =
  "A change is the change of the ratio to native, not of the medians: the host may have become faster or slower.";

const CHANGES: Readonly<Record<Comparison, string>> = {
  interleaved:
    "A change is the centre of the ratios of head to base in each round, not the ratio of the two medians.",
  baseline: OF_RATIOS,
  history: OF_RATIOS,
};

interface Compared {
  readonly base: string;
  readonly head: string;
  readonly comparison: Comparison;
  readonly rounds: number;
  readonly looks: readonly number[];
  readonly wallMs?: number;
  readonly runId: string;
  readonly createdAt: string;
}

interface FalseAlarms {
  readonly alpha: number;
  readonly comparison: Comparison;
}

interface MoreThanChance {
  readonly count: number;
  readonly of: number;
  /** How many of these may be chance after all. */
  readonly falseShare: number;
}
