/** Cold starts at the end of a run: a line for each target, or for those that readers ask for first. */
import pc from "picocolors";
import type { Digest, StartOf } from "./digest.ts";
import { intervalText, overheadText, printable, quantity } from "./format.ts";
import { aligned, clipped } from "./lines.ts";
import { t } from "./text/message.ts";

/** Of names that may be anything. */
const NAME_COLUMNS = 24;
/** A heading, two starts, and how many were left out. */
export const FEWEST_LINES_OF_STARTS = 4;

interface Room {
  readonly command: string;
  readonly columns: number;
  /** Lines, with the heading. */
  readonly room: number;
}

export function startLines(
  { starts }: Digest,
  { command, columns, room }: Room,
): readonly string[] {
  if (starts === undefined) return [clipped(t("summary.no-starts"), columns)];
  const { workload, of } = starts;
  const kept = of.length < room ? of : mostWanted(of, room - 2);
  const intervals = kept.some(({ ready }) => ready.interval !== undefined);
  const table = aligned(kept.map(startCells));
  const left = of.length - kept.length;
  return [
    pc.bold(clipped(t("summary.starts", { workload: printable(workload), intervals }), columns)),
    ...table.map((line) => clipped(`  ${line}`, columns)),
    ...(left === 0 ? [] : [`  ${t("summary.more", { count: left, command })}`]),
  ];
}

/**
 * Native, engines and one VM are what readers ask for first; then the lowest rungs. In the order of
 * the ladder.
 */
function mostWanted(of: readonly StartOf[], most: number): readonly StartOf[] {
  const firstVm = of.find(({ target }) => target.kind === "vm");
  const rank = (one: StartOf) => {
    if (one.target.kind === "native") return 0;
    if (one.target.kind === "engine") return 1;
    return one === firstVm ? 2 : 3;
  };
  const wanted = new Set(of.toSorted((a, b) => rank(a) - rank(b)).slice(0, most));
  return of.filter((one) => wanted.has(one));
}

function startCells({ target, emulated, ready, added }: StartOf): readonly string[] {
  return [
    clipped(printable(target.id), NAME_COLUMNS),
    quantity(ready.median, "ns"),
    intervalText(ready, "ns") ?? "",
    added === undefined ? "" : overheadText(added, "ns"),
    emulated ? t("report.emulated") : "",
  ];
}
