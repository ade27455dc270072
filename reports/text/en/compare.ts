/** A comparison without verdicts: what differs, and what a gate would need. */
import { isNoChange, multiple, percent, TWICE } from "../figures.ts";
import { type CellKind, changeText } from "./words/change.ts";
import { counted } from "./words/counts.ts";

export const compare = {
  "compare.start": (of: Differing & { base: string }) =>
    `${of.head}${of.emulated} ${longerText(of.slowdown)} to start ${thanText(of.slowdown)} ${of.base} (${of.workload}/${of.metric}): ${of.medians}.`,
  "compare.start-of-run": (of: Differing & Runs) =>
    `${of.head}${of.emulated} ${longerText(of.slowdown)} to start in ${of.later} ${thanText(of.slowdown)} in ${of.earlier}, by the ratio to native in each (${of.workload}/${of.metric}): ${of.medians}.`,
  /** Where nothing is a start. */
  "compare.most": (of: Differing & { base: string }) =>
    `${of.head}${of.emulated} differs most from ${of.base} in ${of.workload}/${of.metric}: ${changeText(of.slowdown, of)}, ${of.medians}.`,
  "compare.of-run": (of: Differing & Runs) =>
    `${of.head}${of.emulated} differs most in ${of.workload}/${of.metric} between ${of.earlier} and ${of.later}: ${changeText(of.slowdown, of)} by the ratio to native in each, ${of.medians}.`,

  "compare.decided": ({ command }: { command: string }) =>
    `All that counts is decided. A gate asks the same of new measurements, and ends with an exit code: ${command}`,
  "compare.needs-turns": ({ open, command }: { open: number; command: string }) =>
    `A gate would need more for the ${counted(open, "measurement")} that ${open === 1 ? "is" : "are"} open: runs that are compared differ by where each landed. Rounds that both sides share see much less of a change: ${command}`,
  /** Where more rounds would not help. */
  "compare.needs-else": ({ open, command }: { open: number; command: string }) =>
    `A gate would need more than rounds for the ${counted(open, "measurement")} that ${open === 1 ? "is" : "are"} open: what stands beside each says what. Then: ${command}`,
  /** `hardly`: how many of the open ones no number of rounds would decide. */
  "compare.needs": (of: Needed) => {
    const rounds = of.least === of.most ? `${of.least}` : `${of.least} to ${of.most}`;
    const others = of.hardly === 0 ? "" : `; ${of.hardly} of these take more than rounds`;
    return `A gate would need about ${rounds} rounds for the ${counted(of.open, "measurement")} that ${of.open === 1 ? "is" : "are"} open, and this run has ${of.rounds}${others}. It measures until it knows: ${of.command}`;
  },
};

interface Differing extends CellKind {
  readonly head: string;
  readonly workload: string;
  readonly metric: string;
  readonly slowdown: number;
  /** Of both sides. */
  readonly medians: string;
  /** A mark behind the name, if a side was emulated. */
  readonly emulated: string;
}

/** Names of two runs, or of a run and those before it. */
interface Runs {
  readonly earlier: string;
  readonly later: string;
}

interface Needed {
  readonly open: number;
  /** How many there are. */
  readonly rounds: number;
  /** How many the open ones take in all: the first of them, and the last. */
  readonly least: number;
  readonly most: number;
  readonly hardly: number;
  readonly command: string;
}

/** `takes 9.18 times as long`, `takes 12.3% longer`. */
function longerText(slowdown: number): string {
  if (isNoChange(slowdown, 0)) return "takes as long";
  if (slowdown >= TWICE) return `takes ${multiple(slowdown, 0)} times as long`;
  return `takes ${percent(slowdown - 1)} ${slowdown > 1 ? "longer" : "less time"}`;
}

function thanText(slowdown: number): string {
  return isNoChange(slowdown, 0) || slowdown >= TWICE ? "as" : "than";
}
