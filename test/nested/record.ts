/** What a run of the nested host leaves in its folder, besides what isotax wrote there. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { End, Outer } from "./machine.ts";

export type Part = "root" | "user";

export interface Step {
  readonly name: string;
  readonly exitCode: number;
  /** By the guest's clock. */
  readonly seconds: number;
}

export interface NestedRecord {
  readonly startedAt: string;
  readonly outer: Outer;
  readonly release: string;
  readonly guestKernel: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly parts: readonly Part[];
  /** Ids of the targets that were asked for. */
  readonly targets: readonly string[];
  /** Ids of the workloads; absent in records of before they could be chosen. */
  readonly workloads?: readonly string[];
  /** Whether the doctor and a smoke run were asked for, and the contract tests, in each part. */
  readonly run: boolean;
  readonly contract: boolean;
  readonly end: End;
  /** Whether the guest came to the end of what it had to do. */
  readonly finished: boolean;
  readonly steps: readonly Step[];
  /** Wall seconds: making the disks, from QEMU's start to the first step, and all in all. */
  readonly seconds: { readonly disks: number; readonly boot: number; readonly whole: number };
}

const FILE = "nested.json";

export function writeRecord(folder: string, record: NestedRecord): void {
  writeFileSync(join(folder, FILE), `${JSON.stringify(record, null, 2)}\n`);
}

export function readRecord(folder: string): NestedRecord {
  return JSON.parse(readFileSync(join(folder, FILE), "utf8")) as NestedRecord;
}

/** What guest.sh says on the console; undefined for everything else. */
export function parseLine(line: string): Step | "begin" | "done" | undefined {
  const [, verb, rest = ""] = /@nested (begin|end|done)\b ?(.*)$/.exec(line) ?? [];
  if (verb === "begin" || verb === "done") return verb;
  const [name, exitCode, seconds] = rest.split(" ");
  if (verb === undefined || name === undefined) return undefined;
  return { name, exitCode: Number(exitCode), seconds: Number(seconds) };
}
