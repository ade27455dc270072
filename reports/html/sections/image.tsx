/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import { say } from "../../../bench/messages.ts";
import { quantity } from "../../format.ts";
import { findRow } from "../../model.ts";
import { t } from "../../text/message.ts";
import { spokenLabels } from "../data.ts";
import type { Section, SectionInput } from "./section.ts";

export const section: Section = {
  id: "image",
  title: say("report-sections.image"),
  body: (of) => <ImageSize {...of} />,
};

function ImageSize({ data, input }: SectionInput) {
  const { rows } = input.analysis;
  if (data.image.length === 0) return <p>{t("report-sections.not-measured")}</p>;
  const labels = spokenLabels(input);
  return (
    <>
      <p>{t("report-sections.image-explained")}</p>
      {data.image.map((bars) => (
        <figure key={`${bars.workload} ${bars.kind}`}>
          <h3>{bars.title}</h3>
          <div class="chart">
            <canvas
              id={`image-${bars.kind}`}
              role="img"
              aria-label={t("report-sections.sizes", {
                title: bars.title,
                sizes: data.targets.map(({ id }) => {
                  const row = findRow(rows, bars.workload, bars.kind, id);
                  return t("report-sections.size", {
                    target: labels.get(id) ?? id,
                    size:
                      row === undefined
                        ? t("report.not-measured")
                        : quantity(row.summary.median, "bytes"),
                  });
                }),
              })}
            />
          </div>
        </figure>
      ))}
    </>
  );
}
