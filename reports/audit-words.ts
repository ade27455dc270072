/** Words of audits' tables. */
import { type Code, say } from "../bench/messages.ts";
import type { CheckRow } from "../bench/stats/analyze.ts";
import type { Message } from "../bench/types.ts";
import { EN } from "./text/en.ts";
import { t } from "./text/message.ts";

/** What became of a check, in a word or two. */
export function auditWord({ holds, promised, evidence }: CheckRow): Message {
  if (evidence.code === "evidence.host-unchanged") return say("audit.unchanged");
  if (evidence.code === "evidence.host-changed") return say("audit.changed");
  if (holds === "unknown") return say("audit.untried");
  if (holds === "no") return say(promised === true ? "audit.reached-against" : "audit.reached");
  const by = evidence.values["errno"] ?? evidence.values["signal"];
  return by === undefined ? say("audit.virtual") : say("audit.refused", { by: String(by) });
}

/** What a check tries. Only its name, if a newer isotax made it. */
export function triedText(check: string): string {
  const code = `audit-checks.${check}`;
  return Object.hasOwn(EN, code) ? t(code as Extract<Code, `audit-checks.${string}`>) : check;
}
