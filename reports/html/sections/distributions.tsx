/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { say } from "../../../bench/messages.ts";
import { t } from "../../text/message.ts";
import type { ChartData } from "../data.ts";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "distributions",
  title: say("report-sections.distributions"),
  body: ({ data }) => <Distributions data={data} />,
};

function Distributions({ data }: { readonly data: ChartData }) {
  if (data.distributions.length === 0) return <p>{t("report-sections.nothing")}</p>;
  return (
    <figure>
      <noscript>
        <p>{t("report-sections.box-needs-script")}</p>
      </noscript>
      <label>
        {t("report-sections.metric")}{" "}
        <select id="distribution-choice">
          {data.distributions.map(({ key }) => (
            <option key={key} value={key} selected={key === "start.exec ready"}>
              {key}
            </option>
          ))}
        </select>
      </label>
      <div class="chart">
        <canvas id="distribution" role="img" aria-label={t("report-sections.box-plot")} />
      </div>
      <div id="distribution-apart" hidden>
        <p class="soft">{t("report-sections.box-emulated")}</p>
        <div class="chart">
          <canvas
            id="distribution-emulated"
            role="img"
            aria-label={t("report-sections.box-plot")}
          />
        </div>
      </div>
      <figcaption>
        {t("report-sections.box-explained")} <span id="distribution-note" />
      </figcaption>
    </figure>
  );
}
