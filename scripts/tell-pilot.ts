/** What a gate will take, on the terminal. */
import type { Pilot } from "../bench/campaign/gate/pilot.ts";
import { terminalTable } from "../reports/table.ts";
import { percent } from "../reports/text/figures.ts";
import { t } from "../reports/text/message.ts";

export function pilotText(pilot: Pilot): string {
  const { cells, roundMs, budgetMs, most, rounds, base, head, out } = pilot;
  const table = terminalTable([
    t("gate.workload"),
    t("gate.metric"),
    t("gate.margin"),
    t("gate-plan.column-scatter"),
    t("gate-plan.column-pass"),
    t("gate-plan.column-regressed"),
    t("gate-plan.column-sees"),
  ]);
  const taking = (count: number) =>
    Number.isFinite(count)
      ? t("gate-plan.rounds-and-time", { rounds: count, ms: count * roundMs })
      : t("gate-plan.never");
  for (const { workload, metric, margin, scatter, pass, regressed, sees } of cells) {
    table.push([
      workload,
      metric,
      percent(margin),
      percent(Math.expm1(scatter)),
      taking(pass),
      taking(regressed),
      sees === undefined ? t("gate-plan.nothing-seen") : percent(sees),
    ]);
  }
  const needed = Math.max(...cells.map(({ pass }) => pass));
  const advice =
    needed <= most
      ? t("gate-plan.fits", { rounds: needed, ms: needed * roundMs, budgetMs })
      : Number.isFinite(needed)
        ? t("gate-plan.does-not-fit", {
            rounds: needed,
            most,
            budgetMs,
            // Half as much again: the pilot knows the scatter only roughly.
            suggestedS: Math.ceil((1.5 * needed * roundMs) / 60_000) * 60,
          })
        : t("gate-plan.never-passes");
  return [
    t("gate-plan.piloted", { base, head, rounds, roundMs, budgetMs, most }),
    table.toString(),
    t("gate-plan.columns"),
    advice,
    t("terminal.folders", { folder: out }),
    "",
  ].join("\n");
}
