/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** How images come to a host: times, bytes, and what a link of the reader's would make of them. */
import { say } from "../../../bench/messages.ts";
import { deliveriesIn } from "../../deliveries.ts";
import { t } from "../../text/message.ts";
import { DeliveryBytes } from "../charts/delivery-bytes.tsx";
import { DeliveryTimes } from "../charts/delivery-times.tsx";
import { DeliveryModelPart } from "../parts/delivery-model.tsx";
import { FirstBytes } from "../parts/first-bytes.tsx";
import { PullCosts, WhatTravels } from "../parts/what-travels.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "delivery",
  title: say("report-delivery.title"),
  short: say("report-page.to-delivery"),
  isShown: ({ input }) => deliveriesIn(input).length > 0,
  body: ({ input }) => (
    <>
      <p>{t("report-delivery.explained")}</p>
      {deliveriesIn(input).map((of) => (
        <div key={of.workload.id}>
          <DeliveryTimes input={input} of={of} />
          <WhatTravels of={of} />
          <DeliveryBytes input={input} of={of} />
          <FirstBytes of={of} />
          <PullCosts of={of} />
          <DeliveryModelPart input={input} of={of} />
        </div>
      ))}
    </>
  ),
};
