/** What several tests need: contexts, folders and a look at what is left on the machine. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished, vi } from "vitest";
import { RunnerError } from "../bench/errors.ts";
import type { Command, Message, Session } from "../bench/types.ts";
import { textOf } from "../reports/text/message.ts";
import { RunContext } from "../runners/context.ts";
import { cacheFolder, stateFolder } from "../runners/host/paths.ts";
import { registersProblem } from "../runners/vm/uml.ts";

export const ROOT = resolve(import.meta.dirname, "..");

/** In CI nothing that can run there may be skipped. */
export const MUST_RUN = process.env["CI"] === "true";

/** Targets that cannot run on the machine of CI, and why. They must say so themselves. */
export const NOT_IN_CI: Readonly<Record<string, string>> = {
  firecracker: "no Debian package and no npm package holds it",
  "cloud-hypervisor": "no Debian package and no npm package holds it",
  virtualbox:
    "no package in Debian 12; its kernel module would have to be built for the host's kernel",
  ...unlessUndefined("uml", registersProblem("6.1")),
  vmware: "not free software, no distribution has a package; it builds a kernel module as well",
};

function unlessUndefined(id: string, reason: Message | undefined): Record<string, string> {
  return reason === undefined ? {} : { [id]: textOf(reason) };
}

let sequence = 0;

export function testContext(mayFetch = false): RunContext {
  return new RunContext({ runId: `test-${process.pid}-${++sequence}`, mayFetch });
}

/** Folders of tests that run now: gone also when the whole of vitest is ended in the middle of one. */
const temporary = new Set<string>();
process.on("exit", () => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed when the test ends, however it ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "isotax-test-"));
  temporary.add(folder);
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
    temporary.delete(folder);
  });
  return folder;
}

export interface CliResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

export const CLI = [join(ROOT, "bin/isotax.js")] as const;

/** Runs the command line to its end. */
export function cli(
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string; timeoutMs?: number } = {},
): CliResult {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...CLI, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, NO_COLOR: "1", ...options.env },
    encoding: "utf8",
    timeout: options.timeoutMs ?? 110_000,
  });
  return { stdout, stderr, code: status };
}

/** Everything of ours on this machine whose name holds `runId`; nothing if all was cleaned up. */
export function leftOvers(runId: string): readonly string[] {
  const left: string[] = [];
  for (const line of readFileSync("/proc/self/mountinfo", "utf8").split("\n")) {
    if (namesRun(line, runId)) left.push(`mount ${line}`);
  }
  for (const group of cgroupsNamed(runId)) left.push(`cgroup ${group}`);
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const command = commandLine(pid);
    if (namesRun(command, runId) && Number(pid) !== process.pid)
      left.push(`process ${pid}: ${command}`);
  }
  for (const path of recordsNamed(runId)) left.push(`record ${path}`);
  const work = join(cacheFolder(), "work");
  // Each OCI runtime keeps its state in a folder of its own name.
  const states = namesIn("/run").map((name) => join("/run", name));
  for (const folder of [work, join(stateFolder(), "ledgers"), ...states]) {
    const names = namesIn(folder);
    left.push(...names.filter((name) => name.includes(runId)).map((name) => join(folder, name)));
  }
  return left;
}

/**
 * Folders outside the cache that a run has entered in its ledger, which is there while the run goes
 * on, and after it was killed. Their names are random: no other way tells whose they are.
 */
export function temporaryFoldersOf(runId: string): readonly string[] {
  const ledgers = join(stateFolder(), "ledgers");
  return namesIn(ledgers)
    .filter((name) => name.includes(runId))
    .flatMap((name) => readFileSync(join(ledgers, name), "utf8").match(TEMPORARY) ?? []);
}

const TEMPORARY = /(?:\/var)?\/tmp\/isotax-\w+/g;

/** An instance's name has the run's before it, or its folder is in the run's. */
function namesRun(text: string, runId: string): boolean {
  return text.includes(runId) || text.replaceAll("/", "-").includes(runId);
}

/** Names in a folder; none if it is not there, or not ours to look into. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function cgroupsNamed(runId: string): readonly string[] {
  const criteria = ["-type", "d", "-name", `*${runId}*`];
  return [...found(["/sys/fs/cgroup"], criteria), ...coveredFolders(criteria)];
}

/** Folders where v2 is mounted beside v1, below that mount: a tool from which it was hidden may make some. */
function coveredFolders(criteria: readonly string[]): readonly string[] {
  const unified = "/sys/fs/cgroup/unified";
  if (process.geteuid?.() !== 0 || !existsSync(unified)) return [];
  const script = `umount ${unified} && exec find ${unified} "$@"`;
  return linesOf("unshare", ["--mount", "sh", "-c", script, "sh", ...criteria]);
}

/** Where tools keep records of their containers on the host; none of ours may be there. */
export const RECORDS: readonly string[] = [
  ...["/run/lxc", "/run/systemd/nspawn", "/run/libpod", "/run/containers", "/run/netns"],
  ...["/var/lib/cni", "/var/lib/containers", "/dev/shm/libpod_lock"],
];

function recordsNamed(runId: string): readonly string[] {
  const folders = RECORDS.filter((folder) => existsSync(folder));
  return folders.length === 0 ? [] : found(folders, ["-path", `*${runId}*`]);
}

function found(folders: readonly string[], criteria: readonly string[]): readonly string[] {
  return linesOf("find", [...folders, ...criteria]);
}

function linesOf(command: string, args: readonly string[]): readonly string[] {
  const { stdout } = spawnSync(command, args, { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "");
}

/** Empty for a file that is gone, as those of a process that has ended are. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** A process's words; empty for one that is gone. */
export function commandLine(pid: string | number): string {
  return contentOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
}

/** Of all its threads. Reads files only: what is looked at does not wait for programs to start. */
export function childrenOf(pid: number): number[] {
  return namesIn(`/proc/${pid}/task`)
    .flatMap((thread) => contentOf(`/proc/${pid}/task/${thread}/children`).split(/\s+/))
    .filter((word) => word !== "")
    .map(Number);
}

export function descendants(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendants(child)]);
}

/** Whether it is the shell that launches instances, whichever that is, or the life line of one. */
export function isLauncher(pid: number): boolean {
  return commandLine(pid).includes('eval "$line"');
}

/** A process's name as the kernel keeps it; empty for one that is gone. */
export function processName(pid: number): string {
  return contentOf(`/proc/${pid}/comm`).trim();
}

/** What the tool itself said is in the error, but not in its message. */
export function withLastWords(error: unknown): never {
  if (error instanceof RunnerError) error.message += `\n${error.stderrTail}`;
  throw error;
}

/** What a command printed inside; if it failed, an error with its exit code and all that was said. */
export async function stdoutOf(
  session: Pick<Session, "exec" | "stderrTail">,
  command: Command,
): Promise<string> {
  const { exitCode, stdout } = await session.exec(command, new AbortController().signal);
  if (exitCode === 0) return stdout;
  const words = command.argv.map((word) =>
    typeof word === "string" ? word : JSON.stringify(word),
  );
  throw new Error(
    `exit code ${exitCode} of ${words.join(" ")}\nstdout: ${stdout}\nstderr: ${session.stderrTail()}`,
  );
}

/** What is written to a stream from now on, instead of being written; `vi.restoreAllMocks` ends it. */
export function written(stream: NodeJS.WriteStream): string[] {
  const texts: string[] = [];
  vi.spyOn(stream, "write").mockImplementation((text, ...rest: unknown[]) => {
    texts.push(String(text));
    // Who prints waits until it is out.
    for (const done of rest) if (typeof done === "function") done();
    return true;
  });
  return texts;
}
