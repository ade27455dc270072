/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A chart with its heading, its explanation, and its figures as a table. */
import type { ComponentChildren } from "preact";
import { t } from "../../text/message.ts";
import { TextTable } from "../parts/text-table.tsx";

export function Figure(props: {
  readonly id: string;
  readonly heading: string;
  readonly caption: ComponentChildren;
  readonly children: ComponentChildren;
  readonly head: readonly string[];
  readonly lines: readonly (readonly ComponentChildren[])[];
}) {
  return (
    <figure id={`figure-${props.id}`}>
      <h3>{props.heading}</h3>
      {props.children}
      <figcaption>{props.caption}</figcaption>
      <details class="figures">
        <summary>{t("report-charts.as-table")}</summary>
        <TextTable id={`table-${props.id}`} head={props.head} lines={props.lines} />
      </details>
    </figure>
  );
}
