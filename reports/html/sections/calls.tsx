/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What each of the kernel's calls takes within one start. */
import { say } from "../../../bench/messages.ts";
import { t } from "../../text/message.ts";
import { Stacks, stacksOf } from "../charts/stacks.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "calls",
  title: say("report-sections.calls"),
  isShown: ({ input }) => stacksOf(input).some(({ unit }) => unit === "ns"),
  body: ({ input }) => (
    <>
      <p>{t("report-sections.calls-explained")}</p>
      {stacksOf(input)
        .filter(({ unit }) => unit === "ns")
        .map((stack) => (
          <Stacks key={`${stack.workload} ${stack.metric}`} input={input} stack={stack} />
        ))}
    </>
  ),
};
