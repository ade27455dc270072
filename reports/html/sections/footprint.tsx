/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What one more instance takes, counted in several ways, with the parts of each. */
import { say } from "../../../bench/messages.ts";
import type { ReportInput } from "../../model.ts";
import { t } from "../../text/message.ts";
import { ResultGrids } from "../parts/result-grids.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "footprint",
  title: say("report-sections.footprint"),
  short: say("report-page.to-footprint"),
  body: ({ input }) => <Footprints input={input} />,
};

function Footprints({ input }: { readonly input: ReportInput }) {
  const measured = input.analysis.workloads.filter(({ metrics }) =>
    metrics.some(({ fold }) => fold?.how === "slope"),
  );
  if (measured.length === 0) {
    return <p>{t("report-sections.footprint-not-asked")}</p>;
  }
  return (
    <>
      <p>{t("report-sections.footprint-explained")}</p>
      <ResultGrids
        section="footprint"
        input={input}
        workloads={measured}
        rows={input.analysis.rows}
      />
    </>
  );
}
