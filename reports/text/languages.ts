/** The languages that isotax speaks. Each but English is loaded only if it is asked for. */
import { ENGLISH, type Language } from "./message.ts";

const LOADERS = {
  en: async () => ENGLISH,
  ko: async () => (await import("./ko/korean.ts")).KOREAN,
} satisfies Readonly<Record<string, () => Promise<Language>>>;

export type Tag = keyof typeof LOADERS;

export const TAGS = Object.keys(LOADERS) as readonly Tag[];

/** What a language calls itself: for a reader who looks for it and does not read the others. */
export const OWN_NAMES: Readonly<Record<Tag, string>> = { en: "English", ko: "한국어" };

export function isTag(text: string): text is Tag {
  return TAGS.some((tag) => tag === text);
}

export function loadLanguage(tag: Tag): Promise<Language> {
  return LOADERS[tag]();
}
