/**
 * The relay between the launcher's standard input and output and a serial line that a monitor
 * offers as a Unix socket: socat(1), a small C program that passes bytes on unchanged.
 */
import { join } from "node:path";
import type { RunContext } from "../context.ts";
import { located } from "../host/process.ts";
import { sh } from "../host/shell.ts";
import type { LaunchCommand } from "../launch/launcher.ts";

export const RELAY = "socat";

/** A path for an instance's socket, which may have at most 107 bytes: unix(7). */
export function socketPath({ shortFolder }: RunContext, instance: string): string {
  return join(shortFolder, `${instance.split("-").at(-1)}.sock`);
}

/** The relay tries to connect this often, until the monitor has made its socket or time is up. */
const RETRY_SECONDS = 0.005;

/**
 * Starts the monitor and the relay together. The relay ends when the monitor closes the socket. If
 * the monitor returns at once and leaves its VM running, the relay starts after it.
 */
export function relayed(
  monitor: readonly string[],
  socket: string,
  options: { readonly patienceSeconds: number; readonly returnsAtOnce?: boolean },
): LaunchCommand {
  const retries = Math.round(options.patienceSeconds / RETRY_SECONDS);
  const relay = [
    RELAY,
    // Without this socat waits half a second at the end for more input from our side.
    "-t",
    "0",
    "STDIO",
    `UNIX-CONNECT:${socket},retry=${retries},interval=${RETRY_SECONDS}`,
  ];
  // The monitor's own output is for failure reports.
  const words = sh`${located(monitor)} </dev/null >&2`;
  return {
    script:
      options.returnsAtOnce === true ? sh`${words} && ${relay}` : sh`${words} & ${relay}; wait $!`,
  };
}
