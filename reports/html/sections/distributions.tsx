/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A metric of the reader's choice: boxes, curves with quantiles, or all rounds of a target. */
import type { Code } from "../../../bench/messages.ts";
import { say } from "../../../bench/messages.ts";
import { NATIVE } from "../../../bench/stats/analyze.ts";
import { MOST_EARLIER } from "../../../bench/stats/earlier-runs.ts";
import { t } from "../../text/message.ts";
import { boxPlot, firstShown } from "../charts/boxes.tsx";
import { Plot } from "../charts/plot.tsx";
import type { ChartData, Distribution } from "../data.ts";
import { TextTable } from "../parts/text-table.tsx";
import { drawnFor, quantileLines, stairsOf } from "../quantiles.ts";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "distributions",
  title: say("report-sections.distributions"),
  short: say("report-page.to-distributions"),
  body: ({ data }) => <Distributions data={data} />,
};

const VIEWS = {
  boxes: "report-distributions.boxes",
  ecdf: "report-distributions.ecdf",
  rounds: "report-distributions.rounds",
} as const satisfies Record<string, Code>;

const EXPLAINED = {
  boxes: "report-sections.box-explained",
  ecdf: "report-distributions.ecdf-explained",
  rounds: "report-distributions.rounds-explained",
} as const satisfies Record<keyof typeof VIEWS, Code>;

const NAMES = Object.keys(VIEWS) as (keyof typeof VIEWS)[];

function Distributions({ data }: { readonly data: ChartData }) {
  const shown = firstShown(data);
  if (shown === undefined) return <p>{t("report-sections.nothing")}</p>;
  const first = data.targets.find(({ id }) => id !== NATIVE)?.id;
  return (
    <figure id="figure-boxes">
      <noscript>
        <p>{t("report-sections.box-needs-script")}</p>
      </noscript>
      <div class="choices" id="distribution-choices" hidden>
        <label>
          {t("report-sections.metric")}{" "}
          <select id="distribution-choice">
            {data.distributions.map(({ key }) => (
              <option key={key} value={key} selected={key === shown.key}>
                {key}
              </option>
            ))}
          </select>
        </label>
        <fieldset id="distribution-views">
          <legend>{t("report-distributions.show")}</legend>
          {NAMES.map((name) => (
            <label key={name}>
              <input
                type="radio"
                name="distribution-view"
                value={name}
                checked={name === "boxes"}
              />
              {t(VIEWS[name])}
            </label>
          ))}
        </fieldset>
        <label id="distribution-of-target" hidden>
          {t("report-distributions.target")}{" "}
          <select id="distribution-target">
            {data.targets.map(({ id }) => (
              <option key={id} value={id} selected={id === first}>
                {id}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Brought data={data} shown={shown} />
      <div id="distribution-boxes" hidden>
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
      </div>
      <div id="distribution-drawn" aria-live="polite" />
      <figcaption>
        {NAMES.map((name) => (
          <span key={name} data-view={name} hidden={name !== "boxes"}>
            {t(EXPLAINED[name])} {name === "rounds" ? earlierText(data) : ""}
          </span>
        ))}
        <span id="distribution-note">{shown.note}</span>
      </figcaption>
    </figure>
  );
}

function earlierText({ earlier }: ChartData): string {
  if (earlier === undefined) return `${t("report-distributions.no-history")} `;
  const mixed = earlier.mixed ? `${t("site.mixed")} ` : "";
  return `${t("report-distributions.history-explained", { most: MOST_EARLIER })} ${mixed}`;
}

/** One metric can be read without the script, and on paper. */
function Brought({ data, shown }: { readonly data: ChartData; readonly shown: Distribution }) {
  return (
    <div id="distribution-brought" data-shows={shown.key}>
      <Plot {...boxPlot(data, shown)} />
      <details class="figures">
        <summary>{t("report-charts.as-table")}</summary>
        <TextTable
          id="table-boxes"
          head={data.words.quantiles}
          lines={quantileLines(stairsOf(drawnFor(shown, data.targets, data.ways), shown), shown)}
        />
      </details>
    </div>
  );
}
