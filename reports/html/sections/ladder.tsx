/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** How long a start takes: a chart for each workload that measures starts. */
import { digits } from "../../format.ts";
import { type ChartData, spokenLabels } from "../data.ts";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "ladder",
  title: "How long a start takes",
  body: ({ data }) => <Ladders data={data} />,
};

function Ladders({ data }: { readonly data: ChartData }) {
  const labels = spokenLabels(data);
  return (
    <>
      <label>
        <input type="checkbox" id="ladder-log" checked /> logarithmic axis
      </label>
      {data.ladders.map((ladder) => {
        const measured = ladder.rows.filter(({ segments }) => segments.length > 0);
        const text = measured
          .map(({ target, segments }) => {
            const ready = segments.find(({ phase }) => phase === "ready");
            const label = labels.get(target) ?? target;
            return `${label} ${ready === undefined ? "?" : digits(ready.to)} ms`;
          })
          .join(", ");
        return (
          <figure key={ladder.workload}>
            <h3>
              {ladder.workload}: {ladder.title}
            </h3>
            {measured.length === 0 ? (
              <p>Not measured.</p>
            ) : (
              <div class="chart">
                <canvas
                  id={`ladder-${ladder.workload}`}
                  role="img"
                  aria-label={`Time to the first byte: ${text}`}
                />
              </div>
            )}
            <figcaption>
              Medians. kernel: a guest's own kernel began; init: first code inside the isolation;
              ready: the workload's first byte; exited: the process was reaped; removed: nothing is
              left. On the logarithmic axis a mark stands where a phase was reached; on the linear
              one a bar is as long as its phase.
            </figcaption>
          </figure>
        );
      })}
    </>
  );
}
