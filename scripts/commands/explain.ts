/** `isotax explain`: what a code means, and what helps. */
import pc from "picocolors";
import { IsotaxError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { nearTo } from "../../bench/names.ts";
import { wrapped } from "../../reports/lines.ts";
import {
  allExplained,
  type Explained,
  type ExplainedKind,
  explained,
} from "../../reports/text/explained.ts";
import { t, textOf } from "../../reports/text/message.ts";
import { print, printJson } from "../terminal.ts";

const COLUMNS = 80;
const MOST_LINES = 100;

export async function explainCommand(
  word: string | undefined,
  { json }: { readonly json: boolean },
): Promise<number> {
  const found = word === undefined ? allExplained() : [wanted(word)];
  if (json) await printJson(word === undefined ? found.map(inWords) : found.map(inWords)[0], 2);
  else await print(word === undefined ? listOf(found) : textOfOne(found));
  return 0;
}

function wanted(word: string): Explained {
  const found = explained(word);
  if (found !== undefined) return found;
  const known = allExplained().map(({ code }) => code);
  const near = [...nearTo(word, known), ...nearTo(word.toUpperCase(), known)].slice(0, 1);
  throw new IsotaxError(
    "UNKNOWN_CODE",
    say("terminal.unknown-code", { code: word.slice(0, 100), near }),
    say("terminal.list-codes"),
  );
}

/** A sentence takes no values, since it is about all that have the code. */
function sentenceOf({ sentence }: Explained): string {
  return textOf({ code: sentence, values: {} });
}

function inWords(one: Explained) {
  return { code: one.code, kind: one.kind, text: sentenceOf(one) };
}

const HEADINGS = {
  warning: "terminal.codes-warnings",
  verdict: "terminal.codes-verdicts",
  error: "terminal.codes-errors",
} as const satisfies Record<ExplainedKind, string>;

function textOfOne(found: readonly Explained[]): string {
  return found.map((one) => `${pc.bold(one.code)}\n${indented(sentenceOf(one))}\n`).join("");
}

function listOf(all: readonly Explained[]): string {
  const kinds = Object.keys(HEADINGS) as ExplainedKind[];
  return kinds
    .map((kind) => {
      const codes = all.filter((one) => one.kind === kind).map(({ code }) => code);
      return `${pc.bold(t(HEADINGS[kind]))}\n${indented(codes.toSorted().join(" "))}\n`;
    })
    .join("");
}

function indented(text: string): string {
  return wrapped(text, COLUMNS - 2, MOST_LINES)
    .map((line) => `  ${line}`)
    .join("\n");
}
