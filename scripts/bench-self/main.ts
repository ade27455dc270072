/** `npm run bench:self`: every figure that isotax promises of itself, measured now. */
import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { InvalidArgumentError } from "commander";
import { isModule } from "../../bench/built.ts";
import { terminalTable } from "../../reports/table.ts";
import { EXIT_INTERRUPTED, listenForInterrupts } from "../interrupts.ts";
import { takeLock } from "../lock.ts";
import { script } from "../script.ts";
import type { Figure, FigureFile } from "./figure.ts";

const FOLDER = new URL("./figures/", import.meta.url);
const EXIT_MISSED = 1;

const files = readdirSync(FOLDER).filter(isModule).sort();
const names = files.map((file) => parse(file).name);

const program = script("bench:self", "Measures every figure that isotax promises of itself.")
  .option("--only <figures>", `only these, comma-separated: ${names.join(", ")}`, chosen)
  .option("--json", "machine-readable", false)
  .parse();
const { only = names, json } = program.opts<{ only?: readonly string[]; json: boolean }>();

function chosen(text: string): readonly string[] {
  const wanted = text.split(",");
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length === 0) return wanted;
  throw new InvalidArgumentError(`Unknown: ${unknown.join(", ")}. Known: ${names.join(", ")}.`);
}

const say = (text: string) => process.stderr.write(`${text} ...\n`);

const interrupts = listenForInterrupts(say);
const figures: Figure[] = [];
for (const file of files.filter((name) => only.includes(parse(name).name))) {
  const { measure, takesLock } = (await import(new URL(file, FOLDER).href)) as FigureFile;
  const lock = takesLock === true ? undefined : await takeLock("(bench:self)");
  try {
    figures.push(...(await measure(say, interrupts.signal)));
  } catch (error) {
    if (!interrupts.signal.aborted) throw error;
    process.exit(EXIT_INTERRUPTED);
  } finally {
    lock?.close();
  }
}
interrupts.dispose();

if (json) {
  process.stdout.write(
    `${JSON.stringify(
      figures.map(({ about: _, ...rest }) => rest),
      null,
      2,
    )}\n`,
  );
} else {
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
  process.stdout.write(`${table.toString()}\n`);
}
process.exitCode = figures.every(({ pass }) => pass) ? 0 : EXIT_MISSED;
