/** The charts of the page, and what is said of many comparisons. */

import { listed } from "./parts.ts";
import { familyName } from "./report-page.ts";

interface Counted {
  cells: number;
  byInterval: number;
  byChance: number;
  differ: number;
  share: number;
}

export const reportCharts = {
  "report-charts.as-table": () => "The figures as a table",
  "report-charts.without": ({ targets }: { targets: string[] }) =>
    `Not measured: ${listed(targets)}.`,

  "report-charts.starts": () => "Time to each moment of a start (logarithmic axis)",
  "report-charts.starts-emulated": () => "Emulated (TCG), on an axis of their own",
  "report-charts.starts-explained": () =>
    "Medians. kernel: a guest's own kernel began; init: first code inside the isolation; ready: " +
    "the workload's first byte, with the interval of its median and the figure at the right; " +
    "exited: the process was reaped; removed: nothing is left.",
  "report-charts.moments": ({ target, moments }: { target: string; moments: string[] }) =>
    `${target}: ${moments.join(", ")}`,
  "report-charts.moment": ({ phase, after }: { phase: string; after: string }) =>
    `${phase} after ${after}`,

  "report-charts.waterfall": ({ workload }: { workload: string }) =>
    `${workload}: what each rung adds to a cold start`,
  "report-charts.adds": ({ adds }: { adds: string[] }) => adds.join("; "),
  "report-charts.adds-to": (of: { target: string; adds: string; below: string }) =>
    `${of.target}: ${of.adds} to ${of.below}`,
  "report-charts.adds-up-to": ({ rungs }: { rungs: string[] }) =>
    rungs.length === 1 ? `${rungs[0]}` : `${rungs[0]} to ${rungs.at(-1)}`,
  "report-charts.adds-emulated": () => "Emulated (TCG), on an axis of their own",
  "report-charts.waterfall-explained": () =>
    "A bar begins where the rung below has its first byte. It is as long as what the rung adds, " +
    "in the same round; the line is the interval. A grey bar was not shown to add anything. The " +
    "axes are linear. Each group has its own axis, since small steps could not be seen beside " +
    "large ones: compare lengths within a group only.",

  "report-charts.slowdowns-of-families": () => "Slowdown against native, by family of workloads",
  "report-charts.slowdowns-containers": () => "Slowdown of containers against native",
  "report-charts.slowdowns-vms": () => "Slowdown of VMs against native",
  "report-charts.slowdowns-emulated": () => "Slowdown of emulated VMs (TCG) against native",
  "report-charts.slowdowns-explained": () =>
    "1x is native's own speed, 2x is twice as slow. A family's slowdown is the geometric mean " +
    "over its headline metrics in each round, and then the median over the rounds; the line is its interval. Small " +
    "dots are single metrics. Containers, VMs and emulated VMs have an axis each. Shaded rows are not shown to differ from native. Starts have " +
    "charts of their own.",
  "report-charts.slowdowns-spoken": ({ slowdowns }: { slowdowns: string[] }) =>
    slowdowns.join("; "),
  "report-charts.slowdown-spoken": (of: {
    family: string;
    target: string;
    slowdown: string;
    interval: string;
  }) => `${familyName(of.family)}, ${of.target}: ${of.slowdown} ${of.interval}`.trim(),
  "report-charts.family-containers": ({ family }: { family: string }) =>
    `${familyName(family)}: containers`,
  "report-charts.family-vms": ({ family }: { family: string }) => `${familyName(family)}: VMs`,
  "report-charts.family-emulated": ({ family }: { family: string }) =>
    `${familyName(family)}: emulated VMs (TCG)`,
  "report-charts.legend-family": () => "differs from native",
  "report-charts.legend-metric": () => "one metric",
  "report-charts.head-family": () => "family",
  "report-charts.head-slowdown": () => "slowdown",
  "report-charts.head-metrics": () => "metrics",
  "report-charts.head-differs": () => "against native",
  "report-charts.differs": () => "differs",

  "report-charts.legend-published": () => "published by others",
  "report-charts.published": ({ figure }: { figure: string }) => `Published: ${figure}`,
  "report-charts.published-each": ({ figure, each }: { figure: string; each: string }) =>
    `${figure}, which is ${each} each`,
  "report-charts.published-explained": () =>
    "A hollow diamond is a figure that others have published, on another machine and of their own " +
    "workload: compare its size, not its digits. The pointer and the table say what it is and whose.",

  "report-charts.start-heat": () => "Starts",
  "report-charts.start-heat-explained": () =>
    "How many times as long a start takes as a native one. This factor is large since a native " +
    "start is short; the charts above say how many milliseconds it is.",
  "report-charts.start-heat-caption": () => "Time to the first byte against native",

  "report-charts.differences-containers": (of: Counted) => counted(of, " of containers"),
  "report-charts.differences-vms": (of: Counted) => counted(of, " of VMs"),
  "report-charts.differences-emulated": (of: Counted) => counted(of, " of emulated machines"),
};

/** One sentence, so that nobody quotes a half of it. */
function counted({ cells, byInterval, byChance, differ, share }: Counted, whose: string): string {
  return (
    `Of ${cells} cells${whose}, ${differ} differ${differ === 1 ? "s" : ""} from native after ` +
    `control for so many comparisons (Benjamini and Hochberg, at most ${share * 100}% of them ` +
    `false); before it, the intervals of ${byInterval} leave out 1, and those of about ` +
    `${byChance.toFixed(byChance < 10 ? 1 : 0)} would by chance alone.`
  );
}
