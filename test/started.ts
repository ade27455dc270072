/** Programs that tests start and interrupt, as a shell or a terminal would. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { shellQuote } from "../runners/host/shell.ts";
import { ROOT } from "./support.ts";

export const STACK_TRACE = /^ +at .*:\d+:\d+/m;

export interface Started {
  readonly pid: number;
  /** Exit code, or the signal that ended it. */
  readonly exited: Promise<readonly [number | null, NodeJS.Signals | null]>;
  /** All that it has printed so far, on both streams. */
  printed(): string;
  /** Settles when it has printed this; rejects if it ends before. */
  says(what: RegExp): Promise<void>;
  /** Writes to its standard input. */
  type(text: string): void;
  signalGroup(signal: NodeJS.Signals): void;
}

/** Starts a program as the leader of a process group. The group is killed when the test ends. */
export function started(argv: readonly string[], env: Record<string, string> = {}): Started {
  const [file = "", ...args] = argv;
  const child = spawn(file, args, {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const pid = child.pid as number;
  let printed = "";
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const take = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on("data", take);
  child.stderr.on("data", take);
  child.stdin.on("error", () => {});
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {}
  };
  onTestFinished(async () => {
    signalGroup("SIGKILL");
    await exited;
  });
  return {
    pid,
    exited,
    printed: () => printed,
    says: (what) =>
      new Promise((resolve, reject) => {
        const look = () => what.test(printed) && resolve();
        child.stdout.on("data", look);
        child.stderr.on("data", look);
        child.once("exit", () => reject(new Error(`it ended:\n${printed}`)));
        look();
      }),
    type: (text) => child.stdin.write(text),
    signalGroup,
  };
}

/** Starts a program in a terminal of its own, by script(1), which passes its exit code on. */
export function startedInTerminal(
  argv: readonly string[],
  env: Record<string, string> = {},
): Started {
  const flags = ["--quiet", "--return", "--flush", "--command"];
  // The shell's word for the command: `exec` leaves no shell between.
  return started(["script", ...flags, `exec ${shellQuote(argv)}`, "/dev/null"], env);
}

export const CTRL_C = "\u0003";
