/**
 * A booted guest that waits for its work, kept in two files: its RAM, and the state of its CPUs and
 * devices. Instances map the RAM privately, copy on write, so any number of them can start from it,
 * and none changes it.
 * The RAM file is in the run's work folder, not in /dev/shm: that has only 64 MiB in many
 * containers, and uses host memory that cannot be written out.
 * QEMU is controlled by its human monitor, which reads lines from a plain file or a named pipe, so
 * that no process has to talk to it while a start is timed. Sources: docs/devel/migration.rst and
 * hmp-commands.hx in QEMU's sources (`x-ignore-shared`: RAM in its own file is left out of the
 * state).
 */
import { readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { RunnerError } from "../../../bench/errors.ts";
import { say } from "../../../bench/messages.ts";
import type { RunContext } from "../../context.ts";
import { run } from "../../host/process.ts";
import { sh } from "../../host/shell.ts";
import { type Launch, type LaunchCommand, Launcher } from "../../launch/launcher.ts";
import { escaped, microvmArgv, type QemuMachine } from "./machine.ts";

export interface Snapshot {
  /** Paths of the two files. */
  readonly ram: string;
  readonly state: string;
  /**
   * The prefix of the monitor's files: NAME.in holds the commands for an instance, and NAME.out
   * receives its answers.
   */
  readonly monitor: string;
  readonly stateBytes: number;
  /** The bytes of the RAM file with content. */
  readonly ramBytes: number;
  /** Host nanoseconds: from the spawn until the guest waited, and from then until all was saved. */
  readonly bootNs: number;
  readonly saveNs: number;
}

/** The descriptor on which the shell passes the state file to a restored QEMU. */
const STATE_FD = 9;
const IGNORE_SHARED = "migrate_set_capability x-ignore-shared on";
const WAITING = /@isotax waiting\n/;
const STATUS = /VM status: (.*)/;
const DEADLINE_MS = 90_000;
const POLL_MS = 20;

/** Boots a guest of this size until it waits for its work, and saves it. Errors: `NO_SNAPSHOT`. */
export async function takeSnapshot(
  machine: QemuMachine,
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
    // The current folder is the snapshot's, so that the monitor's shell command needs no path, and
    // no quoting.
    const command = [...argv, ...monitorArgv(making)];
    const launch = await launcher.launch({
      script: sh`( cd ${folder.path} && exec ${command} )`,
    });
    const booted = await launch.until((output, atNs) =>
      WAITING.test(output) ? { end: output.length, atNs } : undefined,
    );
    signal.throwIfAborted();
    if (booted === undefined) throw failure("vm.snapshot-without-boot", launcher, making);
    writeFileSync(`${making}.in`, `${IGNORE_SHARED}\nmigrate "exec:cat >state"\ninfo status\n`);
    const status = await statusOf(making, launch);
    const savedNs = process.hrtime.bigint();
    signal.throwIfAborted();
    if (status !== POSTMIGRATE) throw failure("vm.snapshot-not-saved", launcher, making);
    // QEMU is killed, not asked to quit: while quitting it might still write to the guest's RAM.
    await launcher.close();
    // Without this the host would write the files to disk later, during a measurement.
    await run(["sync", "--data", ram, state]);
    // biome-ignore lint/plugin: commands to QEMU
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

/** QEMU's status of a guest after a successful migration. */
const POSTMIGRATE = "paused (postmigrate)";

/** The status that the monitor prints, once it has answered; undefined if QEMU ended. */
async function statusOf(monitor: string, launch: Launch): Promise<string | undefined> {
  const ended = launch.exited.then(() => true);
  for (;;) {
    const status = STATUS.exec(said(monitor))?.[1];
    if (status !== undefined) return status;
    if (await Promise.race([ended, sleep(POLL_MS, false)])) return undefined;
  }
}

function failure(
  what: "vm.snapshot-without-boot" | "vm.snapshot-not-saved",
  launcher: Launcher,
  monitor: string,
): RunnerError {
  return new RunnerError(
    "NO_SNAPSHOT",
    say(what, { deadlineMs: DEADLINE_MS }),
    say("vm.snapshot-again"),
    "snapshot",
    `${launcher.stderrTail()}\n${said(monitor)}`.trim().slice(-4096),
  );
}

/**
 * The monitor's answers. It also echoes its input, one letter at a time, after its prompt; these
 * lines are left out.
 */
function said(monitor: string): string {
  const lines = readFileSync(`${monitor}.out`, "utf8").split("\r\n").slice(0, -1);
  return lines.filter((line) => !line.startsWith("(qemu)")).join("\n");
}

function monitorArgv(prefix: string): readonly string[] {
  return ["-chardev", `pipe,id=monitor,path=${escaped(prefix)}`, "-mon", "chardev=monitor"];
}

/** The command that starts an instance from the snapshot. */
export function restoreCommand(machine: QemuMachine, snapshot: Snapshot): LaunchCommand {
  const argv = [
    ...microvmArgv(machine, { file: snapshot.ram, shared: false }),
    "-incoming",
    "defer",
    ...monitorArgv(snapshot.monitor),
  ];
  return { script: sh`${argv} ${STATE_FD}<${snapshot.state}` };
}
