/**
 * The only module that spawns processes. `run` is for tools whose duration does not matter;
 * `spawnGroup` is for the launcher, whose children are timed.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { execa, parseCommandString } from "execa";
import { IsotaxError } from "../../bench/errors.ts";
import { say, verbatim } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Use `env` alone: the caller's environment would change what the tool does. */
  readonly onlyEnv?: boolean;
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Called for each line that the tool prints; for long set-up steps. */
  readonly show?: (line: string) => void;
  /** Called for each piece of what the tool prints to standard output, as it arrives. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** Do not kill the tool if we have to end at once: it must not be interrupted. */
  readonly outlives?: boolean;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const DEFAULT_TIMEOUT_MS = 120_000;
/** For commands that pack, unpack or copy an image: slow machines need long. */
export const PACKING_DEADLINE_MS = 1_800_000;

/** A tool that has just been started is still in our session, so Ctrl-C may reach it as well. */
const BY_TERMINAL: ReadonlySet<string | undefined> = new Set(["SIGINT", "SIGHUP", "SIGQUIT"]);

/** The tools that run now. They are killed if we have to end at once. */
const running = new Set<number>();
process.on("exit", () => {
  for (const pid of running) killGroup(pid);
});

/**
 * Runs a tool to its end and returns its output, whatever its exit code is. The tool leads its own
 * process group, which is killed as a whole on timeout or abort. A kill that reached only the
 * direct child would leave grandchildren behind and the pipes open.
 */
export async function tryRun(
  argv: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError("empty command");
  const subprocess = execa(file, args, {
    cwd: options.cwd ?? process.cwd(),
    env: { LC_ALL: "C.UTF-8", ...options.env },
    extendEnv: options.onlyEnv !== true,
    ...(options.input === undefined ? { stdin: "ignore" } : { input: options.input }),
    detached: true,
    reject: false,
    maxBuffer: 64 * 1024 * 1024,
    stripFinalNewline: false,
  });
  const { pid } = subprocess;
  if (options.onOutput !== undefined) subprocess.stdout.on("data", options.onOutput);
  const { show } = options;
  if (show !== undefined) {
    for (const input of [subprocess.stdout, subprocess.stderr]) {
      createInterface({ input }).on("line", show);
    }
  }
  if (pid !== undefined && options.outlives !== true) running.add(pid);
  const command = argv.join(" ");
  let killedBy: Message | undefined;
  const kill = (why: Message) => {
    killedBy ??= why;
    if (pid !== undefined) killGroup(pid);
  };
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timer = setTimeout(
    () => kill(say("host.tool-timeout", { command, ms: timeoutMs })),
    timeoutMs,
  );
  const onAbort = () => kill(say("host.tool-interrupted", { command }));
  options.signal?.addEventListener("abort", onAbort, { once: true });
  if (options.signal?.aborted === true) onAbort();
  try {
    const result = await subprocess;
    if (killedBy !== undefined) {
      throw new IsotaxError("TOOL_KILLED", killedBy, say("host.run-by-hand-waits"));
    }
    if (BY_TERMINAL.has(result.signal)) {
      throw new IsotaxError(
        "ABORTED",
        say("host.tool-interrupted", { command }),
        say("instances.run-again"),
      );
    }
    if (result.exitCode === undefined) {
      const { shortMessage } = result;
      const why =
        shortMessage === undefined ? say("host.could-not-be-started") : verbatim(shortMessage);
      throw new IsotaxError(
        "TOOL_NOT_STARTED",
        say("host.tool-not-started", { tool: file, why }),
        say("host.install-tool", { tool: file }),
      );
    }
    return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode };
  } finally {
    if (pid !== undefined) running.delete(pid);
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
  }
}

/** Like `tryRun`, but a non-zero exit code is an error with the end of the tool's output. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const result = await tryRun(argv, options);
  if (result.exitCode === 0) return result;
  const words = (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-5).join("\n");
  throw new IsotaxError(
    "TOOL_FAILED",
    say("host.tool-failed", { command: argv.join(" "), exitCode: result.exitCode, words }),
    say("host.run-by-hand"),
  );
}

/** The output of a tool that ends in milliseconds, read synchronously; empty if the tool fails. */
export function outputNow(argv: readonly string[]): string {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError("empty command");
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  const { stdout, status } = spawnSync(file, args, { env, encoding: "utf8", timeout: 5000 });
  return status === 0 ? stdout : "";
}

/** Spawns a process that leads its own group, with only this environment. */
export function spawnGroup(
  argv: readonly string[],
  stdio: ("pipe" | "ignore")[],
  env: Readonly<Record<string, string>>,
  cwd = process.cwd(),
): ChildProcess {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError("empty command");
  return spawn(file, args, { stdio, detached: true, env, cwd });
}

/** Kills a whole process group. It is no error if the group is already gone. */
export function killGroup(pgid: number): void {
  try {
    process.kill(-pgid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export interface ProcessIdentity {
  readonly pid: number;
  /**
   * The start time in clock ticks since boot. It tells a process from a later one with the same
   * pid.
   */
  readonly startTicks: number;
}

/** The identity of a running process; undefined if there is none (zombies count as gone). */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = readStat(pid);
  if (stat === undefined || stat.state === "Z" || stat.state === "X") return undefined;
  return { pid, startTicks: stat.startTicks };
}

/** Whether this same process still runs: same pid, same start time. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startTicks === identity.startTicks;
}

function readStat(pid: number): { state: string; startTicks: number } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The command name stands in parentheses, and may itself contain parentheses: proc(5).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "X", startTicks: Number(fields[19]) };
}

const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/**
 * The absolute path of an executable in the PATH, or in the sbin folders, which a user's PATH
 * lacks.
 */
export function which(name: string): string | undefined {
  return everyExecutable(name)[0];
}

/** All executables of that name; the first one is the one that runs. */
export function everyExecutable(name: string): readonly string[] {
  if (name.includes("/")) return isExecutable(name) ? [name] : [];
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...SYSTEM_FOLDERS];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // A folder may be executable too.
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Splits a command into words; a backslash before a space keeps the space in the word. */
export function commandWords(text: string): readonly string[] {
  return parseCommandString(text);
}

/** Replaces a command's name with its path: an instance's PATH is small, and the same for all. */
export function located(argv: readonly string[]): readonly string[] {
  const [name = "", ...words] = argv;
  return [which(name) ?? name, ...words];
}

/** Whether an executable needs no loader and no libraries: ldd(1). */
export async function isStatic(executable: string): Promise<boolean> {
  return (await tryRun(["ldd", executable])).exitCode !== 0;
}

/**
 * Starts a program of the user's desktop, and does not wait for it. A failure to start is ignored.
 */
export function startDetached(argv: readonly string[]): void {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError("empty command");
  const child = spawn(file, args, { detached: true, stdio: "ignore" });
  child.once("error", () => {});
  child.unref();
}
