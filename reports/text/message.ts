/** A message's code and values -> its sentence. */
import type { Message } from "../../bench/types.ts";
import { EN } from "./en.ts";

/** A code of another isotax has no sentence here: then it is told as it is. */
export function messageText({ code, values }: Message): string {
  const sentence = Object.hasOwn(EN, code) ? EN[code] : undefined;
  if (sentence !== undefined) return sentence(values);
  const details = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
  return [code, ...details].join(", ");
}
