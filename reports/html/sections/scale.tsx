/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Many instances at once: what becomes of starts when there are more of them. */
import { say } from "../../../bench/messages.ts";
import { drawnIn } from "../../drawn.ts";
import { t } from "../../text/message.ts";
import { Curves } from "../charts/curves.tsx";
import { StormLimits } from "../parts/storm-limits.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "scale",
  title: say("report-curves.section"),
  isShown: ({ input }) => drawnIn(input).length > 0,
  body: ({ input }) => (
    <>
      <p>{t("report-curves.section-explained")}</p>
      {drawnIn(input).map((of) => (
        <div key={of.workload.id}>
          <StormLimits of={of} />
          <Curves input={input} of={of} />
        </div>
      ))}
    </>
  ),
};
