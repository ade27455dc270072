/**
 * The relay between the launcher's standard input and output and a serial line that its monitor
 * offers as a Unix socket: socat(1), a small C program that passes bytes on as they are.
 */
import { join } from "node:path";
import type { RunContext } from "../context.ts";
import { located } from "../host/process.ts";
import { sh } from "../host/shell.ts";
import type { LaunchCommand } from "../launch/launcher.ts";

export const RELAY = "socat";

/** A path for an instance's socket: it may have 107 bytes at most, unix(7). */
export function socketPath({ shortFolder }: RunContext, instance: string): string {
  return join(shortFolder, `${instance.split("-").at(-1)}.sock`);
}

/** It asks this often, and no longer than a monitor may need to make its socket. */
const RETRY_SECONDS = 0.005;

/**
 * Starts the monitor beside the relay, which ends when the monitor closes the socket. A monitor
 * that returns at once and leaves its VM running is waited for first.
 */
export function relayed(
  monitor: readonly string[],
  socket: string,
  options: { readonly patienceSeconds: number; readonly returnsAtOnce?: boolean },
): LaunchCommand {
  const retries = Math.round(options.patienceSeconds / RETRY_SECONDS);
  const relay = [
    // No half a second of waiting for what could still come from our side.
    RELAY,
    "-t",
    "0",
    "STDIO",
    `UNIX-CONNECT:${socket},retry=${retries},interval=${RETRY_SECONDS}`,
  ];
  // What the monitor itself has to say is for failure reports.
  const words = sh`${located(monitor)} </dev/null >&2`;
  return {
    script:
      options.returnsAtOnce === true ? sh`${words} && ${relay}` : sh`${words} & ${relay}; wait $!`,
  };
}
