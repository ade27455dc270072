/** Interrupted as it really happens: the signal goes to all that run in the terminal, or in the job. */
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { readRun } from "../../bench/store.ts";
import { REPORTS } from "../../reports/index.ts";
import { which } from "../../runners/host/process.ts";
import { CTRL_C, STACK_TRACE, started, startedInTerminal } from "../started.ts";
import { CLI, leftOvers, temporaryFolder } from "../support.ts";

const rounds = (target: string) => [
  ...[process.execPath, ...CLI, "run", "--profile", "smoke", "--targets", target],
  ...["--workloads", "start.exec", "--rounds", "200", "--no-install", "--no-open", "--out"],
];
const MANY_ROUNDS = rounds("native");
/** Made up, for who only asks which signal comes by which way: its third round never ends. */
const NO_END = rounds("fake:fail=hang@start7");
/** What is printed when the first round is over, on a terminal and elsewhere. */
const MEASURING = /round 2\//;

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
  it.each([
    ["SIGINT", MANY_ROUNDS],
    ["SIGTERM", NO_END],
    ["SIGHUP", NO_END],
  ] as const)(
    "by %s to its whole group ends with 130, reports, and nothing left",
    async (signal, argv) => {
      const out = join(temporaryFolder(), "run");
      const run = started([...argv, out]);
      await run.says(MEASURING);
      run.signalGroup(signal);
      expect(await run.exited, run.printed()).toEqual([130, null]);
      expectOrderlyEnd(out, run.printed());
    },
  );

  const noScript = which("script") === undefined;

  it.skipIf(noScript)("by Ctrl-C in a terminal does the same (needs script(1))", async () => {
    const out = join(temporaryFolder(), "run");
    const run = startedInTerminal([...NO_END, out]);
    await run.says(MEASURING);
    run.type(CTRL_C);
    expect(await run.exited, run.printed()).toEqual([130, null]);
    expectOrderlyEnd(out, run.printed());
  });

  it.skipIf(noScript)("by a terminal that is closed does the same (needs script(1))", async () => {
    const out = join(temporaryFolder(), "run");
    const code = join(temporaryFolder(), "code");
    // The signal reaches the first process in the terminal: a shell, which passes it on.
    const script = `trap 'kill -HUP $!' HUP; "$@" & wait $!; wait $!; echo $? >"$0"`;
    const shell = ["sh", "-c", script, code];
    const run = startedInTerminal([...shell, ...NO_END, out]);
    await run.says(MEASURING);
    // The terminal goes with the process that holds its other end.
    process.kill(run.pid, "SIGKILL");
    await vi.waitFor(() => expect(readFileSync(code, "utf8")).toBe("130\n"), 20_000);
    expectOrderlyEnd(out, "");
  });
});

describe("a signal before there is anything to close", { timeout: 60_000 }, () => {
  it("ends with 130 as soon as isotax itself has begun", async () => {
    const doctor = started([process.execPath, ...CLI, "doctor"]);
    // Node itself catches the others from its first moment, to put the terminal's settings back.
    await vi.waitFor(() => expect(listensTo("SIGHUP", doctor.pid)).toBe(true), 5_000);
    doctor.signalGroup("SIGTERM");
    expect(await doctor.exited).toEqual([130, null]);
    expect(doctor.printed()).not.toMatch(STACK_TRACE);
  });
});
