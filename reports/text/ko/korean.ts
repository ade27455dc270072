/** Korean, loaded as a whole if it is chosen. */

import { KO } from "../ko.ts";
import type { Language } from "../message.ts";
import { koreanWord } from "./names.ts";

export const KOREAN: Language = { tag: "ko", sentences: KO, word: koreanWord };
