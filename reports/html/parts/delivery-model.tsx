/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The model of deliveries: whether it predicts, and what it says of formats against each other. */
import { SAME } from "../../../bench/stats/break-even.ts";
import { breakEvenLines, reuseLines } from "../../break-evens.ts";
import type { Deliveries } from "../../deliveries.ts";
import { modelText } from "../../delivery-lines.ts";
import type { ReportInput } from "../../model.ts";
import { percent } from "../../text/figures.ts";
import { t } from "../../text/message.ts";
import { DeliveryCheck } from "../charts/delivery-check.tsx";
import { AskLink } from "./ask-link.tsx";

export function DeliveryModelPart(props: { readonly input: ReportInput; readonly of: Deliveries }) {
  const { input, of } = props;
  return (
    <>
      <AskLink of={of} />
      {of.models.length === 0 ? null : <BreakEvens of={of} />}
      <h3>{t("report-delivery.model")}</h3>
      <p>{t("report-delivery.model-explained")}</p>
      <p>{modelText(input, of)}</p>
      <DeliveryCheck input={input} of={of} />
    </>
  );
}

/** More than this a reader does not take in at once. */
const MOST_LINES = 8;

function BreakEvens({ of }: { readonly of: Deliveries }) {
  const lines = breakEvenLines(of);
  const [shown, more] = [lines.slice(0, MOST_LINES), lines.slice(MOST_LINES)];
  return (
    <>
      <h3>{t("report-delivery.break-even")}</h3>
      <p>{t("report-delivery.break-even-explained", { same: percent(SAME) })}</p>
      <List lines={reuseLines(of)} />
      {lines.length === 0 ? <p>{t("report-delivery.no-break-even")}</p> : <List lines={shown} />}
      {more.length === 0 ? null : (
        <details>
          <summary>{t("report-delivery.more", { count: more.length })}</summary>
          <List lines={more} />
        </details>
      )}
    </>
  );
}

function List({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
