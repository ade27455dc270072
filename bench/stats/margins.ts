/** How much worse each cell may get: the defaults, and rules that users give. */
import type { Metric, TargetKind } from "../types.ts";
import { NOTHING } from "./cells.ts";
import type { Margin } from "./judgement.ts";

/** The cell that needs a margin. */
export interface CellKind {
  readonly workload: string;
  readonly metric: string;
  readonly is: Pick<Metric, "unit" | "gated" | "leastThatCounts">;
  /** The kind of head's target. */
  readonly kind: TargetKind;
}

export interface MarginRule {
  /** `workload/metric`, where * stands for anything, e.g. `disk.fio/*` or `start.exec/ready`. */
  readonly cells: string;
  readonly relative?: number | undefined;
  /** In the metric's unit. */
  readonly absolute?: number | undefined;
  /**
   * The unit of `absolute`, if one was given. The rule's amount then holds only for metrics of that
   * unit.
   */
  readonly unit?: "ns" | "bytes" | undefined;
  /** False: reported, but not judged. */
  readonly gated?: boolean | undefined;
}

const CONTAINER = 0.05;
/** A guest's boot scatters more. So do its disk and network. */
const VM = 0.1;
export interface CellRule {
  readonly gated: boolean;
  readonly relative: number;
  readonly absolute: number;
}

/**
 * The defaults, changed by `relative` for all cells, then by each rule that fits the cell. The last
 * rule wins.
 */
export function ruleFor(
  cell: CellKind,
  relative: number | undefined,
  rules: readonly MarginRule[],
): CellRule {
  const { is, kind } = cell;
  let rule: CellRule = {
    gated: is.gated,
    relative: relative ?? (kind === "vm" ? VM : CONTAINER),
    absolute: is.leastThatCounts ?? 0,
  };
  for (const given of rules) {
    if (!fits(given, cell)) continue;
    const { gated, relative: share, absolute, unit } = given;
    rule = {
      // Giving a cell a margin asks for its verdict.
      gated: gated ?? true,
      relative: share ?? rule.relative,
      // 50 us mean nothing for a rate or a size.
      absolute: absolute !== undefined && (unit ?? is.unit) === is.unit ? absolute : rule.absolute,
    };
  }
  return rule;
}

function fits({ cells, gated }: MarginRule, { workload, metric }: CellKind): boolean {
  if (metric !== NOTHING) return matches(cells, `${workload}/${metric}`);
  // The placeholder stands for all metrics. It is judged if one of them is, and left out only if
  // all are.
  const [of, which] = [cells.split("/", 1)[0] as string, cells.split("/").slice(1).join("/")];
  const all = which === "*" || (which === "" && of.includes("*"));
  return gated === false ? all && matches(of, workload) : matches(of, workload);
}

/** No regular expression: with many stars, a cell that does not fit would take for ever. */
export function matches(pattern: string, cell: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return cell === pattern;
  if (!cell.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = cell.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return cell.length - last.length >= from && cell.endsWith(last);
}

/** The margin of a cell whose base has this median. */
export function marginFor(
  { relative, absolute }: CellRule,
  base: number | undefined,
  better: Metric["better"] = "lower",
): Margin {
  const share = base === undefined || base === 0 ? 0 : slowdownBy(absolute, Math.abs(base), better);
  return { relative, absolute, effective: Math.max(relative, share) };
}

/**
 * The slowdown when a value gets worse by this amount. For a rate, the time of one operation
 * counts.
 */
function slowdownBy(amount: number, base: number, better: Metric["better"]): number {
  if (better !== "higher") return amount / base;
  // A rate that may fall by all of itself would always pass. Such a margin is a slip.
  return amount < base ? amount / (base - amount) : 0;
}
