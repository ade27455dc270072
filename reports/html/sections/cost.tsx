/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { say } from "../../../bench/messages.ts";
import { HeatMap } from "../parts/heat-map.tsx";
import { plansCosts } from "./planned.ts";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "cost",
  title: say("report-sections.cost"),
  short: say("report-page.to-cost"),
  isShown: plansCosts,
  body: ({ input }) => <HeatMap input={input} of="cost" />,
};
