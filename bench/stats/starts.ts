import type { CellVerdict } from "./judgement.ts";

/** Whether one value of each cell stands for a start, so that a verdict is about starts. */
export function areStarts(cells: readonly Pick<CellVerdict, "each">[]): boolean {
  return cells.length > 0 && cells.every(({ each }) => each === "start");
}
