/** What a reader asks first, as data: what a container costs, what a VM costs, and how sure it is. */

import { isVirtualized } from "../bench/emulation.ts";
import type { TargetState } from "../bench/schema.ts";
import { familySlowdown } from "../bench/stats/family.ts";
import type { Summary } from "../bench/stats/summary.ts";
import type { Trust } from "../bench/stats/trust.ts";
import type { TargetKind } from "../bench/types.ts";
import { type Digest, digestOf, FAMILIES, type StartOf } from "./digest.ts";
import { isEmulated } from "./format.ts";
import type { ReportInput } from "./model.ts";

/** What one target costs: its cold start, and the slowdown of each kind of work. */
export interface Cost {
  readonly target: TargetState;
  readonly start?: StartOf;
  readonly work: readonly FamilyCost[];
}

export interface FamilyCost {
  readonly family: (typeof FAMILIES)[number];
  /** Times as slow as native. */
  readonly slowdown: Summary;
}

export interface Answers {
  /** The container that starts fastest, and the one that starts slowest. */
  readonly containers: readonly Cost[];
  /** The same of machines that the CPU virtualizes. */
  readonly machines: readonly Cost[];
  /** The same of machines that are neither virtualized nor emulated, such as user-mode Linux. */
  readonly unvirtualized: readonly Cost[];
  /** Ids of emulated machines, which say nothing about what a VM costs. */
  readonly emulated: readonly string[];
  /** Whether a container, or a machine, is among the targets that ran, whatever was measured. */
  readonly ran: { readonly container: boolean; readonly machine: boolean };
  readonly trust: Trust;
}

const CONTAINERS: readonly TargetKind[] = ["runtime", "engine"];

/** Pure: nothing but the input decides. */
export function answersOf(input: ReportInput, digest: Digest = digestOf(input)): Answers {
  const virtualized = (target: TargetState) => isVirtualized(target, input.run.host);
  const of = (belongs: (target: TargetState) => boolean) =>
    outermost(
      input.analysis.targets
        .filter((target) => target.ok && target.warm !== true && belongs(target))
        .filter((target) => !isEmulated(target))
        .map((target) => costOf(input, digest, target))
        .filter(({ start, work }) => start !== undefined || work.length > 0),
    );
  return {
    containers: of(({ kind }) => CONTAINERS.includes(kind)),
    machines: of((target) => target.kind === "vm" && virtualized(target)),
    unvirtualized: of((target) => target.kind === "vm" && !virtualized(target)),
    emulated: digest.emulated,
    ran: {
      container: input.analysis.targets.some(({ ok, kind }) => ok && CONTAINERS.includes(kind)),
      machine: input.analysis.targets.some(
        (target) => target.ok && target.kind === "vm" && virtualized(target),
      ),
    },
    trust: digest.trust,
  };
}

function costOf({ analysis }: ReportInput, { starts }: Digest, target: TargetState): Cost {
  const start = starts?.of.find((one) => one.target.id === target.id);
  const work = FAMILIES.flatMap((family): FamilyCost[] => {
    const slowdown = familySlowdown(analysis.rows, target.id, family)?.summary;
    return slowdown === undefined ? [] : [{ family, slowdown }];
  });
  return { target, ...(start === undefined ? {} : { start }), work };
}

/** Two lines at most: more would be a table, which stands below. */
function outermost(costs: readonly Cost[]): readonly Cost[] {
  const last = Number.POSITIVE_INFINITY;
  const sorted = costs.toSorted(
    (a, b) => (a.start?.ready.median ?? last) - (b.start?.ready.median ?? last),
  );
  const slowest = sorted.findLast(({ start }) => start !== undefined) ?? sorted.at(-1);
  return [...new Set([sorted[0], slowest])].filter((cost) => cost !== undefined);
}
