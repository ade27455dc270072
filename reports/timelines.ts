/** Time lines that reports draw: what experiments declare as moments, for each subject. */
import { isEmulated } from "../bench/emulation.ts";
import type { WorkloadPlan } from "../bench/schema.ts";
import type { Moment } from "../bench/types.ts";
import type { ReportInput } from "./model.ts";

export const MOMENTS: readonly Moment[] = [
  "load-seen",
  "scale-decided",
  "instance-ready",
  "instance-joined",
  "objective-met",
];

export interface Timelines {
  readonly workload: WorkloadPlan;
  readonly lines: readonly Timeline[];
}

export interface Timeline {
  readonly subject: string;
  readonly target: string;
  readonly emulated: boolean;
  /** In ns, in the order of `MOMENTS`: medians over the rounds. What never happened is not there. */
  readonly moments: readonly { readonly moment: Moment; readonly ns: number }[];
}

/** Of each workload that measured any. */
export function timelinesIn({ analysis }: ReportInput): readonly Timelines[] {
  const { workloads, rows, targets } = analysis;
  const emulated = new Set(targets.filter(isEmulated).map(({ id }) => id));
  return workloads.flatMap((workload): Timelines[] => {
    const own = rows.filter((row) => row.workload === workload.id && row.is.moment !== undefined);
    const lines = [...new Set(own.map(({ subject }) => subject))].map((subject): Timeline => {
      const of = own.filter((row) => row.subject === subject);
      const target = of[0]?.target ?? subject;
      const moments = MOMENTS.flatMap((moment) => {
        const row = of.find(({ is }) => is.moment === moment);
        return row === undefined ? [] : [{ moment, ns: row.summary.median }];
      });
      return { subject, target, emulated: emulated.has(target), moments };
    });
    return lines.length === 0 ? [] : [{ workload, lines }];
  });
}
