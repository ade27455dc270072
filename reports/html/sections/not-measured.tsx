/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { Said } from "../../../bench/types.ts";
import { printable, targetLabel } from "../../format.ts";
import { type ReportInput, statusText } from "../../model.ts";
import { textOf } from "../../text/message.ts";
import { TextTable } from "../parts/text-table.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "not-measured",
  title: "Not measured, and warnings",
  body: ({ input }) => <NotMeasured input={input} />,
};

function NotMeasured({ input }: { readonly input: ReportInput }) {
  const { notMeasured, warnings, targets } = input.analysis;
  return (
    <>
      {notMeasured.length === 0 ? (
        <p>Every planned cell was measured.</p>
      ) : (
        <TextTable
          head={["target", "workload", "status", "why", "what to do"]}
          lines={notMeasured.map((one) => [
            targetLabel(targets.find(({ id }) => id === one.target) ?? { id: one.target }),
            one.workload,
            statusText(one),
            <Why reason={one.reason} lastWords={one.lastWords} />,
            textOf(one.remedy),
          ])}
        />
      )}
      <h3>Warnings</h3>
      {warnings.length === 0 ? (
        <p>None.</p>
      ) : (
        <TextTable
          head={["warning", "what", "how often", "what to do"]}
          lines={warnings.map(({ code, message, count, where, remedy }) => [
            code,
            textOf(message),
            count === 1 ? textOf(where) : `${count} times, first: ${textOf(where)}`,
            textOf(remedy),
          ])}
        />
      )}
    </>
  );
}

function Why({ reason, lastWords }: { readonly reason: Said; readonly lastWords: string }) {
  return (
    <>
      {textOf(reason)}
      {lastWords === "" ? null : (
        <details>
          <summary>its last words</summary>
          <pre>{printable(lastWords)}</pre>
        </details>
      )}
    </>
  );
}
