import { existsSync, readdirSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { asMessage, IsotaxError } from "../../bench/errors.ts";
import { systemError } from "../../bench/files.ts";
import { say } from "../../bench/messages.ts";
import { clipped } from "../../reports/lines.ts";
import { terminalTable } from "../../reports/table.ts";
import { t } from "../../reports/text/message.ts";
import { type ListedRun, type ListedVerdict, listedRuns } from "../listed-runs.ts";
import { shortPath } from "../short-path.ts";
import { print, printJson } from "../terminal.ts";

const TARGETS_COLUMNS = 28;
const CLAIMS_COLUMNS = 40;

/** In this order: what is decided comes first. */
const VERDICTS: readonly ListedVerdict[] = [
  "holds",
  "does-not-hold",
  "depends",
  "not-for-all",
  "not-shown",
  "emulated",
];

interface Listed {
  readonly folder: string;
  /** As a person would write it here. */
  readonly path: string;
  /** Undefined if the folder cannot be read; `status` says why. */
  readonly run: ListedRun | undefined;
  readonly status: string;
}

/** `isotax list`: run folders, newest first; a folder that cannot be read says why. */
export async function listCommand(dir: string, options: { json: boolean }): Promise<number> {
  const parent = resolve(dir);
  const folders = namesIn(parent)
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, "run.json")));
  const runs = listedRuns(folders)
    .map(({ folder, found }): Listed => {
      const path = pathOf(folder, dir);
      return found instanceof Error
        ? {
            folder,
            path,
            run: undefined,
            status: t("terminal.unreadable", { why: asMessage(found) }),
          }
        : { folder, path, run: found, status: found.status };
    })
    .sort((a, b) => createdAt(b).localeCompare(createdAt(a)));
  if (options.json) {
    await printJson(runs.map(listedJson), 2);
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
    t("terminal.column-claims"),
  ]);
  for (const { path, run, status } of runs) {
    table.push([
      path,
      run === undefined ? status : t("terminal.status", { status: run.status }),
      createdAt({ run }).slice(0, "2026-01-02T03:04".length).replace("T", " "),
      run?.profile ?? "",
      clipped(run?.targets.join(", ") ?? "", TARGETS_COLUMNS),
      clipped(run === undefined ? "" : claimsText(run), CLAIMS_COLUMNS),
    ]);
  }
  await print(`${table.toString()}\n`);
  return 0;
}

/** Below the folder as the user named it: a path that can be pasted behind the next command. */
function pathOf(folder: string, dir: string): string {
  return isAbsolute(dir) ? shortPath(folder) : join(dir, folder.slice(resolve(dir).length));
}

function createdAt({ run }: Pick<Listed, "run">): string {
  return run?.createdAt ?? "";
}

/** `yes C6, no C2, open C3 C9`. */
function claimsText({ claims }: ListedRun): string {
  const parts = VERDICTS.flatMap((verdict) => {
    const ids = Object.keys(claims).filter((id) => claims[id] === verdict);
    return ids.length === 0 ? [] : [t(`claims.short-${verdict}`, { ids })];
  });
  return parts.join(", ");
}

function listedJson({ folder, path, run, status }: Listed) {
  return {
    folder,
    path,
    status,
    createdAt: createdAt({ run }),
    profile: run?.profile ?? "",
    targets: run?.targets.join(", ") ?? "",
    records: run?.records ?? 0,
    claims: run?.claims ?? {},
  };
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
