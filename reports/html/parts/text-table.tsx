/** @jsxRuntime automatic */
/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";

/** A table of words, one line for each thing. */
export function TextTable(props: {
  readonly head: readonly string[];
  readonly lines: readonly (readonly ComponentChildren[])[];
}) {
  return (
    <div class="scroll">
      <table class="text">
        <thead>
          <tr>
            {props.head.map((text) => (
              <th scope="col" key={text}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.lines.map((line, number) => (
            <tr key={number}>
              {line.map((text, index) =>
                index === 0 ? (
                  <th scope="row" key={props.head[index]}>
                    {text}
                  </th>
                ) : (
                  <td key={props.head[index]} data-label={props.head[index]}>
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
