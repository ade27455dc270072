/** `isotax charts`: each chart of a run's report as a file of its own. */
import { join, resolve } from "node:path";
import { readWholeRun } from "../../bench/campaign/whole-run.ts";
import { makeFolder, replaceFile } from "../../bench/files.ts";
import { chartFiles, chartIndex } from "../../reports/html/charts/files.tsx";
import type { Theme } from "../../reports/html/style.ts";
import { reportInput } from "../../reports/model.ts";
import { speaking, t } from "../../reports/text/message.ts";
import { type Drawn, PngMaker } from "../draw-png.ts";
import { otherLanguages } from "../language.ts";
import { shortPath } from "../short-path.ts";
import { print, printJson } from "../terminal.ts";

export interface ChartsFlags {
  readonly out: string;
  readonly format: string;
  readonly theme: Theme;
  readonly json: boolean;
}

/** A chart cannot say that its run is incomplete, so such a run is refused, as by exports. */
export async function chartsCommand(
  dir: string,
  { out, format, theme, json }: ChartsFlags,
): Promise<number> {
  const formats = format.split(",");
  const png = formats.includes("png") ? new PngMaker() : undefined;
  const { run, records } = readWholeRun(dir, "run");
  const input = reportInput(run, records);
  const folder = resolve(out);
  makeFolder(folder);
  const written: string[] = [];
  const drawn: Drawn[] = [];
  const write = (suffix: string) => {
    const files = chartFiles(input, theme, suffix);
    for (const { name, svg, width, height } of files) {
      const file = join(folder, `${name}.svg`);
      if (formats.includes("svg")) {
        replaceFile(file, svg);
        written.push(`${name}.svg`);
      }
      drawn.push({ svg, png: join(folder, `${name}.png`), width, height });
      if (png !== undefined) written.push(`${name}.png`);
    }
    replaceFile(join(folder, `index${suffix}.html`), chartIndex(input, files, theme, formats));
    written.push(`index${suffix}.html`);
    return files.length;
  };
  const charts = write("");
  // One after the other: only one language is spoken at a time.
  for (const other of otherLanguages()) {
    await speaking(other, async () => write(`.${other.tag}`));
  }
  await png?.draw(drawn);
  if (json) await printJson({ folder, files: written }, 2);
  else
    await print(
      `${t("charts.written", { charts, page: shortPath(join(folder, "index.html")) })}\n`,
    );
  return 0;
}
