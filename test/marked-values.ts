/**
 * Values for sentences, to see which of them a sentence shows. One value can be used as text, as a
 * number and as a list, since nothing knows at run time which of them a sentence takes.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./support.ts";

/** Around the name of a value. */
const MARKS = ["\u27e6", "\u27e7"] as const;
const MARK = /\u27e6([\w.]+)\u27e7/g;

/** A list of two, and text, and a number, as is asked for. */
class Marked extends Array<string> {
  #name = "";
  #number = 0;

  static named(name: string, number: number): Marked {
    const made = new Marked();
    made.push(...[".1", ".2"].map((part) => `${MARKS[0]}${name}${part}${MARKS[1]}`));
    made.#name = name;
    made.#number = number;
    return made;
  }

  // What `map` makes is a list, and no value.
  static override get [Symbol.species]() {
    return Array;
  }

  [Symbol.toPrimitive](hint: string): string | number {
    return hint === "number" ? this.#number : this.toString();
  }

  override toString(): string {
    return `${MARKS[0]}${this.#name}${MARKS[1]}`;
  }

  toJSON(): string {
    return this.toString();
  }

  toFixed(decimals: number): string {
    return this.#number.toFixed(decimals);
  }
}

/** A value that some sentences switch on: which, and between what. In others it is text, or a number. */
interface Switch {
  readonly of: RegExp;
  readonly choices: readonly unknown[];
}

const JUDGED = /^(?:verdicts\.|verdicts-summary\.largest|compare\.|gate\.(?:change|times-native)$)/;
const ASKED = [true, false];

const SWITCHES: Readonly<Record<string, Switch>> = {
  verdict: {
    of: /^(?:gate\.(?:verdict|verdict-info|meaning|more-of-verdict)|terminal\.verdict)$/,
    choices: ["pass", "improved", "regressed", "inconclusive"],
  },
  comparison: {
    of: /^(?:verdicts-summary|gate-notes)\./,
    choices: ["interleaved", "baseline", "history"],
  },
  unit: { of: JUDGED, choices: ["ns", "bytes", "count"] },
  better: {
    of: /^(?:verdicts\.|verdicts-summary\.largest|compare\.|gate\.(?:change|times-native)$|report-sections\.)/,
    choices: ["lower", "higher", "neither"],
  },
  of: { of: /^(?:verdicts\.|gate\.count$)/, choices: ["round", "run"] },
  boundIs: { of: /^verdicts\./, choices: ["at-least", "at-most"] },
  intervals: { of: /^report/, choices: ["none", "exact", "at-least"] },
  role: {
    of: /^campaign\./,
    choices: ["run", "first", "second", "baseline", "history", "judged", "anchor"],
  },
  run: { of: /^gate-plan\.(?:no-native|too-few-for-ratios)$/, choices: ["baseline", "planned"] },
  kind: { of: /^files\.is-/, choices: ["folder", "link", "fifo", "socket", "file", "device"] },
  status: { of: /^terminal\.status$/, choices: ["running", "complete", "interrupted"] },
  why: { of: /^terminal\.image-built$/, choices: ["absent", "damaged"] },
  answer: { of: /^lock\./, choices: [417, "late", "too-long", "broken", "empty", "strange"] },
  name: { of: /^help\.profile$/, choices: ["smoke", "quick", "standard", "thorough"] },
  starts: { of: /^(?:verdicts|verdicts-summary|gate|gate-notes)\./, choices: ASKED },
  within: { of: /^verdicts\./, choices: ASKED },
  isKnown: { of: /^verdicts-summary\./, choices: ASKED },
  mayEndEarly: { of: /^terminal\.plan$/, choices: ASKED },
  logarithmic: { of: /^report-sections\./, choices: ASKED },
  ofRun: { of: /^choices\./, choices: ASKED },
  root: { of: /^host\./, choices: ASKED },
  rotates: { of: /^host-facts\./, choices: ASKED },
};

/** Figures that have to be near 1 or below it, in the sentences that compute with them. */
const FIGURES: Readonly<Record<string, number>> = {
  ...{ slowdown: 1.237, low: 1.136, high: 1.338, bound: 1.139, base: 1.41, head: 1.62 },
  ...{ confidence: 0.953, boundConfidence: 0.9971, needed: 0.9953, allowed: 0.0713 },
  ...{ alpha: 0.013, falseShare: 0.057, share: 0.173, relative: 0.0513, effective: 0.0613 },
};
const COMPUTES =
  /^(?:verdicts|compare|gate|gate-notes|verdicts-summary|report-sections|report|exports|verdicts-doubts|campaign|terminal|gate-plan)\./;
/** These are text in sentences that only repeat them. */
const AS_TEXT: Readonly<Record<string, RegExp>> = {
  base: /^(?!gate\.times-native)/,
  head: /^(?!gate\.times-native)/,
};

const FOLDER = join(ROOT, "reports/text/en");

/** The names of all values that any sentence takes. */
function allNames(): readonly string[] {
  const texts = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(FOLDER, file), "utf8"));
  const found = texts.flatMap((text) =>
    [...text.matchAll(/\b([a-zA-Z]\w*)\??: (?=["(\w])/g)].map(([, name]) => name as string),
  );
  return [...new Set([...found, ...Object.keys(SWITCHES), ...Object.keys(FIGURES)])].sort();
}

const NAMES = allNames();

function markedAs(code: string, name: string, index: number): unknown {
  const figure = FIGURES[name];
  if (figure !== undefined && COMPUTES.test(code) && !AS_TEXT[name]?.test(code)) return figure;
  // Numbers that no sentence has by itself, and no other value.
  return Marked.named(name, 1_000_003 + 7_919 * index);
}

/** Every set of values that is worth a try with a sentence: one for each way it may switch. */
export function valuesFor(
  code: string,
  sentence: (values: object) => string,
): readonly Readonly<Record<string, unknown>>[] {
  const base = Object.fromEntries(
    NAMES.map((name, index) => [name, markedAs(code, name, index)] as const),
  );
  const taken = namesTaken(base, sentence);
  let sets = [base];
  for (const [name, { of, choices }] of Object.entries(SWITCHES)) {
    if (!taken.has(name) || !of.test(code)) continue;
    sets = sets.flatMap((set) => choices.map((choice) => ({ ...set, [name]: choice })));
  }
  return sets;
}

/** The values that a sentence takes. One that takes the rest of them takes all. */
function namesTaken(values: object, sentence: (values: object) => string): ReadonlySet<string> {
  const taken = new Set<string>();
  const watched = new Proxy(values, {
    get: (from, name) => {
      taken.add(String(name));
      return Reflect.get(from, name);
    },
  });
  try {
    sentence(watched);
  } catch {} // It switches on something that is no choice of its own yet.
  return taken;
}

/** The names of values that a text shows, and the numbers in it. */
export function shownIn(text: string): readonly string[] {
  const names = [...text.matchAll(MARK)].map(([, name]) => name as string);
  const numbers = text.replaceAll(MARK, " ").match(/\d+(?:[.,]\d+)*/g) ?? [];
  return [...new Set([...names, ...numbers])].sort();
}
