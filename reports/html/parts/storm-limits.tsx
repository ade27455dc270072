/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What a storm came to on each target, and what held it up. */
import { BUSY, type Drawn, stormLimits, type Wait } from "../../drawn.ts";
import { quantity } from "../../numbers.ts";
import { percent } from "../../text/figures.ts";
import { t } from "../../text/message.ts";
import { idOf } from "./ids.ts";
import { TextTable } from "./text-table.tsx";

/** Nothing if the run has no storm, or could count no CPU time. */
export function StormLimits({ of }: { readonly of: Drawn }) {
  const limits = stormLimits(of);
  if (limits.length === 0) return null;
  return (
    <>
      <h3>{t("report-curves.limits", { workload: of.workload.id })}</h3>
      <TextTable
        id={idOf("storm-limits", of.workload.id)}
        head={[
          t("report-curves.head-target"),
          t("report-curves.head-most"),
          t("report-curves.in-flight"),
          t("report-curves.cpu-share"),
          t("report-curves.head-held-up"),
        ]}
        lines={limits.map(({ target, rate, inFlight, used, wait }) => [
          target,
          quantity(rate, "ops/s"),
          String(inFlight),
          percent(used),
          heldUp(used, wait),
        ])}
      />
    </>
  );
}

function heldUp(used: number, wait: Wait | undefined): string {
  const by = t(used >= BUSY ? "report-curves.by-cpus" : "report-curves.by-waiting");
  if (wait === undefined) return by;
  return t("report-curves.wait", { by, what: wait.what, tasks: wait.tasks.toFixed(1) });
}
