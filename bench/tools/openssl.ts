/** `openssl speed -mr -elapsed`: openssl-speed(1). */
import { positiveIn } from "./text.ts";

/** Bytes per second of elapsed time: the line of the summary; what it says on the way goes to standard error. */
export function parseOpenssl(stdout: string): number {
  const line = /^\+F:\d+:[\w-]+:([\d.]+)\n/m;
  return positiveIn("openssl", '"+F:N:NAME:N"', line, stdout);
}
