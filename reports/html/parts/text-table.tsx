/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { idOf } from "./ids.ts";

/** A table of words, one line for each thing. */
export function TextTable(props: {
  /** Links to the table, its lines and cells begin with it. */
  readonly id?: string;
  readonly head: readonly string[];
  readonly lines: readonly (readonly ComponentChildren[])[];
  readonly caption?: string;
}) {
  return (
    <div class="scroll">
      <table id={props.id === undefined ? undefined : idOf(props.id)} class="text">
        {props.caption === undefined ? null : <caption>{props.caption}</caption>}
        <thead>
          <tr>
            {props.head.map((text, column) => (
              <th scope="col" key={column}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.lines.map((line, number) => (
            <tr key={number}>
              {line.map((text, column) =>
                column === 0 ? (
                  <th scope="row" key={column}>
                    {text}
                  </th>
                ) : (
                  <td key={column} data-label={props.head[column]}>
                    {text}
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
