/** Words that the page explains where a reader meets them. */
import { say } from "../../bench/messages.ts";
import type { Message } from "../../bench/types.ts";
import { textOf } from "../text/message.ts";

interface Term {
  readonly id: string;
  readonly word: Message;
  readonly means: Message;
}

const TERMS: readonly Term[] = [
  { id: "native", word: say("glossary.native-word"), means: say("glossary.native") },
  { id: "target", word: say("glossary.target-word"), means: say("glossary.target") },
  { id: "workload", word: say("glossary.workload-word"), means: say("glossary.workload") },
  { id: "round", word: say("glossary.round-word"), means: say("glossary.round") },
  { id: "interval", word: say("glossary.interval-word"), means: say("glossary.interval") },
  { id: "overhead", word: say("glossary.overhead-word"), means: say("glossary.overhead") },
  { id: "slowdown", word: say("glossary.slowdown-word"), means: say("glossary.slowdown") },
  { id: "rung", word: say("glossary.rung-word"), means: say("glossary.rung") },
  { id: "cold-start", word: say("glossary.cold-start-word"), means: say("glossary.cold-start") },
  { id: "warm-start", word: say("glossary.warm-start-word"), means: say("glossary.warm-start") },
  { id: "prework", word: say("glossary.prework-word"), means: say("glossary.prework") },
  { id: "emulated", word: say("glossary.emulated-word"), means: say("glossary.emulated") },
  { id: "footprint", word: say("glossary.footprint-word"), means: say("glossary.footprint") },
  { id: "steal", word: say("glossary.steal-word"), means: say("glossary.steal") },
  { id: "qd", word: say("glossary.qd-word"), means: say("glossary.qd") },
];

export interface SpokenTerm {
  /** Of its explanation on the page. */
  readonly id: string;
  readonly word: string;
  readonly means: string;
}

/** In the language that is spoken. */
export function spokenTerms(): readonly SpokenTerm[] {
  return TERMS.map(({ id, word, means }) => ({
    id: `term-${id}`,
    word: textOf(word),
    means: textOf(means),
  }));
}
