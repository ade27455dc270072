/**
 * What a target's tool left in the temporary folder. Other programs use that folder at the same
 * time. So only a new entry counts that bears the name of the tool, and only while no other program
 * of that name runs, whose entry it might be.
 */
import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import type { Requirement } from "../bench/types.ts";
import { toolNamed } from "../runners/tools/table.ts";
import { commandLine, descendants, processName } from "./support.ts";

/** Tools write there whatever TMPDIR says: an instance's environment has none. */
const TEMPORARY = "/tmp";

/** Tools of a target that are not part of every system or run: the names of others say nothing. */
export function ownTools(requires: readonly Requirement[]): readonly string[] {
  return requires
    .filter(({ kind, name }) => {
      const { essential, roles, image } = toolNamed(name) ?? {};
      return kind === "tool" && essential !== true && roles === undefined && image === undefined;
    })
    .map(({ name }) => name);
}

/** Our user's entries whose name begins with a tool's, such as "prooted-3-x" or ".proot". */
export function entriesOf(tools: readonly string[], folder = TEMPORARY): readonly string[] {
  const own = (name: string) => lstatSync(`${folder}/${name}`).uid === process.geteuid?.();
  return readdirSync(folder).filter((name) => {
    const bare = name.replace(/^\.+/, "").toLowerCase();
    try {
      return tools.some((tool) => bare.startsWith(tool.toLowerCase())) && own(name);
    } catch {
      return false; // It went meanwhile.
    }
  });
}

/** Processes of such a tool which this one did not start: a test beside it, or a user's own. */
export function othersOf(tools: readonly string[]): readonly string[] {
  const ours = new Set(descendants(process.pid));
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && !ours.has(Number(pid)))
    .filter((pid) =>
      [processName(Number(pid)), ...programsOf(pid)].some((name) => tools.includes(name)),
    )
    .map((pid) => `${pid}: ${commandLine(pid)}`);
}

/** A process's name is cut after 15 characters; its program's and its first word are not. */
function programsOf(pid: string): readonly string[] {
  const [word = ""] = commandLine(pid).split(" ");
  try {
    return [basename(word), basename(readlinkSync(`/proc/${pid}/exe`))];
  } catch {
    return [basename(word)];
  }
}
