/** The margins of a configuration, for every command that judges. */
import { IsotaxError } from "../bench/errors.ts";
import { say } from "../bench/messages.ts";
import { nearTo } from "../bench/names.ts";
import { type MarginRule, matches } from "../bench/stats/margins.ts";
import type { Experiment } from "../bench/types.ts";
import type { Config } from "./config.ts";
import { rulesOf } from "./read-config.ts";

/** Errors: `BAD_CONFIG` for a margin of an unknown workload, which would protect nothing. */
export function checkedRules(
  gate: NonNullable<Config["gate"]>,
  known: readonly Experiment[],
): readonly MarginRule[] {
  const rules = rulesOf(gate);
  const ids = known.map(({ id }) => id);
  for (const { cells } of rules) {
    const slash = cells.indexOf("/");
    const workload = slash < 0 ? cells : cells.slice(0, slash);
    if (slash >= 0 && ids.some((id) => matches(workload, id))) continue;
    // A star may match the slash, too.
    if (workload.includes("*")) continue;
    throw new IsotaxError(
      "BAD_CONFIG",
      slash < 0
        ? say("config.margin-of-no-metric", { cells })
        : say("config.margin-of-unknown", { cells, workload, near: nearTo(workload, ids) }),
      say("config.see-workloads"),
    );
  }
  return rules;
}
