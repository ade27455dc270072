/** The margins of a configuration, for every command that judges. */
import { IsotaxError } from "../bench/errors.ts";
import { suggestion } from "../bench/names.ts";
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
  for (const { cells } of rules) {
    const slash = cells.indexOf("/");
    const workload = slash < 0 ? cells : cells.slice(0, slash);
    if (slash >= 0 && known.some(({ id }) => matches(workload, id))) continue;
    // A star may match the slash, too.
    if (workload.includes("*")) continue;
    throw new IsotaxError(
      "BAD_CONFIG",
      `gate.margins["${cells}"]: ${slash < 0 ? 'expected "workload/metric"' : unknownWorkload(workload, known)}`,
      "docs/workloads.md lists the workloads; * stands for anything, as in disk.fio/*",
    );
  }
  return rules;
}

function unknownWorkload(id: string, known: readonly Experiment[]): string {
  const ids = known.map((workload) => workload.id);
  return `unknown workload "${id}"${suggestion(id, ids)}`;
}
