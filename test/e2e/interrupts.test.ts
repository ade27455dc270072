/** Interrupted as it really happens: the signal goes to all that run in the terminal, or in the job. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { readRun } from "../../bench/store.ts";
import { REPORTS } from "../../reports/index.ts";
import { shellQuote, which } from "../../runners/host/process.ts";
import { CLI, leftOvers, ROOT, temporaryFolder } from "../support.ts";

const MANY_ROUNDS = [
  ...["run", "--profile", "smoke", "--targets", "native", "--workloads", "start.exec"],
  ...["--rounds", "200", "--no-install", "--no-open"],
];
const STACK_TRACE = /^ +at .*:\d+:\d+/m;
/** What is printed when the first round is over, on a terminal and elsewhere. */
const MEASURING = /round 2\//;

/** A program in a process group of its own, and what it prints; killed when the test ends. */
function started(argv: readonly string[]) {
  const [file = "", ...args] = argv;
  const child = spawn(file, args, {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let printed = "";
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const says = (what: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const take = (chunk: Buffer) => {
        printed += chunk.toString();
        if (what.test(printed)) resolve();
      };
      child.stdout.on("data", take);
      child.stderr.on("data", take);
      child.once("exit", () => reject(new Error(`it ended:\n${printed}`)));
    });
  onTestFinished(async () => {
    signalGroup(child, "SIGKILL");
    await exited;
  });
  return { child, exited, says, printed: () => printed };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid as number), signal);
  } catch {}
}

function expectOrderlyEnd(out: string, printed: string): void {
  expect(printed).not.toMatch(STACK_TRACE);
  for (const { file } of REPORTS) expect(existsSync(join(out, file)), file).toBe(true);
  const { run, records } = readRun(out);
  expect(run.status).toBe("interrupted");
  expect(records.length).toBeGreaterThan(0);
  expect(leftOvers(run.runId)).toEqual([]);
}

/** Whether a process has a handler for a signal: proc(5), SigCgt. */
function listensTo(signal: keyof typeof constants.signals, pid: number): boolean {
  const caught = /^SigCgt:\s*(\w+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  const bit = 1n << BigInt(constants.signals[signal] - 1);
  return (BigInt(`0x${caught}`) & bit) !== 0n;
}

describe("a run that is interrupted", { timeout: 60_000 }, () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "by %s to its whole group ends with 130, reports, and nothing left",
    async (signal) => {
      const out = join(temporaryFolder(), "run");
      const { child, exited, says, printed } = started([
        ...[process.execPath, ...CLI, ...MANY_ROUNDS, "--out", out],
      ]);
      await says(MEASURING);
      signalGroup(child, signal);
      expect(await exited, printed()).toEqual([130, null]);
      expectOrderlyEnd(out, printed());
    },
  );

  /** script(1) gives it a terminal, and passes its exit code on. */
  const inTerminal = (out: string) =>
    started([
      ...["script", "--quiet", "--return", "--flush", "--command"],
      shellQuote([process.execPath, ...CLI, ...MANY_ROUNDS, "--out", out]),
      "/dev/null",
    ]);
  const noScript = which("script") === undefined;

  it.skipIf(noScript)("by Ctrl-C in a terminal does the same (needs script(1))", async () => {
    const out = join(temporaryFolder(), "run");
    const { child, exited, says, printed } = inTerminal(out);
    await says(MEASURING);
    child.stdin?.write("\u0003");
    expect(await exited, printed()).toEqual([130, null]);
    expectOrderlyEnd(out, printed());
  });

  it.skipIf(noScript)("by a terminal that is closed does the same (needs script(1))", async () => {
    const out = join(temporaryFolder(), "run");
    const { child, says } = inTerminal(out);
    await says(MEASURING);
    // The terminal goes with the process that holds its other end.
    child.kill("SIGKILL");
    await vi.waitFor(() => expect(readRun(out).run.status).toBe("interrupted"), 20_000);
    await vi.waitFor(() => expect(existsSync(join(out, "report.html"))).toBe(true), 20_000);
    expectOrderlyEnd(out, "");
  });
});

describe("a signal before there is anything to close", { timeout: 60_000 }, () => {
  it("ends with 130 as soon as isotax itself has begun", async () => {
    const { child, exited, says, printed } = started([process.execPath, ...CLI, "doctor"]);
    void says(/./).catch(() => {});
    // Node itself catches the others from its first moment, to put the terminal's settings back.
    await vi.waitFor(() => expect(listensTo("SIGHUP", child.pid as number)).toBe(true), 5_000);
    signalGroup(child, "SIGTERM");
    expect(await exited).toEqual([130, null]);
    expect(printed()).not.toMatch(STACK_TRACE);
  });
});
