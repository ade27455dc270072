import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { IsotaxError, messageOf } from "../../bench/errors.ts";
import { systemError } from "../../bench/files.ts";
import { readRun } from "../../bench/store.ts";
import { terminalTable } from "../../reports/table.ts";
import { print, printJson } from "../terminal.ts";

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
  const folders = namesIn(parent)
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, "run.json")));
  const runs = folders.map(look).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  if (options.json) {
    await printJson(runs, 2);
    return 0;
  }
  if (runs.length === 0) {
    await print(`no runs in ${parent}\n`);
    return 0;
  }
  const table = terminalTable(["run", "status", "created", "profile", "targets", "records"]);
  for (const run of runs) {
    table.push([run.folder, run.status, run.createdAt, run.profile, run.targets, run.records]);
  }
  await print(`${table.toString()}\n`);
  return 0;
}

/** Empty if there is no such folder: nothing has run yet. */
function namesIn(parent: string): readonly string[] {
  if (!existsSync(parent)) return [];
  try {
    return readdirSync(parent);
  } catch (error) {
    const { message } = systemError(error) ?? { message: messageOf(error) };
    throw new IsotaxError("NO_FOLDER", message, "name the folder in which the run folders lie");
  }
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
