/** The end of a run on the terminal. Its lines have 80 columns, so sentences are short. */
import { listed } from "./parts.ts";
import { counted } from "./words/counts.ts";

export const summary = {
  "summary.run": (of: {
    run: string;
    profile: string;
    rounds: number;
    targets: number;
    workloads: number;
  }) =>
    listed([
      `${of.run}: ${of.profile}`,
      counted(of.rounds, "round"),
      counted(of.targets, "target"),
      counted(of.workloads, "workload"),
    ]),

  /** `intervals`: whether there are any. */
  "summary.starts": ({ workload, intervals }: { workload: string; intervals: boolean }) =>
    `Cold start (${workload}): median${intervals ? " [interval]" : ""}, and what it adds to native's`,
  "summary.more": ({ count, command }: { count: number; command: string }) =>
    `and ${count} more: ${command}`,
  "summary.no-starts": () => "Cold start: not measured (isotax run --workloads start.exec)",

  "summary.work": () =>
    "Work: slowdown against native (lowest to highest target), cells that differ",
  "summary.family-own": () => "your own",
  "summary.family-cpu": () => "CPU",
  "summary.family-memory": () => "memory",
  "summary.family-disk": () => "disk",
  "summary.family-network": () => "network",
  "summary.family-others": () => "others",
  "summary.in-machines": () => "in VMs",
  "summary.slowdowns": ({ least, most }: { least: string; most: string }) =>
    least === most ? `${least}x` : `${least}-${most}x`,
  "summary.differ": ({ cells, differ, byChance, surely }: Differ) =>
    cells === 0
      ? "too few rounds to say what differs"
      : `${differ} of ${cells} cells differ, about ${byChance} by chance; surely ${surely}`,
  "summary.surely": ({ falseShare }: { falseShare: number }) =>
    `(surely: after control for the number of cells, at most ${Math.round(falseShare * 100)}% of them wrong)`,

  /** `more`: how many others are not named. */
  "summary.emulated": ({ targets, more }: { targets: readonly string[]; more: number }) => {
    const others = more === 0 ? "" : `${targets.length === 0 ? "" : " and "}${more} more`;
    return `Emulated (TCG), so no measure of KVM: ${listed(targets)}${others}`;
  },
  "summary.warnings": ({ count, of, remedy }: { count: number; of: number; remedy: string }) =>
    `${counted(count, "warning")}${of === count ? "" : `; for ${of} of them`}: ${remedy}`,
  "summary.not-measured": (of: Lacks) =>
    `${countsOf(of)} of ${of.pairs} pairs of target and workload`,
  "summary.first-lack": (of: { target: string; workload: string; reason: string }) =>
    `first: ${of.workload} on ${of.target}: ${of.reason}`,
  "summary.all-is-in": ({ command }: { command: string }) => `All figures: ${command}`,
};

interface Differ {
  readonly cells: number;
  readonly differ: number;
  readonly byChance: number;
  readonly surely: number;
}

interface Lacks {
  readonly pairs: number;
  readonly failed: number;
  readonly missing: number;
  readonly unavailable: number;
}

function countsOf({ failed, missing, unavailable }: Lacks): string {
  const parts = [
    failed > 0 ? [`${failed} failed`] : [],
    missing > 0 ? [`${missing} missing`] : [],
    unavailable > 0 ? [`${unavailable} unavailable`] : [],
  ];
  return listed(parts.flat());
}
