/**
 * The relay between the launcher's standard input and output and a serial line that its monitor
 * offers as a Unix socket: socat(1), a small C program that passes bytes on as they are.
 */
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import type { RunContext } from "../context.ts";
import type { LaunchCommand } from "../host/launcher.ts";
import { located, shellQuote } from "../host/process.ts";

export const RELAY = "socat";

/** unix(7): 108 bytes, with the zero that ends it. */
const LONGEST = 107;

/** A path for an instance's socket: beside the instances' folders, whose names are long. */
export function socketPath(context: RunContext, instance: string): string {
  const path = join(context.workFolder, `${instance.split("-").at(-1)}.sock`);
  if (Buffer.byteLength(path) <= LONGEST) return path;
  throw new IsotaxError(
    "SOCKET_PATH_TOO_LONG",
    `${path}: a socket's path may have ${LONGEST} bytes at most`,
    "set XDG_CACHE_HOME to a shorter path",
  );
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
  const relay = shellQuote([
    // No half a second of waiting for what could still come from our side.
    ...[RELAY, "-t", "0", "STDIO"],
    `UNIX-CONNECT:${socket},retry=${retries},interval=${RETRY_SECONDS}`,
  ]);
  // What the monitor itself has to say is for failure reports.
  const words = `${shellQuote(located(monitor))} </dev/null >&2`;
  return {
    script:
      options.returnsAtOnce === true ? `${words} && ${relay}` : `${words} & ${relay}; wait $!`,
  };
}
