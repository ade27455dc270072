/** The memory that experiments with many instances leave to others. */
import { IsotaxError } from "../errors.ts";
import { say } from "../messages.ts";

export const KEPT_BYTES = 1.5 * 2 ** 30;

export interface Short {
  readonly availableBytes: number;
  readonly wantedBytes: number;
}

export function shortOfMemory({ availableBytes, wantedBytes }: Short): IsotaxError {
  return new IsotaxError(
    "SHORT_OF_MEMORY",
    say("sharing.short-of-memory", { availableBytes, wantedBytes }),
    say("sharing.smaller-profile"),
  );
}
