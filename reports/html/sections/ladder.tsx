/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** How long a start takes: a chart for each workload that measures starts. */
import { say } from "../../../bench/messages.ts";
import { digits } from "../../format.ts";
import { t, wordsOf } from "../../text/message.ts";
import { spokenLabels } from "../data.ts";
import type { Section, SectionInput } from "./section.ts";

export const section: Section = {
  id: "ladder",
  title: say("report-sections.ladder"),
  body: (of) => <Ladders {...of} />,
};

function Ladders({ data, input }: SectionInput) {
  const labels = spokenLabels(input);
  return (
    <>
      <label>
        <input type="checkbox" id="ladder-log" checked /> {t("report-sections.logarithmic-axis")}
      </label>
      {data.ladders.map((ladder) => {
        const measured = ladder.rows.filter(({ segments }) => segments.length > 0);
        const times = measured.map(({ target, segments }) => {
          const ready = segments.find(({ phase }) => phase === "ready");
          return t("report-sections.first-byte", {
            target: labels.get(target) ?? target,
            time: ready === undefined ? "?" : `${digits(ready.to)} ms`,
          });
        });
        return (
          <figure key={ladder.workload}>
            <h3>{ladder.heading}</h3>
            {measured.length === 0 ? (
              <p>{t("report-sections.not-measured")}</p>
            ) : (
              <div class="chart">
                <canvas
                  id={`ladder-${ladder.workload}`}
                  role="img"
                  aria-label={t("report-sections.first-bytes", { times })}
                />
              </div>
            )}
            <figcaption>
              {t("report-sections.phases", {
                kernel: wordsOf("phase", "kernel", "kernel"),
                init: wordsOf("phase", "init", "init"),
                ready: wordsOf("phase", "ready", "ready"),
                exited: wordsOf("phase", "exited", "exited"),
                removed: wordsOf("phase", "removed", "removed"),
              })}
            </figcaption>
          </figure>
        );
      })}
    </>
  );
}
