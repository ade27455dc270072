/** System calls on files whose names and contents the kernel holds in memory. */
import { closeSync, openSync, statSync } from "node:fs";
import { nsPerOperation, type TaskResult } from "./task.ts";

const BATCH = 100;

/** Two tasks, in nanoseconds: `stat`, and `open-close`, which is an open(2) with its close(2). */
export function fileSuite(file: string, milliseconds: number): readonly TaskResult[] {
  return [
    nsPerOperation("stat", milliseconds, BATCH, (size) => {
      for (let i = 0; i < size; i++) statSync(file);
    }),
    nsPerOperation("open-close", milliseconds, BATCH, (size) => {
      for (let i = 0; i < size; i++) closeSync(openSync(file, "r"));
    }),
  ];
}
