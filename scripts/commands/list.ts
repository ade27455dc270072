import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { asMessage, IsotaxError } from "../../bench/errors.ts";
import { systemError } from "../../bench/files.ts";
import { isMessage, say } from "../../bench/messages.ts";
import type { Run } from "../../bench/schema.ts";
import { readRun } from "../../bench/store.ts";
import type { Message } from "../../bench/types.ts";
import { clipped } from "../../reports/lines.ts";
import { terminalTable } from "../../reports/table.ts";
import { t, textOf } from "../../reports/text/message.ts";
import { shortPath } from "../short-path.ts";
import { print, printJson } from "../terminal.ts";

const TARGETS_COLUMNS = 30;

interface Listed {
  readonly folder: string;
  /** A message says why the folder cannot be read. */
  readonly status: Run["status"] | Message;
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
    await printJson(
      runs.map((run) => ({
        ...run,
        status: isMessage(run.status) ? textOf(run.status) : run.status,
      })),
      2,
    );
    return 0;
  }
  if (runs.length === 0) {
    await print(`${t("terminal.no-runs", { folder: parent })}\n`);
    return 0;
  }
  const table = terminalTable([
    t("terminal.column-run"),
    t("terminal.column-status"),
    t("terminal.column-created"),
    t("terminal.column-profile"),
    t("terminal.column-targets"),
    t("terminal.column-records"),
  ]);
  for (const run of runs) {
    const { status } = run;
    const said = isMessage(status) ? textOf(status) : t("terminal.status", { status });
    const targets = clipped(run.targets, TARGETS_COLUMNS);
    table.push([shortPath(run.folder), said, run.createdAt, run.profile, targets, run.records]);
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
    const what = asMessage(systemError(error) ?? error);
    throw new IsotaxError("NO_FOLDER", what, say("terminal.name-parent"));
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
    const status = say("terminal.unreadable", { why: asMessage(error) });
    return { folder, status, createdAt: "", profile: "", targets: "", records: 0 };
  }
}
