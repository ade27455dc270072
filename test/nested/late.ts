/**
 * Cells of a run that failed for want of time. On an emulated host that shares its CPUs with
 * others, a command's end may be told so late that the clocks inside and outside seem to
 * disagree. Such a cell is tried once more, and must be fine then.
 * In the guest this is a program: it prints the options that choose what to run again.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readRun } from "../../bench/store.ts";

const LATE = ["CLOCK_DISAGREEMENT", "TIMEOUT", "NO_ANSWER", "NOTHING_DONE"];

interface Cell {
  readonly target: string;
  readonly workload: string;
}

/** None where there is no run: it failed before its first cell. */
export function lateCells(runFolder: string): readonly Cell[] {
  if (!existsSync(join(runFolder, "run.json"))) return [];
  return readRun(runFolder).records.filter(
    ({ outcome }) => outcome.status === "failed" && LATE.includes(outcome.code),
  );
}

/** Whether a cell that was late went well when it was tried again. */
export function wentWellAgain(partFolder: string, { target, workload }: Cell): boolean {
  const again = join(partFolder, "again");
  if (!existsSync(join(again, "run.json"))) return false;
  const same = (cell: Cell) => cell.target === target && cell.workload === workload;
  return (
    lateCells(join(partFolder, "run")).some(same) &&
    readRun(again).records.some((record) => same(record) && record.outcome.status === "ok")
  );
}

if (import.meta.filename === process.argv[1]) {
  const cells = lateCells(process.argv[2] ?? "");
  const list = (key: keyof Cell) => [...new Set(cells.map((cell) => cell[key]))].join(",");
  if (cells.length > 0) {
    process.stdout.write(`--targets ${list("target")} --workloads ${list("workload")}\n`);
  }
}
