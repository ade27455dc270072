/**
 * A language that does not exist: each sentence of it is the English one between marks. What stands
 * between no marks was written past the sentences, so no language could translate it.
 */
import { expect } from "vitest";
import { isMessage } from "../bench/messages.ts";
import type { CellVerdict, Judgement } from "../bench/stats/judgement.ts";
import type { Unit } from "../bench/types.ts";
import { scaleFor } from "../reports/format.ts";
import { EN, type Sentences } from "../reports/text/en.ts";
import type { Language } from "../reports/text/message.ts";

/** Around what the language says. */
export const SAID = ["\u27e6", "\u27e7"] as const;
/** Around data of the run: ids, versions, what the host is. It is the same in every language. */
const DATA = ["\u27ea", "\u27eb"] as const;

const said = (text: string) => SAID.join(text);
/** Line by line, since reports may divide them. */
export const isolated = (text: string) => text.split("\n").map((line) => DATA.join(line));

export function pseudo(): Language {
  const sentences = Object.entries(EN).map(([code, sentence]) => [
    code,
    (values: never) => said((sentence as (of: never) => string)(values)),
  ]);
  return {
    tag: "qps",
    sentences: Object.fromEntries(sentences) as Sentences,
    word: (_kind, _id, english) => said(english),
  };
}

/** A judgement with marks around its data. */
export function markedJudgement(judgement: Judgement): Judgement {
  const { base, head, runId, createdAt } = judgement;
  const id = (text: string) => DATA.join(text);
  // A placeholder is no id, and reports have words for it.
  const metricOf = ({ metric }: CellVerdict) => (metric.startsWith("(") ? metric : id(metric));
  return {
    ...judgement,
    base: isMessage(base) ? base : id(base),
    ...{ head: id(head), runId: id(runId), createdAt: id(createdAt) },
    cells: judgement.cells.map((cell) => ({
      ...cell,
      ...{ workload: id(cell.workload), metric: metricOf(cell) },
      ...{ base: id(cell.base), head: id(cell.head) },
    })),
  };
}

const UNITS: readonly Unit[] = ["ns", "bytes", "bytes/s", "ops/s", "count", "ratio"];
const SYMBOLS = new Set(
  UNITS.flatMap((unit) =>
    Array.from({ length: 13 }, (_, power) => scaleFor(10 ** power, unit).unit.replace("/s", "")),
  ),
);

/** The words of a text that stand between no marks, without those of `known`. */
export function bareWords(text: string, known: readonly string[] = []): string[] {
  const open: string[] = [];
  let bare = "";
  for (const letter of text) {
    const pair = [SAID, DATA].find((marks) => marks.some((mark) => mark === letter));
    if (pair === undefined) bare += open.length === 0 ? letter : "";
    else if (letter === pair[0]) open.push(pair[1]);
    else expect(open.pop(), `marks in ${text.slice(0, 200)}`).toBe(letter);
    if (pair !== undefined) bare += " ";
  }
  expect(open, `marks in ${text.slice(0, 200)}`).toEqual([]);
  const words = bare.match(/\p{L}{2,}/gu) ?? [];
  return words.filter((word) => !SYMBOLS.has(word) && !known.includes(word));
}

export const ENTITY = /&(?:#\d+|\w+);/g;
