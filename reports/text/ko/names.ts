/** Korean words for what brings English words along: see `wordsOf`. */
import type { OwnKind } from "../message.ts";

export function koreanWord(_kind: OwnKind, _id: string, english: string): string {
  return english;
}
