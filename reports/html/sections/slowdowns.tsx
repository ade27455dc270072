/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { say } from "../../../bench/messages.ts";
import { Forest } from "../charts/forest.tsx";
import { plansSpeeds } from "./planned.ts";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "slowdowns",
  title: say("report-sections.slowdowns"),
  short: say("report-page.to-slowdowns"),
  isShown: plansSpeeds,
  body: ({ input }) => <Forest input={input} />,
};
