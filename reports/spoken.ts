import { isMessage } from "../bench/messages.ts";
import { textOf } from "./text/message.ts";

/** The same data with the sentence of each message beside its code, because people read it too. */
export function spoken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spoken);
  if (typeof value !== "object" || value === null) return value;
  const inside = Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, spoken(one)]),
  );
  return isMessage(value) ? { ...inside, text: textOf(value) } : inside;
}
