/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What of an image came before the first output, and what came until all of it had been read. */
import {
  costOf,
  type DeliveryCell,
  EMPTY,
  isLazy,
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

/** Nothing if no format is lazy. */
export function FirstBytes({ of }: { readonly of: Deliveries }) {
  const lines = of.formats.flatMap((format) => {
    const came = cameOf(of.cells, format.format);
    return came === undefined ? [] : [{ format, came }];
  });
  if (!lines.some(({ format }) => isLazy(of.cells, emptyStore(format.format)))) return null;
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

function emptyStore(format: string) {
  return { format, store: EMPTY };
}

function cameOf(cells: readonly DeliveryCell[], format: string): Came | undefined {
  const of = emptyStore(format);
  const pulled = costOf(cells, "received", of);
  const byFirstOutput = costOf(cells, "receivedByFirstOutput", of);
  const untilRead = receivedBytes(cells, of);
  return pulled === undefined || byFirstOutput === undefined || !untilRead
    ? undefined
    : { pulled, byFirstOutput, untilRead };
}
