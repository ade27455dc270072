/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** How long a start takes: a chart for each workload that measures starts. */
import { say } from "../../../bench/messages.ts";
import { startMetric } from "../../model.ts";
import { Starts } from "../charts/starts.tsx";
import { plansStarts } from "./planned.ts";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "ladder",
  title: say("report-sections.ladder"),
  short: say("report-page.to-ladder"),
  isShown: plansStarts,
  body: ({ input }) => {
    const starts = input.analysis.workloads.filter((one) => startMetric(one) !== undefined);
    return starts.map((workload) => <Starts key={workload.id} input={input} workload={workload} />);
  },
};
