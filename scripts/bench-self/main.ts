/** `npm run bench:self`: every figure that isotax promises of itself, measured now. */
import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { isModule } from "../../bench/built.ts";
import { terminalTable } from "../../reports/table.ts";
import { EXIT_INTERRUPTED, listenForInterrupts } from "../interrupts.ts";
import { takeLock } from "../lock.ts";
import type { Figure, FigureFile } from "./figure.ts";

const FOLDER = new URL("./figures/", import.meta.url);
const EXIT_MISSED = 1;

const json = process.argv.includes("--json");
const only = process.argv.find((word) => word.startsWith("--only="))?.slice("--only=".length);
const say = (text: string) => process.stderr.write(`${text} ...\n`);

const interrupts = listenForInterrupts(say);
const figures: Figure[] = [];
for (const file of readdirSync(FOLDER).filter(isModule).sort()) {
  if (only !== undefined && !only.split(",").includes(parse(file).name)) continue;
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
