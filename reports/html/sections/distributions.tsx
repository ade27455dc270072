/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { ChartData } from "../data.ts";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "distributions",
  title: "Distributions",
  body: ({ data }) => <Distributions data={data} />,
};

function Distributions({ data }: { readonly data: ChartData }) {
  if (data.distributions.length === 0) return <p>Nothing was measured.</p>;
  return (
    <figure>
      <label>
        Metric:{" "}
        <select id="distribution-choice">
          {data.distributions.map(({ key, label }) => (
            <option key={key} value={key} selected={key === "start.exec ready"}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div class="chart">
        <canvas id="distribution" role="img" aria-label="Box plot of the chosen metric" />
      </div>
      <figcaption>
        Samples of all rounds; box: quartiles; whiskers: 1.5 times the box.{" "}
        <span id="distribution-note" />
      </figcaption>
    </figure>
  );
}
