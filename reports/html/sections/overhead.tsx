/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { say } from "../../../bench/messages.ts";
import { t } from "../../text/message.ts";
import { HeatMap } from "../parts/heat-map.tsx";
import { plansSlowdowns } from "./planned.ts";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "overhead",
  title: say("report-sections.overhead"),
  short: say("report-page.to-overhead"),
  isShown: plansSlowdowns,
  body: ({ input }) => (
    <>
      <HeatMap input={input} of="speed" />
      <h3 id="overhead-starts">{t("report-charts.start-heat")}</h3>
      <HeatMap input={input} of="startup" />
    </>
  ),
};
