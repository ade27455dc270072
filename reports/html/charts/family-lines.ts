/** The slowdown of each family of workloads on each target of a group, and which differ. */
import type { TargetState } from "../../../bench/schema.ts";
import { NATIVE } from "../../../bench/stats/analyze.ts";
import { type Differences, differencesOf } from "../../../bench/stats/differences.ts";
import {
  countsForFamily,
  type FamilySlowdown,
  familySlowdown,
} from "../../../bench/stats/family.ts";
import type { ReportInput } from "../../model.ts";
import { type PublishedMark, publishedSlowdowns } from "../../published-marks.ts";
import { type Group, groupOf } from "../groups.ts";

export interface FamilyLine {
  readonly key: string;
  readonly family: string;
  readonly target: TargetState;
  readonly slowdown: FamilySlowdown;
  /** Those of its metrics. */
  readonly metrics: readonly number[];
  /** What others publish of workloads of the family. */
  readonly published: readonly PublishedMark[];
  readonly differs: boolean;
}

export interface Grouped {
  readonly group: Group;
  readonly lines: readonly FamilyLine[];
  readonly differences: Differences;
}

export function linesOf(input: ReportInput, group: Group): Grouped {
  const { analysis } = input;
  const marks = publishedSlowdowns(input);
  const familyOf = new Map(analysis.workloads.map(({ id, family }) => [id, family]));
  const { rows, targets, workloads } = analysis;
  const families = [...new Set(workloads.map(({ family }) => family))];
  const found = families.flatMap((family) =>
    targets
      .filter((target) => target.id !== NATIVE && groupOf(target) === group)
      .flatMap((target): Omit<FamilyLine, "differs">[] => {
        const slowdown = familySlowdown(rows, target.id, family);
        if (slowdown === undefined) return [];
        const metrics = rows
          .filter((row) => row.subject === target.id && row.family === family)
          .filter((row) => countsForFamily(row) && row.overhead?.kind === "slowdown")
          .flatMap((row) => row.overhead?.summary.median ?? []);
        const published = marks.filter(
          (mark) => mark.target === target.id && familyOf.get(mark.workload) === family,
        );
        return [
          {
            published,
            key: JSON.stringify([family, target.id]),
            family,
            target,
            slowdown,
            metrics,
          },
        ];
      }),
  );
  const differences = differencesOf(found.map(({ key, slowdown }) => ({ key, ...slowdown })));
  const lines = found.map(
    (line): FamilyLine => ({ ...line, differs: differences.differ.has(line.key) }),
  );
  return { group, lines, differences };
}
