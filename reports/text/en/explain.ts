/** `isotax explain`: what a warning or a verdict means, and what helps. Errors are in explain-*. */
import type { Verdict } from "../../../bench/stats/judgement.ts";
import type { Warning } from "../../../bench/types.ts";

/** One for each. One that is missing does not compile. */
type Explained = Readonly<
  Record<`explain.warning-${Warning["code"]}` | `explain.verdict-${Verdict}`, () => string>
>;

export const explain = {
  "explain.warning-busy-machine": () =>
    "The measured CPUs were busy with something else while isotax measured. Stop what else runs, and measure again.",
  "explain.warning-steal": () =>
    "This machine is virtual, and its host took CPU time away. Use a machine with CPUs of its own, or measure more rounds and trust the intervals.",
  "explain.warning-throttling": () =>
    "The CPU lowered its clock, because it was hot or out of its power budget. Let it cool, fix the clock, or use fewer CPUs.",
  "explain.warning-swap": () =>
    "The machine moved memory to disk while isotax measured. Ask for less --memory, or free some.",
  "explain.warning-drift": () =>
    "The native figures changed between the first and the second half of the rounds: the host itself became slower or faster. Trust the comparisons within each round more than the absolute figures.",
  "explain.warning-warmup-trend": () =>
    "The samples of one round still rose or fell, so the work was not yet warm. A larger --profile measures longer, after more warm-up.",
  "explain.warning-faster-than-native": () =>
    "A target is faster than native, which isolation cannot cause. Look for a cache that answers instead of the disk, or for other sizes and limits inside.",
  "explain.warning-shared-cpu": () =>
    "The machine has too few CPUs, so isotax and the targets share one and disturb each other. Use fewer --cpus, or a larger machine.",
  "explain.warning-shared-core": () =>
    "isotax and the targets run on two threads of one core, so they share its caches and units. Use fewer --cpus, or a machine with more cores.",
  "explain.warning-uneven-cpus": () =>
    "The measured CPUs differ in speed or in caches, so a figure depends on which one was used. Use fewer --cpus, so that all are of one kind.",
  "explain.warning-unlimited-memory": () =>
    "The memory of a target could not be limited. It may use more than the others, for instance as a cache. Run as root, or with a delegated control group.",
  "explain.warning-wrong-size": () =>
    "Inside, a target sees other CPUs or other memory than it was given. Programs that choose their own size from that do other work there.",
  "explain.warning-hash-mismatch": () =>
    "A target ran other bytes of a tool than the others did. Compare it with care: a difference may come from the tool.",
  "explain.warning-host-changed": () =>
    "The host changed between two parts of the run, for instance by a reboot or an update. Trust comparisons within a round, or run in one go.",
  "explain.warning-noisy": () =>
    "A figure scatters between rounds more than it usually does. Take more rounds or a quieter machine, and trust the interval, not the median.",
  "explain.warning-made-up": () =>
    "The target is fake: a script says its times, and nothing was measured. Use it to try a gate or a report.",

  "explain.verdict-pass": () =>
    "Nothing got worse by more than the margin: what the change is at most, with the confidence that a pass needs, is below it. This does not say that nothing changed.",
  "explain.verdict-improved": () =>
    "Something surely got better by more than counts, and nothing got worse by more than the margin.",
  "explain.verdict-regressed": () =>
    "Something surely got worse by more than the margin. Look at what changed; if it is meant, allow it with a larger margin, or take head as the new base.",
  "explain.verdict-inconclusive": () =>
    "Neither better nor worse is sure: the rounds are too few, or scatter too much. More --rounds and a longer --budget, or a quieter machine, would tell.",
} satisfies Explained;
