/**
 * What isotax says, as data: a code with values. The sentences of each code are in reports/text/,
 * which gives the codes and their values their types. A code without a sentence does not compile.
 */
import type { Sentences } from "../reports/text/en.ts";
import type { Message, MessageValue, Said } from "./types.ts";

export type Code = keyof Sentences;

/** A sentence that takes text also takes a message, which becomes text first. */
type Given<V> = V extends string
  ? V | Message
  : V extends readonly (infer E)[]
    ? readonly Given<E>[]
    : V;

/** The values that a code's sentence takes. */
export type ValuesOf<C extends Code> = {
  readonly [Name in keyof Parameters<Sentences[C]>[0]]: Given<Parameters<Sentences[C]>[0][Name]>;
};

export type ArgumentsOf<C extends Code> =
  Parameters<Sentences[C]> extends [] ? [] : [values: ValuesOf<C>];

export function say<C extends Code>(code: C, ...[values]: ArgumentsOf<C>): Message {
  return { code, values: (values ?? {}) as Message["values"] };
}

/** Text that is not ours, such as a tool's words. It is shown as it is, in every language. */
export function verbatim(text: string): Message {
  return say("verbatim", { text });
}

export function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "code" in value && "values" in value;
}

/** How errors put themselves into words. The language is chosen where the program begins. */
let speaker: (message: Message) => string = spelledOut;

export function letErrorsSpeak(speak: (message: Message) => string): void {
  speaker = speak;
}

export function inWords(message: Message): string {
  return speaker(message);
}

/** A message without its sentence: the code, and the values by their names. */
export function spelledOut({ code, values }: Message): string {
  const details = Object.entries(values).map(([name, value]) => `${name}: ${spelled(value)}`);
  return [code, ...details].join(", ");
}

/** What tells messages apart, to compare them or to count them. */
export function keyOf(text: Said): string {
  return isMessage(text) ? JSON.stringify(text) : text;
}

function spelled(value: MessageValue): string {
  if (Array.isArray(value)) return value.map(spelled).join(" ");
  return isMessage(value) ? `(${spelledOut(value)})` : String(value);
}
