/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { say } from "../../../bench/messages.ts";
import { Forest } from "../charts/forest.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "slowdowns",
  title: say("report-sections.slowdowns"),
  body: ({ input }) => <Forest input={input} />,
};
