/** Turns the code and values of a message into its sentence. */
import type { Message } from "../../bench/types.ts";
import { EN } from "./en.ts";

/** A code of another version of isotax may have no sentence here. Then the code itself is shown. */
export function messageText({ code, values }: Message): string {
  const sentence = Object.hasOwn(EN, code) ? EN[code] : undefined;
  if (sentence !== undefined) return sentence(values);
  const details = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
  return [code, ...details].join(", ");
}
