/** `npm run bench:self`: every figure that isotax promises of itself, measured now. */

import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { isModule } from "../../bench/built.ts";
import { IsotaxError } from "../../bench/errors.ts";
import { verbatim } from "../../bench/messages.ts";
import { terminalTable } from "../../reports/table.ts";
import { enter } from "../../scripts/enter.ts";
import { EXIT_INTERRUPTED, listenForInterrupts } from "../../scripts/interrupts.ts";
import { takeLock } from "../../scripts/lock.ts";
import { scriptOptions } from "../../scripts/script-options.ts";
import { print, printJson, tell } from "../../scripts/terminal.ts";
import type { Figure, FigureFile } from "./figure.ts";

const FOLDER = new URL("./figures/", import.meta.url);
const EXIT_MISSED = 1;

const HELP = `
Usage: npm run bench:self -- [--only NAMES] [--json]
Measures every figure that isotax promises of itself: its speed, its memory, how accurate it is.
It starts real targets, takes many minutes and locks the machine. docs/self-measurement.md has
what each figure is. Exit code 1 if one misses its bound.

  --only NAMES  only these, comma-separated: ${names().join(", ")}
  --json        machine-readable
`;

function names(): readonly string[] {
  return readdirSync(FOLDER)
    .filter(isModule)
    .map((file) => parse(file).name)
    .sort();
}

const say = (text: string) => tell(`${text} ...\n`);

/** Undefined if it was interrupted. */
async function measured(only: string | undefined): Promise<readonly Figure[] | undefined> {
  const interrupts = listenForInterrupts(say);
  const figures: Figure[] = [];
  for (const name of only === undefined ? names() : chosen(only)) {
    const file = (await import(new URL(`${name}.js`, FOLDER).href)) as FigureFile;
    const lock = file.takesLock === true ? undefined : await takeLock("(bench:self)");
    try {
      figures.push(...(await file.measure(say, interrupts.signal)));
    } catch (error) {
      if (!interrupts.signal.aborted) throw error;
      return undefined;
    } finally {
      lock?.close();
    }
  }
  interrupts.dispose();
  return figures;
}

function chosen(only: string): readonly string[] {
  const wanted = only.split(",");
  const unknown = wanted.filter((name) => !names().includes(name));
  if (unknown.length === 0) return wanted;
  throw new IsotaxError(
    "UNKNOWN_FIGURE",
    verbatim(`unknown figure: ${unknown.join(", ")}`),
    verbatim(`known figures: ${names().join(", ")}`),
  );
}

function tableOf(figures: readonly Figure[]): string {
  const table = terminalTable(["figure", "value", "bound", "n", "", "what"], { wordWrap: true });
  for (const { id, value, unit, better, bound, n, pass, about } of figures) {
    const sign = better === "lower" ? "<=" : ">=";
    table.push([
      id,
      `${value.toFixed(3)} ${unit}`,
      `${sign} ${bound}`,
      n,
      pass ? "pass" : "MISSED",
      about,
    ]);
  }
  return `${table.toString()}\n`;
}

await enter(async () => {
  const options = await scriptOptions(HELP, {
    only: { type: "string" },
    json: { type: "boolean", default: false },
  });
  if (options === undefined) return 0;
  const figures = await measured(options.only);
  if (figures === undefined) return EXIT_INTERRUPTED;
  if (options.json) {
    await printJson(
      figures.map(({ about: _, ...rest }) => rest),
      2,
    );
  } else await print(tableOf(figures));
  return figures.every(({ pass }) => pass) ? 0 : EXIT_MISSED;
});
