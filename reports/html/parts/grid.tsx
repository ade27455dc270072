/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { TargetState } from "../../../bench/schema.ts";
import { type ReportInput, targetsAsLines, turned } from "../../model.ts";
import { t } from "../../text/message.ts";
import { idOf } from "./ids.ts";
import { TargetName } from "./target-name.tsx";

interface GridCell {
  readonly text: ComponentChildren;
  readonly class?: string;
}

/** As many columns as a page of paper has room for. */
const MOST_ON_PAPER = 16;

/** A table of targets and metrics. With many targets, each target has a line of its own. */
export function Grid(props: {
  readonly input: ReportInput;
  /** Links to the table and its lines begin with it. */
  readonly id: string;
  readonly caption: string;
  readonly class?: string;
  /** The workload that it is of, if it is of one alone. */
  readonly workload?: string;
  /** What stands before a metric's name in the name of its distribution: its workload, if at all. */
  readonly prefix?: string;
  readonly targets: readonly TargetState[];
  readonly metrics: readonly string[];
  readonly cell: (target: TargetState, metric: number) => GridCell;
}) {
  const { targets, metrics, cell } = props;
  const asLines = targetsAsLines(props.input, props.workload);
  const corner = t(asLines ? "report-sections.head-target" : "report-sections.head-metric");
  const lines: GridCell[][] = [
    [{ text: corner }, ...targets.map((target) => ({ text: <TargetName target={target} /> }))],
    ...metrics.map((metric, index) => [
      { text: <Breakable text={metric} /> },
      ...targets.map((target) => cell(target, index)),
    ]),
  ];
  const [head = [], ...body] = asLines ? turned(lines) : lines;
  // A phone has no room for many metrics beside each other. Cells of colours stay a picture.
  const asBlocks = asLines && props.class === undefined;
  const blocks = metrics.length > MOST_ON_PAPER ? "blocks wide" : "blocks";
  const names = asLines ? targets.map(({ id }) => id) : metrics;
  const targetOf = (place: number) => targets[place]?.id;
  return (
    <div class="scroll">
      <table
        id={idOf(props.id)}
        class={asBlocks ? blocks : props.class}
        data-metrics={props.prefix}
      >
        <caption>{props.caption}</caption>
        <thead>
          <tr>
            {head.map(({ text }, column) => (
              <th
                scope="col"
                key={column}
                data-target={asLines || column === 0 ? undefined : targetOf(column - 1)}
              >
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((line, number) => (
            <tr
              key={number}
              id={idOf(props.id, names[number] ?? "")}
              data-target={asLines ? targetOf(number) : undefined}
            >
              {line.map((one, column) =>
                column === 0 ? (
                  <th scope="row" key={column}>
                    {one.text}
                  </th>
                ) : (
                  <td
                    key={column}
                    class={one.class}
                    data-label={asBlocks ? metrics[column - 1] : undefined}
                  >
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

/** A metric's name. A narrow column may break it after dots and slashes, not within a word or `p99.9`. */
function Breakable({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/(?<=[./])(?!\d)/).map((part, index) => (
        <>
          {index === 0 ? null : <wbr />}
          {part}
        </>
      ))}
    </>
  );
}
