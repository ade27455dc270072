/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { say } from "../../../bench/messages.ts";
import type { Message } from "../../../bench/types.ts";
import { printable, targetLabel } from "../../format.ts";
import { type ReportInput, statusText } from "../../model.ts";
import { t, textOf } from "../../text/message.ts";
import { TextTable } from "../parts/text-table.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "not-measured",
  title: say("report-sections.missing"),
  short: say("report-page.to-not-measured"),
  body: ({ input }) => <NotMeasured input={input} />,
};

function NotMeasured({ input }: { readonly input: ReportInput }) {
  const { notMeasured, warnings, targets } = input.analysis;
  return (
    <>
      {notMeasured.length === 0 ? (
        <p>{t("report-sections.all-measured")}</p>
      ) : (
        <TextTable
          id="missing"
          head={[
            t("report-sections.head-target"),
            t("report-sections.head-workload"),
            t("report-sections.head-status"),
            t("report-sections.head-why"),
            t("report-sections.head-remedy"),
          ]}
          lines={notMeasured.map((one) => [
            targetLabel(targets.find(({ id }) => id === one.target) ?? { id: one.target }),
            one.workload,
            statusText(one),
            <Why reason={one.reason} lastWords={one.lastWords} />,
            textOf(one.remedy),
          ])}
        />
      )}
      <h3 id="warnings">{t("report.warnings-heading")}</h3>
      {warnings.length === 0 ? (
        <p>{t("report-sections.no-warnings")}</p>
      ) : (
        <TextTable
          id="table-warnings"
          head={[
            t("report-sections.head-warning"),
            t("report-sections.head-what"),
            t("report-sections.head-how-often"),
            t("report-sections.head-remedy"),
          ]}
          lines={warnings.map(({ code, message, count, where, remedy }) => [
            code,
            textOf(message),
            t("report.times", { count, where }),
            textOf(remedy),
          ])}
        />
      )}
    </>
  );
}

function Why({ reason, lastWords }: { readonly reason: Message; readonly lastWords: string }) {
  return (
    <>
      {textOf(reason)}
      {lastWords === "" ? null : (
        <details>
          <summary>{t("report-sections.last-words")}</summary>
          <pre>{printable(lastWords)}</pre>
        </details>
      )}
    </>
  );
}
