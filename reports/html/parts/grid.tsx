/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { TargetState } from "../../../bench/schema.ts";
import { type ReportInput, targetsAsLines, turned } from "../../model.ts";
import { TargetName } from "./target-name.tsx";

interface GridCell {
  readonly text: ComponentChildren;
  readonly class?: string;
}

/** A table of targets and metrics. With many targets, each target has a line of its own. */
export function Grid(props: {
  readonly input: ReportInput;
  readonly caption: string;
  readonly class?: string;
  readonly targets: readonly TargetState[];
  readonly metrics: readonly string[];
  readonly cell: (target: TargetState, metric: number) => GridCell;
}) {
  const { targets, metrics, cell } = props;
  const lines: GridCell[][] = [
    [{ text: "" }, ...targets.map((target) => ({ text: <TargetName target={target} /> }))],
    ...metrics.map((metric, index) => [
      { text: <Breakable text={metric} /> },
      ...targets.map((target) => cell(target, index)),
    ]),
  ];
  const [head = [], ...body] = targetsAsLines(props.input) ? turned(lines) : lines;
  return (
    <div class="scroll">
      <table class={props.class}>
        <caption>{props.caption}</caption>
        <thead>
          <tr>
            {head.map(({ text }, column) => (
              <th scope="col" key={column}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((line, number) => (
            <tr key={number}>
              {line.map((one, column) =>
                column === 0 ? (
                  <th scope="row" key={column}>
                    {one.text}
                  </th>
                ) : (
                  <td key={column} class={one.class}>
                    {one.text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A metric's name. A narrow column may break it after dots and slashes, not within a word. */
function Breakable({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/(?<=[./])/).map((part, index) => (
        <>
          {index === 0 ? null : <wbr />}
          {part}
        </>
      ))}
    </>
  );
}
