/** Korean words for what brings English words along. What is in no table stays English. */
import type { OwnKind } from "../message.ts";
import { EXPERIMENTS } from "./names-experiments.ts";
import { FACTS } from "./names-facts.ts";
import { PHASES } from "./names-phases.ts";
import { targetWords } from "./names-targets.ts";

export function koreanWord(kind: OwnKind, id: string, english: string): string {
  return wordOf(kind, id) ?? english;
}

function wordOf(kind: OwnKind, id: string): string | undefined {
  switch (kind) {
    case "title":
      return own(EXPERIMENTS, id)?.title ?? targetWords(id)?.title;
    case "adds":
      return targetWords(id)?.adds;
    case "shows":
      return own(EXPERIMENTS, id)?.shows;
    case "hides":
      return own(EXPERIMENTS, id)?.hides;
    case "fact":
      return own(FACTS, id);
    case "phase":
      return own(PHASES, id);
    // They cite papers, by their titles.
    case "published":
      return undefined;
  }
}

/** An id may come from a run folder, and be the name of something that every object has. */
function own<T>(table: Readonly<Record<string, T>>, id: string): T | undefined {
  return Object.hasOwn(table, id) ? table[id] : undefined;
}
