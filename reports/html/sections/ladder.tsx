/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** How long a start takes: a chart for each workload that measures starts. */
import { say } from "../../../bench/messages.ts";
import { startMetric } from "../../model.ts";
import { t } from "../../text/message.ts";
import { Starts } from "../charts/starts.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "ladder",
  title: say("report-sections.ladder"),
  short: say("report-page.to-ladder"),
  body: ({ input }) => {
    const starts = input.analysis.workloads.filter((one) => startMetric(one) !== undefined);
    if (starts.length === 0) return <p>{t("report-sections.not-measured")}</p>;
    return starts.map((workload) => <Starts key={workload.id} input={input} workload={workload} />);
  },
};
