/** Turns messages into sentences of the language that was chosen. */
import {
  type ArgumentsOf,
  type Code,
  isMessage,
  letErrorsSpeak,
  say,
  spelledOut,
} from "../../bench/messages.ts";
import type { MessageValue, Said } from "../../bench/types.ts";
import { EN, type Sentences } from "./en.ts";

/** A language: its sentences, and its words for what brings English words along (`wordsOf`). */
export interface Language {
  /** As HTML names it: BCP 47, such as `en`. */
  readonly tag: string;
  readonly sentences: Sentences;
  /** The words of something that brings English words along. */
  word(kind: OwnKind, id: string, english: string): string;
}

/**
 * What brings its English words along, because it is found by its file or comes from a run folder:
 * a target, an experiment, a fact, a phase.
 */
export type OwnKind = "title" | "adds" | "shows" | "hides" | "published" | "fact" | "phase";

export const ENGLISH: Language = {
  tag: "en",
  sentences: EN,
  word: (_kind, _id, english) => english,
};

let language = ENGLISH;

/** Chooses the language of everything that is said from now on, also by errors. */
export function speak(chosen: Language): void {
  language = chosen;
  letErrorsSpeak(textOf);
}

/** Does something in another language, and then speaks the one before. */
export async function speaking<T>(other: Language, work: () => Promise<T>): Promise<T> {
  const before = language;
  speak(other);
  try {
    return await work();
  } finally {
    speak(before);
  }
}

/** The tag of the chosen language. */
export function languageTag(): string {
  return language.tag;
}

/** The sentence of a code: for headings, labels and everything else that reports write. */
export function t<C extends Code>(code: C, ...values: ArgumentsOf<C>): string {
  return textOf(say(code, ...values));
}

/** The words of something that brings its own, in the chosen language. */
export function wordsOf(kind: OwnKind, id: string, english: string): string {
  return language.word(kind, id, english);
}

/**
 * The sentence of a message. It may come from a run folder of another version, so its code may be
 * unknown, and its values may be others: then the code and the values are shown.
 */
export function textOf(text: Said): string {
  if (typeof text === "string") return text;
  const { code, values } = text;
  const sentences: Readonly<Record<string, (values: object) => unknown>> =
    language.sentences as never;
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  if (sentence === undefined) return spelledOut(text);
  try {
    return String(sentence(Object.fromEntries(Object.entries(values).map(inText))));
  } catch {
    return spelledOut(text);
  }
}

function inText([name, value]: [string, MessageValue]): [string, unknown] {
  if (Array.isArray(value)) {
    return [name, value.map((one) => (isMessage(one) ? textOf(one) : one))];
  }
  return [name, isMessage(value) ? textOf(value) : value];
}
