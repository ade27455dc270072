/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** How many of the host's system calls each target makes, and which. */
import { absence, type ReportInput } from "../../model.ts";
import { type Surface, type SurfaceLine, surfacesIn } from "../../surface.ts";
import { t } from "../../text/message.ts";
import { Grid } from "./grid.tsx";
import { TargetName } from "./target-name.tsx";

export function Surfaces({ input }: { readonly input: ReportInput }) {
  const surfaces = surfacesIn(input);
  if (surfaces.length === 0) return null;
  return (
    <>
      <h3>{t("surface.title")}</h3>
      <p>{t("surface.explained")}</p>
      {surfaces.map((surface) => (
        <Counts input={input} surface={surface} key={surface.workload} />
      ))}
    </>
  );
}

interface Of {
  readonly input: ReportInput;
  readonly surface: Surface;
}

function Counts({ input, surface }: Of) {
  const { workload, lines } = surface;
  return (
    <>
      <Grid
        input={input}
        id={`surface-${workload}`}
        caption={t("surface.caption")}
        targets={input.analysis.targets}
        metrics={lines.map(({ title }) => title)}
        cell={(target, index) => {
          const { counts } = lines[index] as SurfaceLine;
          return { text: counts.get(target.id)?.median ?? absence(input, target.id, workload) };
        }}
      />
      <details class="figures">
        <summary>{t("surface.names")}</summary>
        <Names input={input} surface={surface} />
      </details>
    </>
  );
}

function Names({ input, surface: { calls } }: Of) {
  const made = new Set([...calls.values()].flatMap((targets) => [...targets]));
  const targets = input.analysis.targets.filter(({ id }) => made.has(id));
  return (
    <div class="scroll">
      <table class="heat turned">
        <thead>
          <tr>
            <th scope="col">{t("surface.head-call")}</th>
            {targets.map((target) => (
              <th scope="col" key={target.id} data-target={target.id}>
                <TargetName target={target} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...calls].map(([call, by]) => (
            <tr key={call}>
              <th scope="row">{call}</th>
              {targets.map(({ id }) => (
                <td key={id} class={by.has(id) ? "h3" : "same"} data-target={id}>
                  {by.has(id) ? t("surface.made") : ""}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
