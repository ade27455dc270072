import { IsotaxError } from "../errors.ts";
import { say } from "../messages.ts";

/** A run names an own workload, and the configuration, where its commands stand, has none of that id. */
export function notDefined(workload: string): IsotaxError {
  return new IsotaxError(
    "WORKLOAD_CHANGED",
    say("own.not-defined", { workload }),
    say("own.define-it"),
  );
}
