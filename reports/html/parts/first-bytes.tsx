/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What of an image came before the first output, and what came until all of it had been read. */
import {
  costOf,
  type DeliveryCell,
  EMPTY,
  receivedBytes,
} from "../../../bench/stats/deliveries.ts";
import { type Deliveries, formatText } from "../../deliveries.ts";
import { quantity } from "../../numbers.ts";
import { percent } from "../../text/figures.ts";
import { t } from "../../text/message.ts";
import { idOf } from "./ids.ts";
import { TextTable } from "./text-table.tsx";

interface Came {
  readonly pulled: number;
  readonly byFirstOutput: number;
  readonly untilRead: number;
}

/** Nothing if all formats bring everything before the first output. */
export function FirstBytes({ of }: { readonly of: Deliveries }) {
  const lines = of.formats.flatMap((format) => {
    const came = cameOf(of.cells, format.format);
    return came === undefined ? [] : [{ format, came }];
  });
  if (!lines.some(({ came }) => came.byFirstOutput < came.untilRead * WHOLE)) return null;
  return (
    <>
      <h3>{t("report-delivery.first-bytes")}</h3>
      <p>{t("report-delivery.first-bytes-explained")}</p>
      <TextTable
        id={idOf("first-bytes", of.workload.id)}
        head={[
          t("report-delivery.head-format"),
          t("report-delivery.time-pull"),
          t("report-delivery.time-first-output"),
          t("report-delivery.time-all-read"),
          t("report-delivery.head-first-share"),
        ]}
        lines={lines.map(({ format, came: { pulled, byFirstOutput, untilRead } }) => [
          formatText(format),
          ...[pulled, byFirstOutput, untilRead].map((bytes) => quantity(bytes, "bytes")),
          percent(byFirstOutput / untilRead),
        ])}
      />
    </>
  );
}

/** Of a format that is not lazy, a few packets more may come while it runs. */
const WHOLE = 0.95;

function cameOf(cells: readonly DeliveryCell[], format: string): Came | undefined {
  const of = { format, store: EMPTY };
  const pulled = costOf(cells, "received", of);
  const byFirstOutput = costOf(cells, "receivedByFirstOutput", of);
  const untilRead = receivedBytes(cells, of);
  return pulled === undefined || byFirstOutput === undefined || !untilRead
    ? undefined
    : { pulled, byFirstOutput, untilRead };
}
