/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** How long a start takes: a chart for each workload that measures starts. */
import { say } from "../../../bench/messages.ts";
import { startMetric } from "../../model.ts";
import { Starts } from "../charts/starts.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "ladder",
  title: say("report-sections.ladder"),
  body: ({ input }) =>
    input.analysis.workloads
      .filter((workload) => startMetric(workload) !== undefined)
      .map((workload) => <Starts key={workload.id} input={input} workload={workload} />),
};
