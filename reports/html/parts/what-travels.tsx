/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What a new version costs that hardly differs, and what a pull takes besides time. */

import {
  CHANGED_FILE_BYTES,
  costOf,
  DEPENDENCY_CHANGED,
  EMPTY,
  FILE_CHANGED,
  wireBytes,
} from "../../../bench/stats/deliveries.ts";
import type { Link } from "../../../bench/stats/link-time.ts";
import type { DeliveryCost, Unit } from "../../../bench/types.ts";
import {
  cellOf,
  type Deliveries,
  formatText,
  linkText,
  orAbsent,
  secondsText,
} from "../../deliveries.ts";
import { digits, quantity } from "../../numbers.ts";
import { t } from "../../text/message.ts";
import { idOf } from "./ids.ts";
import { TextTable } from "./text-table.tsx";

/** The slowest link and the fastest. */
function ends(links: readonly Link[]): readonly Link[] {
  const [slowest, fastest] = [links[0], links.findLast(({ rttMs }) => rttMs === links[0]?.rttMs)];
  return slowest === undefined || fastest === undefined ? [] : [...new Set([slowest, fastest])];
}

export function WhatTravels({ of }: { readonly of: Deliveries }) {
  const { cells, formats, links, workload } = of;
  const lines = formats.filter(({ format }) =>
    [FILE_CHANGED, DEPENDENCY_CHANGED].some((store) =>
      cells.some((cell) => cell.format === format && cell.store === store),
    ),
  );
  if (lines.length === 0) return null;
  const shown = ends(links);
  const wire = (format: string, store: string) => {
    const bytes = wireBytes(cells, { format, store });
    return bytes && bytes.received + bytes.sent;
  };
  const bytesText = (bytes: number | undefined) =>
    orAbsent(bytes === undefined ? undefined : quantity(bytes, "bytes"));
  const pulls = (format: string, store: string) =>
    shown.map((link) => {
      const seconds = cellOf(of, format, store, link)?.times.pulled;
      return orAbsent(seconds === undefined ? undefined : secondsText(seconds));
    });
  return (
    <>
      <h3>{t("report-delivery.travels")}</h3>
      <p>
        {t("report-delivery.travels-explained", { size: quantity(CHANGED_FILE_BYTES, "bytes") })}
      </p>
      <TextTable
        id={idOf("travels", workload.id)}
        head={[
          t("report-delivery.head-format"),
          t("report-delivery.head-changed-wire"),
          t("report-delivery.head-times-file"),
          ...shown.map((link) => t("report-delivery.head-changed-pull", { link: linkText(link) })),
          t("report-delivery.head-dependency-wire"),
          ...shown.map((link) =>
            t("report-delivery.head-dependency-pull", { link: linkText(link) }),
          ),
        ]}
        lines={lines.map((format) => {
          const bytes = wire(format.format, FILE_CHANGED);
          return [
            formatText(format),
            bytesText(bytes),
            orAbsent(bytes === undefined ? undefined : `${digits(bytes / CHANGED_FILE_BYTES)}x`),
            ...pulls(format.format, FILE_CHANGED),
            bytesText(wire(format.format, DEPENDENCY_CHANGED)),
            ...pulls(format.format, DEPENDENCY_CHANGED),
          ];
        })}
      />
    </>
  );
}

const UNITS = {
  requests: "count",
  written: "bytes",
  clientCpu: "ns",
  serverCpu: "ns",
} as const satisfies Partial<Record<DeliveryCost, Unit>>;

/** Requests are counted: half of one is the median of an even number of rounds. */
function costText(value: number, unit: Unit): string {
  return unit === "count" ? String(Number(value.toFixed(1))) : quantity(value, unit);
}

/** Nothing if none of it was counted. */
export function PullCosts({ of }: { readonly of: Deliveries }) {
  const heads = {
    requests: t("report-delivery.head-requests"),
    written: t("report-delivery.head-written"),
    clientCpu: t("report-delivery.head-client-cpu"),
    serverCpu: t("report-delivery.head-server-cpu"),
  };
  const names = Object.keys(UNITS) as (keyof typeof UNITS)[];
  const value = (format: string, name: DeliveryCost) =>
    costOf(of.cells, name, { format, store: EMPTY });
  const shown = names.filter((name) =>
    of.formats.some(({ format }) => value(format, name) !== undefined),
  );
  if (shown.length === 0) return null;
  return (
    <>
      <h3>{t("report-delivery.costs")}</h3>
      <TextTable
        id={idOf("pull-costs", of.workload.id)}
        head={[t("report-delivery.head-format"), ...shown.map((name) => heads[name])]}
        lines={of.formats.map((format) => [
          formatText(format),
          ...shown.map((name) => {
            const one = value(format.format, name);
            return orAbsent(one === undefined ? undefined : costText(one, UNITS[name]));
          }),
        ])}
      />
    </>
  );
}
