/**
 * The one module that spawns processes. `run` is for tools whose duration does
 * not matter; `spawnGroup` is for the launcher, whose children are timed.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { execa, parseCommandString } from "execa";
import { IsotaxError } from "../../bench/errors.ts";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Nothing but `env`: what the caller has in his environment would change what the tool does. */
  readonly onlyEnv?: boolean;
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Called for each line that it prints, for long set-up steps. */
  readonly show?: (line: string) => void;
  /** Called when it first prints something to standard output. */
  readonly onOutput?: () => void;
  /** Leave the tool alone if we have to end at once: it must not be cut short. */
  readonly outlives?: boolean;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const DEFAULT_TIMEOUT_MS = 120_000;
/** For what packs, unpacks or copies an image: it takes as long as the machine is slow. */
export const PACKING_DEADLINE_MS = 1_800_000;

/** Tools that run now: none of them outlives us when we end at once. */
const running = new Set<number>();
process.on("exit", () => {
  for (const pid of running) killGroup(pid);
});

/**
 * Runs a tool to its end and returns what it printed, whatever its exit code.
 * The tool leads a process group of its own, which is killed as a whole on
 * timeout or abort: a timeout that reaches only the direct child leaves
 * grandchildren behind and the pipes open.
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
  if (options.onOutput !== undefined) subprocess.stdout.once("data", options.onOutput);
  const { show } = options;
  if (show !== undefined) {
    for (const input of [subprocess.stdout, subprocess.stderr]) {
      createInterface({ input }).on("line", show);
    }
  }
  if (pid !== undefined && options.outlives !== true) running.add(pid);
  let killedBy: string | undefined;
  const kill = (why: string) => {
    killedBy ??= why;
    if (pid !== undefined) killGroup(pid);
  };
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timer = setTimeout(() => kill(`no end within ${timeoutMs / 1000} s`), timeoutMs);
  const onAbort = () => kill("interrupted");
  options.signal?.addEventListener("abort", onAbort, { once: true });
  if (options.signal?.aborted === true) onAbort();
  try {
    const result = await subprocess;
    if (killedBy !== undefined) {
      throw new IsotaxError(
        "TOOL_KILLED",
        `${argv.join(" ")}: ${killedBy}`,
        "run the command by hand to see what it waits for",
      );
    }
    if (result.exitCode === undefined) {
      throw new IsotaxError(
        "TOOL_NOT_STARTED",
        `${file}: ${result.shortMessage ?? "could not be started"}`,
        `check that ${file} is installed and executable`,
      );
    }
    return { stdout: result.stdout, stderr: result.stderr, exitCode: result.exitCode };
  } finally {
    if (pid !== undefined) running.delete(pid);
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
  }
}

/** As `tryRun`, but a non-zero exit code is an error that carries the tool's last words. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const result = await tryRun(argv, options);
  if (result.exitCode === 0) return result;
  const words = (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-5).join("\n");
  throw new IsotaxError(
    "TOOL_FAILED",
    `${argv.join(" ")}: exit code ${result.exitCode}${words === "" ? "" : `: ${words}`}`,
    "run the command by hand to see more",
  );
}

/** What a tool prints that ends in milliseconds and must be known at once; empty if it cannot be had. */
export function outputNow(argv: readonly string[]): string {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError("empty command");
  const env = { ...process.env, LC_ALL: "C.UTF-8" };
  const { stdout, status } = spawnSync(file, args, { env, encoding: "utf8", timeout: 5000 });
  return status === 0 ? stdout : "";
}

/** Spawns a process that leads its own group, with just this environment. */
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

/** Kills a whole process group; one that is already gone is fine. */
export function killGroup(pgid: number): void {
  try {
    process.kill(-pgid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot: tells a process from a later one with its number. */
  readonly startTicks: number;
}

/** Identity of a process that runs now, or undefined if there is none (zombies count as gone). */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = readStat(pid);
  if (stat === undefined || stat.state === "Z" || stat.state === "X") return undefined;
  return { pid, startTicks: stat.startTicks };
}

/** Whether this very process still runs: same number, same start. */
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
  // The command name stands in parentheses and may itself hold some: proc(5).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "X", startTicks: Number(fields[19]) };
}

const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** Absolute path of an executable in the PATH (and the sbin folders, which users' PATHs lack). */
export function which(name: string): string | undefined {
  return everyExecutable(name)[0];
}

/** All of that name, the one that is taken first. */
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
    // A folder may be "executed" as well.
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The words of a command in one string; a backslash before a space keeps it in its word. */
export function commandWords(text: string): readonly string[] {
  return parseCommandString(text);
}

/** A command by its executable's path: an instance's PATH is a small one, the same for all. */
export function located(argv: readonly string[]): readonly string[] {
  const [name = "", ...words] = argv;
  return [which(name) ?? name, ...words];
}

/** Whether an executable needs no loader and no libraries: ldd(1). */
export async function isStatic(executable: string): Promise<boolean> {
  return (await tryRun(["ldd", executable])).exitCode !== 0;
}

/**
 * Starts a program of the user's desktop and lets it go: it may stay, or end, as it likes.
 * That it cannot be started is nobody's trouble.
 */
export function startDetached(argv: readonly string[]): void {
  const [file, ...args] = argv;
  if (file === undefined) throw new TypeError("empty command");
  const child = spawn(file, args, { detached: true, stdio: "ignore" });
  child.once("error", () => {});
  child.unref();
}
