/** How many of the host's system calls targets make: what experiments declare as `surface`. */

import type { Summary } from "../bench/stats/summary.ts";
import type { Metric } from "../bench/types.ts";
import type { ReportInput } from "./model.ts";
import { t } from "./text/message.ts";

/** A count for each target, by the target's id. */
export interface SurfaceLine {
  readonly title: string;
  readonly counts: ReadonlyMap<string, Summary>;
}

export interface Surface {
  readonly workload: string;
  readonly lines: readonly SurfaceLine[];
  /** For each system call that is made at work: the ids of the targets that make it. */
  readonly calls: ReadonlyMap<string, ReadonlySet<string>>;
}

/** How many different calls a target makes at work, and while it starts. Empty if nobody counted. */
export function surfaceOf(
  { analysis }: ReportInput,
  target: string,
): { readonly calls?: number; readonly callsStarting?: number } {
  const medianOf = (shown: Shown) =>
    analysis.workloads.flatMap(({ id: workload, metrics }) => {
      const order = metrics.findIndex(({ surface }) => surface === shown);
      const row = analysis.rows.find(
        (one) => one.workload === workload && one.target === target && one.order === order,
      );
      return row === undefined ? [] : [row.summary.median];
    })[0];
  const [calls, callsStarting] = [medianOf("work"), medianOf("start")];
  return calls === undefined || callsStarting === undefined ? {} : { calls, callsStarting };
}

type Shown = Metric["surface"] & {};

export function surfacesIn({ analysis }: ReportInput): readonly Surface[] {
  return analysis.workloads.flatMap(({ id: workload, metrics }): readonly Surface[] => {
    const rowsOf = (shown: Shown) => {
      const order = metrics.findIndex(({ surface }) => surface === shown);
      const prefix = `${metrics[order]?.id}/`;
      return analysis.rows
        .filter((row) => row.workload === workload && row.order === order)
        .map((row) => ({ ...row, point: row.metric.slice(prefix.length) }));
    };
    const lineOf = (title: string, rows: ReturnType<typeof rowsOf>): SurfaceLine => ({
      title,
      counts: new Map(rows.map(({ target, summary }) => [target, summary])),
    });
    const work = rowsOf("work");
    if (work.length === 0) return [];
    const [during, names] = [rowsOf("during"), rowsOf("names")];
    const pointsOf = (rows: typeof during) => [...new Set(rows.map(({ point }) => point))];
    return [
      {
        workload,
        lines: [
          lineOf(t("surface.work"), work),
          lineOf(t("surface.start"), rowsOf("start")),
          ...pointsOf(during).map((work) =>
            lineOf(
              t("surface.during", { work }),
              during.filter(({ point }) => point === work),
            ),
          ),
          lineOf(t("surface.ioctls"), rowsOf("ioctls")),
        ],
        calls: new Map(
          pointsOf(names)
            .sort()
            .map((call) => [
              call,
              new Set(names.filter(({ point }) => point === call).map(({ target }) => target)),
            ]),
        ),
      },
    ];
  });
}
