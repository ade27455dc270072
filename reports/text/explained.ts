/** What a code of a warning, an error or a verdict means. */
import type { Code } from "../../bench/messages.ts";
import { EN } from "./en.ts";

export type ExplainedKind = "warning" | "verdict" | "error";

export interface Explained {
  /** As it is written in outputs: `noisy`, `regressed`, `UNKNOWN_TARGET`. */
  readonly code: string;
  readonly kind: ExplainedKind;
  readonly sentence: Code;
}

/** The explanation of a code, in whatever case it is written. */
export function explained(word: string): Explained | undefined {
  const name = word.toLowerCase().replaceAll("_", "-");
  const candidates = [
    `explain.warning-${name}`,
    `explain.verdict-${name}`,
    `explain-usage.${name}`,
    `explain-machine.${name}`,
    `explain-cells.${name}`,
  ];
  return allExplained().find(({ sentence }) => candidates.includes(sentence));
}

/** All, in the order of their sentences. */
export function allExplained(): readonly Explained[] {
  return (Object.keys(EN) as Code[]).flatMap((sentence): Explained[] => {
    const [, kind, name] = /^explain\.(warning|verdict)-(.+)$/.exec(sentence) ?? [];
    if (kind !== undefined && name !== undefined) {
      return [{ code: name, kind: kind as ExplainedKind, sentence }];
    }
    const [, error] = /^explain-(?:usage|machine|cells)\.(.+)$/.exec(sentence) ?? [];
    if (error === undefined) return [];
    return [{ code: error.toUpperCase().replaceAll("-", "_"), kind: "error", sentence }];
  });
}
