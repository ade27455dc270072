/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What each of the kernel's calls takes within one start, and what the removal takes. */
import { say } from "../../../bench/messages.ts";
import type { ReportInput } from "../../model.ts";
import { t } from "../../text/message.ts";
import { Stacks, stacksOf } from "../charts/stacks.tsx";
import { Freed } from "../parts/freed.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "calls",
  title: say("report-sections.calls"),
  short: say("report-page.to-calls"),
  isShown: ({ input }) => timesOf(input).length > 0,
  body: ({ input }) => (
    <>
      <p>{t("report-sections.calls-explained")}</p>
      {timesOf(input).map((stack) => (
        <Stacks key={`${stack.workload} ${stack.metric}`} input={input} stack={stack} />
      ))}
      {[...new Set(timesOf(input).map(({ workload }) => workload))].map((workload) => (
        <Freed key={workload} input={input} workload={workload} />
      ))}
    </>
  ),
};

function timesOf(input: ReportInput) {
  return stacksOf(input).filter(({ unit }) => unit === "ns");
}
