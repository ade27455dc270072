/**
 * A comparison in plain words: what differs, before any verdict, and what it would take to decide
 * what is open.
 */
import type { CellVerdict, Judgement } from "../../bench/stats/judgement.ts";
import { t } from "../text/message.ts";
import { plain } from "./plain.ts";
import { gated, mediansText, targetText } from "./words.ts";

/** A sentence for each pair of sides: how their starts differ, else what differs most. */
export function openings({ comparison, base, head, cells }: Judgement): readonly string[] {
  return [...new Set(cells.map(targetText))].flatMap((pair) => {
    const own = cells.filter((cell) => targetText(cell) === pair);
    const cell = most(own.filter(isStart)) ?? most(own.filter(({ gated: counts }) => counts));
    if (cell?.effect === undefined) return [];
    const { workload, metric, unit, better, emulated } = cell;
    const figures = {
      workload: plain(workload),
      metric: plain(metric),
      unit,
      better,
      slowdown: cell.effect.slowdown,
      medians: mediansText(cell),
      emulated: emulated ? ` ${t("gate.emulated")}` : "",
      head: plain(cell.head),
    };
    if (comparison !== "interleaved") {
      const runs = { earlier: plain(base), later: plain(head) };
      return [
        t(isStart(cell) ? "compare.start-of-run" : "compare.of-run", { ...figures, ...runs }),
      ];
    }
    const of = { ...figures, base: plain(cell.base) };
    return [t(isStart(cell) ? "compare.start" : "compare.most", of)];
  });
}

/** What a gate would need to decide what is open. `command` measures the same in turns. */
export function needs({ comparison, rounds, cells }: Judgement, command: string): string {
  const open = gated(cells).filter(({ verdict }) => verdict === "inconclusive");
  if (open.length === 0) return t("compare.decided", { command });
  if (comparison !== "interleaved") return t("compare.needs-turns", { open: open.length, command });
  const all = open.flatMap(({ moreRounds }) => moreRounds ?? []).map((more) => rounds + more);
  if (all.length === 0) return t("compare.needs-else", { open: open.length, command });
  return t("compare.needs", {
    open: open.length,
    rounds,
    least: Math.min(...all),
    most: Math.max(...all),
    hardly: open.length - all.length,
    command,
  });
}

function isStart({ each, headline }: CellVerdict): boolean {
  return each === "start" && headline === true;
}

/** The cell that differs most, to either side. */
function most(cells: readonly CellVerdict[]): CellVerdict | undefined {
  const size = ({ effect }: CellVerdict) =>
    effect === undefined ? -1 : Math.abs(Math.log(effect.slowdown));
  return cells.reduce<CellVerdict | undefined>(
    (largest, cell) => (largest === undefined || size(cell) > size(largest) ? cell : largest),
    undefined,
  );
}
