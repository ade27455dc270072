import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { messageOf } from "../../bench/errors.ts";
import { readRun } from "../../bench/store.ts";
import { terminalTable } from "../../reports/table.ts";

interface Listed {
  readonly folder: string;
  readonly status: string;
  readonly createdAt: string;
  readonly profile: string;
  readonly targets: string;
  readonly records: number;
}

/** `isotax list`: run folders, newest first; a folder that cannot be read says why. */
export async function listCommand(dir: string, options: { json: boolean }): Promise<number> {
  const parent = resolve(dir);
  const folders = existsSync(parent)
    ? readdirSync(parent)
        .map((name) => join(parent, name))
        .filter((folder) => existsSync(join(folder, "run.json")))
    : [];
  const runs = folders.map(look).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  if (options.json) {
    process.stdout.write(`${JSON.stringify(runs, null, 2)}\n`);
    return 0;
  }
  if (runs.length === 0) {
    process.stdout.write(`no runs in ${parent}\n`);
    return 0;
  }
  const table = terminalTable(["run", "status", "created", "profile", "targets", "records"]);
  for (const run of runs) {
    table.push([run.folder, run.status, run.createdAt, run.profile, run.targets, run.records]);
  }
  process.stdout.write(`${table.toString()}\n`);
  return 0;
}

function look(folder: string): Listed {
  try {
    const { run, records } = readRun(folder);
    return {
      folder,
      status: run.status,
      createdAt: run.createdAt,
      profile: run.profile,
      targets: run.targets.map(({ id }) => id).join(", "),
      records: records.length,
    };
  } catch (error) {
    const status = `unreadable: ${messageOf(error)}`;
    return { folder, status, createdAt: "", profile: "", targets: "", records: 0 };
  }
}
