/** What a client's commands take of the host: CPU time, and bytes that go to a disk. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ParseError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import type { Pulled } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { type ShellText, sequence, sh } from "../host/shell.ts";

export type Spent = Pick<Pulled, "clientCpuNs" | "serverCpuNs" | "writtenBytes">;

export interface Meter {
  /** Shell lines that move a service of the client into what is counted. */
  readonly join: readonly ShellText[];
  /** The words that run a command so that it is counted. */
  metered(argv: readonly string[]): readonly string[];
  /** Begins to count; the result tells what was taken since. `services`: the client's, by pid. */
  begin(services: readonly number[]): () => Spent;
  remove(): Promise<void>;
}

export function meterOf(context: RunContext, name: string): Meter {
  const folder = context.instanceFolder(context.instanceName("meter"));
  const account = context.openAccount(name);
  const join_ = account?.join ?? [];
  const told = join(folder.path, "io");
  // The shell waits for the command, and the kernel then adds what the command has written.
  const lines = [...join_, sh`"$@"`, sh`code=$?`, sh`cat /proc/$$/io >${told}`, sh`exit $code`];
  const script = sequence(lines, "; ").toString();
  const cpu = () => context.usage([...(account?.groups ?? [])], { memory: false });
  return {
    join: join_,
    metered: (argv) => ["sh", "-c", script, "sh", ...argv],
    begin: (services) => {
      const before = cpu();
      const earlier = services.map(writtenBy);
      return () => {
        const after = cpu();
        const byServices = services.map((pid, index) => writtenBy(pid) - (earlier[index] ?? 0));
        const byCommand = existsSync(told) ? written(readFileSync(told, "utf8")) : 0;
        return {
          ...(before === undefined || after === undefined
            ? {}
            : {
                clientCpuNs: after.own.cpu.usageNs - before.own.cpu.usageNs,
                serverCpuNs: after.shared.cpu.usageNs - before.shared.cpu.usageNs,
              }),
          writtenBytes: byServices.reduce((sum, bytes) => sum + bytes, byCommand),
        };
      };
    },
    remove: async () => {
      await account?.remove();
      await folder.remove();
    },
  };
}

function writtenBy(pid: number): number {
  return written(readFileSync(`/proc/${pid}/io`, "utf8"));
}

/**
 * What a process and the children that it has waited for gave to the kernel to be written to a disk
 * (proc_pid_io(5)). Errors: `ParseError`.
 */
export function written(io: string): number {
  const bytes = /^write_bytes: (\d+)$/m.exec(io)?.[1];
  if (bytes === undefined) throw new ParseError("/proc/pid/io", say("delivery.written-bytes"), io);
  return Number(bytes);
}
