/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A table for each workload of an audit: a line for each check, a column for each target. */
import type { CheckRow } from "../../../bench/stats/analyze.ts";
import { auditWord, triedText } from "../../audit-words.ts";
import { absence, type ReportInput } from "../../model.ts";
import { t, textOf } from "../../text/message.ts";
import { idOf } from "./ids.ts";
import { TargetName } from "./target-name.tsx";

export function AuditTables({ input }: { readonly input: ReportInput }) {
  const { checks, workloads, targets } = input.analysis;
  const audited = checks.filter(({ promised }) => promised !== undefined);
  return (
    <>
      {workloads.map(({ id }) => {
        const own = audited.filter(({ workload }) => workload === id);
        if (own.length === 0) return null;
        return (
          <div class="scroll" key={id}>
            <table id={idOf("audit", id)} class="heat audit">
              <caption>{t("audit.caption", { group: id })}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("audit.head-check")}</th>
                  {targets.map((target) => (
                    <th scope="col" key={target.id} data-target={target.id}>
                      <TargetName target={target} />
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {[...new Set(own.map(({ check }) => check))].map((check) => (
                  <tr key={check} id={idOf("audit", id, check)}>
                    <th scope="row">
                      {triedText(check)} <span class="soft">{check}</span>
                    </th>
                    {targets.map((target) => {
                      const row = own.find(
                        (one) => one.check === check && one.subject === target.id,
                      );
                      return (
                        <td
                          key={target.id}
                          class={row && colourOf(row)}
                          data-target={target.id}
                          title={row && textOf(row.evidence)}
                        >
                          {row === undefined
                            ? absence(input, target.id, id)
                            : textOf(auditWord(row))}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        );
      })}
    </>
  );
}

function colourOf({ holds, promised, evidence }: CheckRow): string {
  if (holds === "unknown") return "same";
  if (holds === "no") return promised === true ? "h7" : "h4";
  // Of the host before and after there is nothing to refuse.
  if (evidence.code === "evidence.host-unchanged") return "h1";
  return evidence.values["errno"] === undefined ? "h2" : "h1";
}
