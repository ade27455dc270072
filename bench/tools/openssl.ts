/** `openssl speed -mr -elapsed`: openssl-speed(1). */
import { say } from "../messages.ts";
import { doneIn, lineLike } from "./text.ts";

/**
 * Bytes per second of elapsed time, from the line of the summary. Progress goes to standard error.
 */
export function parseOpenssl(stdout: string): number {
  const line = /^\+F:\d+:[\w-]+:([\d.]+)\n/m;
  return doneIn(
    "openssl",
    { what: say("workloads.no-block-handled"), form: lineLike("+F:N:NAME:N") },
    line,
    stdout,
  );
}
