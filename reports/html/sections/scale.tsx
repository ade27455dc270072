/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Many instances at once: what becomes of starts when there are more of them. */
import { say } from "../../../bench/messages.ts";
import { drawnIn } from "../../drawn.ts";
import { neighboursIn } from "../../neighbours.ts";
import { t } from "../../text/message.ts";
import { timelinesIn } from "../../timelines.ts";
import { Curves } from "../charts/curves.tsx";
import { TimelineFigure } from "../charts/timeline.tsx";
import { Neighbours } from "../parts/neighbours.tsx";
import { StormLimits } from "../parts/storm-limits.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "scale",
  title: say("report-curves.section"),
  short: say("report-page.to-scale"),
  isShown: ({ input }) =>
    drawnIn(input).length + timelinesIn(input).length + neighboursIn(input).length > 0,
  body: ({ input }) => (
    <>
      {drawnIn(input).length === 0 ? null : <p>{t("report-curves.section-explained")}</p>}
      {drawnIn(input).map((of) => (
        <div key={of.workload.id}>
          <StormLimits of={of} />
          <Curves input={input} of={of} />
        </div>
      ))}
      {timelinesIn(input).map((of) => (
        <TimelineFigure key={of.workload.id} input={input} of={of} />
      ))}
      <Neighbours input={input} />
    </>
  ),
};
