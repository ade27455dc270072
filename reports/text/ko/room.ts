/** What a file of this folder has to say: a sentence for each code of the English file of its name. */
import type { Sentences } from "../en.ts";

export type Room<Name extends string> = Pick<
  Sentences,
  Extract<keyof Sentences, `${Name}.${string}`>
>;
