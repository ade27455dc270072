/**
 * A guest that has booted and waits for its work, kept in two files: its RAM,
 * and the state of its CPUs and devices. Instances map the RAM privately, copy on
 * write, so that any number of them may go on from it, and none changes it.
 *
 * The RAM is a file in the run's work folder, not in /dev/shm: that is 64 MiB in many
 * a container, and takes memory from the host that cannot be written out.
 *
 * QEMU is told what to do by its human monitor, which reads lines from a plain
 * file or a named pipe: nobody has to talk to it while a start is timed.
 * Sources: docs/devel/migration.rst and hmp-commands.hx in QEMU's sources
 * (`x-ignore-shared`: RAM that is in a file of its own stays out of the state).
 */
import { readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../../../bench/errors.ts";
import type { RunContext } from "../../context.ts";
import { run } from "../../host/process.ts";
import { sh } from "../../host/shell.ts";
import { type Launch, type LaunchCommand, Launcher } from "../../launch/launcher.ts";
import { escaped, type Machine, microvmArgv } from "./machine.ts";

export interface Snapshot {
  /** Paths of the two files. */
  readonly ram: string;
  readonly state: string;
  /** Prefix of the monitor's files: NAME.in holds what an instance is told, NAME.out takes what it says. */
  readonly monitor: string;
  readonly stateBytes: number;
  /** What of the RAM file holds anything. */
  readonly ramBytes: number;
  /** Host nanoseconds from spawn until the guest waited, and to have all in the files. */
  readonly bootNs: number;
  readonly saveNs: number;
}

/** Descriptor by which the shell hands the state's file to a QEMU that goes on from it. */
const STATE_FD = 9;
const IGNORE_SHARED = "migrate_set_capability x-ignore-shared on";
const WAITING = /@isotax waiting\n/;
const STATUS = /VM status: (.*)/;
const DEADLINE_MS = 90_000;
const POLL_MS = 20;

/** Boots a guest of this size until it waits for its work, and keeps it. Errors: `NO_SNAPSHOT`. */
export async function takeSnapshot(
  machine: Machine,
  cpus: readonly number[],
  context: RunContext,
  signal: AbortSignal,
): Promise<Snapshot> {
  const folder = context.instanceFolder(context.instanceName("snapshot"));
  const file = (name: string) => join(folder.path, name);
  const [ram, state, making, restore] = ["ram", "state", "making", "restore"].map(file) as Four;
  await run(["mkfifo", "-m", "600", `${making}.in`]);
  writeFileSync(`${making}.out`, "");
  const console = file("console.log");
  const waits = { ...machine, console, initWords: ["isotax.snapshot"] };
  const argv = microvmArgv(waits, { file: ram, shared: true });
  const launcher = await Launcher.start({ cpus, context });
  const stop = () => launcher.kill();
  const timer = setTimeout(stop, DEADLINE_MS);
  signal.addEventListener("abort", stop, { once: true });
  let taken = false;
  try {
    // In the folder, so that no path needs quoting in a monitor's command, for a shell, at once.
    const command = [...argv, ...monitorArgv(making)];
    const launch = await launcher.launch({
      script: sh`( cd ${folder.path} && exec ${command} )`,
    });
    const booted = await launch.until((output, atNs) =>
      WAITING.test(output) ? { end: output.length, atNs } : undefined,
    );
    signal.throwIfAborted();
    if (booted === undefined) throw failure("the guest did not boot", launcher, making);
    writeFileSync(`${making}.in`, `${IGNORE_SHARED}\nmigrate "exec:cat >state"\ninfo status\n`);
    const status = await statusOf(making, launch);
    const savedNs = process.hrtime.bigint();
    signal.throwIfAborted();
    if (status !== POSTMIGRATE) throw failure("QEMU did not save the guest", launcher, making);
    // Killed, not asked to quit: on its way out it might still write into the guest's RAM.
    await launcher.close();
    // Else the host writes the files to its disk by and by, while something is measured.
    await run(["sync", "--data", ram, state]);
    writeFileSync(`${restore}.in`, `${IGNORE_SHARED}\nmigrate_incoming fd:${STATE_FD}\n`);
    symlinkSync("/dev/null", `${restore}.out`);
    taken = true;
    return {
      ram,
      state,
      monitor: restore,
      stateBytes: statSync(state).size,
      ramBytes: statSync(ram).blocks * 512,
      bootNs: Number(booted.atNs - launch.spawnNs),
      saveNs: Number(savedNs - booted.atNs),
    };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    await launcher.close();
    if (!taken) await folder.remove();
  }
}

type Four = [string, string, string, string];

/** How QEMU describes a guest that was stopped by a migration which has ended well. */
const POSTMIGRATE = "paused (postmigrate)";

/** What the monitor says the status is, once it has been asked and got to it; undefined if QEMU ended. */
async function statusOf(monitor: string, launch: Launch): Promise<string | undefined> {
  const ended = launch.exited.then(() => true);
  for (;;) {
    const status = STATUS.exec(said(monitor))?.[1];
    if (status !== undefined) return status;
    if (await Promise.race([ended, sleep(POLL_MS, false)])) return undefined;
  }
}

function failure(what: string, launcher: Launcher, monitor: string): RunnerError {
  return new RunnerError(
    "NO_SNAPSHOT",
    `no snapshot of a guest: ${what} within ${DEADLINE_MS / 1000} s`,
    "see QEMU's last words; a busy host may need another try",
    "snapshot",
    `${launcher.stderrTail()}\n${said(monitor)}`.trim().slice(-4096),
  );
}

/** What the monitor has answered; it also echoes what it is told, a letter at a time, after its prompt. */
function said(monitor: string): string {
  const lines = readFileSync(`${monitor}.out`, "utf8").split("\r\n").slice(0, -1);
  return lines.filter((line) => !line.startsWith("(qemu)")).join("\n");
}

function monitorArgv(prefix: string): readonly string[] {
  return ["-chardev", `pipe,id=monitor,path=${escaped(prefix)}`, "-mon", "chardev=monitor"];
}

/** Starts an instance that goes on from the snapshot. */
export function restoreCommand(machine: Machine, snapshot: Snapshot): LaunchCommand {
  const argv = [
    ...microvmArgv(machine, { file: snapshot.ram, shared: false }),
    "-incoming",
    "defer",
    ...monitorArgv(snapshot.monitor),
  ];
  return { script: sh`${argv} ${STATE_FD}<${snapshot.state}` };
}
