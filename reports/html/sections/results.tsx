/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { say } from "../../../bench/messages.ts";
import { legend } from "../../format.ts";
import { isPart, type ReportInput } from "../../model.ts";
import { ResultGrids } from "../parts/result-grids.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "results",
  title: say("report-sections.results"),
  short: say("report-page.to-results"),
  body: ({ input }) => <Results input={input} />,
};

function Results({ input }: { readonly input: ReportInput }) {
  const rows = input.analysis.rows.filter((row) => !isPart(row));
  return (
    <>
      <p>{legend(input.analysis, input.run.rounds)}</p>
      <ResultGrids
        section="results"
        input={input}
        workloads={input.analysis.workloads}
        rows={rows}
      />
    </>
  );
}
