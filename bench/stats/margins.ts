/** How much worse each cell may get: by default, and by rules that users give. */
import type { Metric, TargetKind } from "../types.ts";
import { NOTHING } from "./cells.ts";
import type { Margin } from "./judgement.ts";

/** What a margin is asked for. */
export interface CellKind {
  readonly workload: string;
  readonly metric: string;
  readonly is: Pick<Metric, "unit" | "gated" | "leastThatCounts">;
  /** Of head's target. */
  readonly kind: TargetKind;
}

export interface MarginRule {
  /** `workload/metric`, in which * stands for anything, e.g. `disk.fio/*` or `start.exec/ready`. */
  readonly cells: string;
  readonly relative?: number | undefined;
  /** In the metric's unit. */
  readonly absolute?: number | undefined;
  /** That of `absolute`, if it was given with one: then it holds for metrics of that unit alone. */
  readonly unit?: "ns" | "bytes" | undefined;
  /** False: told, but not judged. */
  readonly gated?: boolean | undefined;
}

const CONTAINER = 0.05;
/** A guest's boot scatters more, and its disk and network as well. */
const VM = 0.1;
export interface CellRule {
  readonly gated: boolean;
  readonly relative: number;
  readonly absolute: number;
}

/** Defaults, changed by `relative` for all, and then by each rule that names the cell: the last one holds. */
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
      // To give a cell a margin is to ask for its verdict.
      gated: gated ?? true,
      relative: share ?? rule.relative,
      // 50 us of a rate, or of a size, mean nothing.
      absolute: absolute !== undefined && (unit ?? is.unit) === is.unit ? absolute : rule.absolute,
    };
  }
  return rule;
}

function fits({ cells, gated }: MarginRule, { workload, metric }: CellKind): boolean {
  if (metric !== NOTHING) return matches(cells, `${workload}/${metric}`);
  // It stands for all metrics: one of them is enough to have it judged, and all are needed not to.
  const [of, which] = [cells.split("/", 1)[0] as string, cells.split("/").slice(1).join("/")];
  const all = which === "*" || (which === "" && of.includes("*"));
  return gated === false ? all && matches(of, workload) : matches(of, workload);
}

/** Not by a regular expression: of one with many stars, a cell that does not fit takes for ever. */
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

/** What it is as a slowdown if a value gets worse by this amount: of a rate, the time for one operation counts. */
function slowdownBy(amount: number, base: number, better: Metric["better"]): number {
  if (better !== "higher") return amount / base;
  // A rate that may fall by all of itself would pass whatever it is: that was a slip.
  return amount < base ? amount / (base - amount) : 0;
}
