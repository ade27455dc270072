/** What a run of the nested host measured and how long it took, as tables for people. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { readRun } from "../../bench/store.ts";
import type { Facts } from "../../bench/types.ts";
import { quantity } from "../../reports/format.ts";
import { findRow, reportInput } from "../../reports/model.ts";
import { terminalTable } from "../../reports/table.ts";
import { textOf } from "../../reports/text/message.ts";
import { type Part, readRecord } from "./record.ts";

const STATUSES = ["ok", "failed", "unavailable"] as const;

const TIMES = ["start.exec", "start.node"] as const;
/** Facts that tell which path of the code was taken. */
const PATHS = ["accelerator", "limits", "control groups"];

export function figuresText(folder: string): string {
  const record = readRecord(folder);
  const { outer, vcpus, memoryMiB, release, guestKernel, seconds } = record;
  const lines = [
    `Nested host: ${release}, ${guestKernel}, ${vcpus} CPUs, ${memoryMiB} MiB, under ${outer.accelerator} (${outer.reason})`,
  ];
  for (const part of record.parts) lines.push(...startsTable(folder, part));
  lines.push(
    outer.accelerator === "tcg"
      ? "This host is emulated: what ran there ran rightly, but how fast says nothing."
      : "This host is a VM: how fast things ran there says nothing about bare metal.",
  );
  const table = terminalTable(["step", "exit code", "seconds"]);
  for (const step of record.steps) table.push([step.name, step.exitCode, step.seconds]);
  lines.push(
    table.toString(),
    `disks ${seconds.disks.toFixed(0)} s, boot ${seconds.boot.toFixed(0)} s, all in all ${seconds.whole.toFixed(0)} s`,
  );
  return `${lines.join("\n")}\n`;
}

function startsTable(folder: string, part: Part): string[] {
  const runFolder = join(folder, part, "run");
  if (!existsSync(join(runFolder, "run.json"))) return [`As ${part}: no run`];
  const { run, records } = readRun(runFolder);
  const { analysis } = reportInput(run, records);
  const table = terminalTable([
    `as ${part}`,
    "cells",
    ...TIMES.map((workload) => `${workload}, ready`),
    "how, or why not",
  ]);
  for (const { id, ok, reason, facts } of analysis.targets) {
    const cells = STATUSES.map((status) => ({
      status,
      count: records.filter(({ target, outcome }) => target === id && outcome.status === status)
        .length,
    }));
    table.push([
      id,
      cells.flatMap(({ status, count }) => (count === 0 ? [] : `${count} ${status}`)).join(", "),
      ...TIMES.map((workload) => {
        const row = findRow(analysis.rows, workload, "ready", id);
        return row === undefined ? "-" : quantity(row.summary.median, row.unit);
      }),
      ok ? pathText(facts) : textOf(reason ?? ""),
    ]);
  }
  return [table.toString()];
}

function pathText(facts: Facts): string {
  return PATHS.flatMap((name) => facts[name] ?? [])
    .map(textOf)
    .join("; ");
}
