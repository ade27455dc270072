/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What a delivery would take over a link: a form, which the script answers, and common links. */
import { TIMES } from "../../../bench/stats/deliveries.ts";
import { TARGET_ERROR } from "../../../bench/stats/link-check.ts";
import { type Deliveries, formatText, linkText, storeText, timeText } from "../../deliveries.ts";
import { percent } from "../../text/figures.ts";
import { t } from "../../text/message.ts";
import { answerOf, COMMON_STORES, commonLinks, firstLink, measuredOf } from "../asked-links.ts";
import type { Measured } from "../link-answers.ts";
import { idOf } from "./ids.ts";
import { TextTable } from "./text-table.tsx";

const FIRST_OUTPUT = TIMES.indexOf("started");

export function AskLink({ of }: { readonly of: Deliveries }) {
  const { formats, stores, models, workload } = of;
  if (models.length === 0) return null;
  const measured = measuredOf(of);
  const first = firstLink(measured);
  const id = idOf("ask", workload.id);
  const [shortest, longest] = measured.rttMs;
  const asked = TIMES.filter((time) => models.some((one) => one.time === time));
  const time = asked.includes("started") ? FIRST_OUTPUT : TIMES.indexOf(asked[0] ?? "pulled");
  const lines = formats.filter(({ format }) => models.some((one) => one.format === format));
  return (
    <>
      <h3>{t("report-delivery.ask")}</h3>
      <p>{t("report-delivery.ask-explained")}</p>
      {shortest < longest ? null : <p>{t("report-delivery.one-delay", { rttMs: shortest })}</p>}
      <div class="choices" id={id} data-workload={workload.id} hidden>
        <label>
          <input type="number" name="mbit" min="0.1" step="any" value={first.mbit} />{" "}
          {t("report-delivery.ask-rate")}
        </label>
        <label hidden={shortest === longest}>
          <input type="number" name="rttMs" min="0" step="any" value={first.rttMs} />{" "}
          {t("report-delivery.ask-round-trip")}
        </label>
        <label>
          {t("report-delivery.ask-time")}{" "}
          <select name="time">
            {asked.map((name) => (
              <option key={name} value={TIMES.indexOf(name)} selected={TIMES[time] === name}>
                {timeText(name)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div aria-live="polite">
        <TextTable
          id={idOf("asked", workload.id)}
          caption={`${linkText(first)}, ${timeText(TIMES[time] ?? "pulled")}`}
          head={[t("report-delivery.head-format"), ...stores.map(storeText)]}
          lines={lines.map((format) => [
            formatText(format),
            ...stores.map((store, column) => (
              <span data-asked={`${formats.indexOf(format)} ${column}`}>
                {answerOf(of, first, { format: format.format, store, time })}
              </span>
            )),
          ])}
        />
      </div>
      <p class="soft">{marksText(measured)}</p>
      <CommonLinks of={of} measured={measured} time={time} />
    </>
  );
}

function CommonLinks(props: {
  readonly of: Deliveries;
  readonly measured: Measured;
  readonly time: number;
}) {
  const { of, measured, time } = props;
  const columns = COMMON_STORES.filter((store) => of.stores.includes(store)).flatMap((store) =>
    commonLinks(measured).map((link) => ({ store, link })),
  );
  return (
    <details class="figures">
      <summary>{t("report-delivery.common")}</summary>
      <TextTable
        id={idOf("common-links", of.workload.id)}
        head={[
          t("report-delivery.head-format"),
          ...columns.map(({ store, link }) =>
            t("report-delivery.common-head", { store: storeText(store), link: linkText(link) }),
          ),
        ]}
        lines={of.formats
          .filter(({ format }) => of.models.some((one) => one.format === format))
          .map((format) => [
            formatText(format),
            ...columns.map(({ store, link }) =>
              answerOf(of, link, { format: format.format, store, time }),
            ),
          ])}
      />
    </details>
  );
}

function marksText({ mbit, rttMs }: Measured): string {
  const [rates, trips] = [
    t("report-delivery.from-to", { low: mbit[0], high: mbit[1], unit: "Mbit/s" }),
    t("report-delivery.from-to", { low: rttMs[0], high: rttMs[1], unit: "ms" }),
  ];
  const links = t("report-delivery.range", { rates, trips });
  return t("report-delivery.ask-marks", { links, target: percent(TARGET_ERROR) });
}
