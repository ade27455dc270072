/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What can be reached from inside: a matrix of checks and targets, and what it costs to keep. */
import { say } from "../../../bench/messages.ts";
import { audits } from "../../audit.ts";
import { surfacesIn } from "../../surface.ts";
import { t } from "../../text/message.ts";
import { AuditFigure } from "../charts/audit.tsx";
import { AuditTables } from "../parts/audit-tables.tsx";
import { Surfaces } from "../parts/surface.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "audit",
  title: say("audit.section"),
  short: say("report-page.to-audit"),
  isShown: ({ input }) => audits(input).length > 0 || surfacesIn(input).length > 0,
  body: ({ input }) => (
    <>
      <p>{t("audit.explained")}</p>
      <AuditFigure input={input} />
      <AuditTables input={input} />
      <Surfaces input={input} />
    </>
  ),
};
