/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** All charts of a run as files: a picture each, and a page that shows them. */
import { renderToString } from "preact-render-to-string";
import type { ReportInput } from "../../model.ts";
import { languageTag, t } from "../../text/message.ts";
import { coloursOf, type Theme } from "../style.ts";
import { chartsOf } from "./index.ts";
import { sourceOf } from "./source.ts";
import { CHART_WIDTH, standaloneHeight, standaloneSvg } from "./standalone.tsx";

export interface ChartFile {
  readonly title: string;
  /** Without its ending. */
  readonly name: string;
  readonly svg: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** In the language that is spoken. A suffix tells the files of another language apart. */
export function chartFiles(input: ReportInput, theme: Theme, suffix: string): ChartFile[] {
  const taken = new Set<string>();
  return chartsOf(input).map((picture) => ({
    title: picture.title,
    name: `${freeName(picture.id, taken)}${suffix}`,
    svg: standaloneSvg(picture, theme),
    width: CHART_WIDTH,
    height: standaloneHeight(picture),
  }));
}

const MOST_LETTERS = 100;

/** Ids come from the run folder. As names of files they have neither slashes nor a dot in front. */
function freeName(id: string, taken: Set<string>): string {
  const plain = id
    .replaceAll(/[^\w.-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, MOST_LETTERS);
  let name = plain;
  for (let number = 2; taken.has(name); number++) name = `${plain}-${number}`;
  taken.add(name);
  return name;
}

/** The page of these files. It needs no script and no network. */
export function chartIndex(
  { run }: ReportInput,
  files: readonly ChartFile[],
  theme: Theme,
  formats: readonly string[],
): string {
  const colours = coloursOf(theme);
  const style =
    `body{margin:16px;font:16px/1.5 system-ui,sans-serif;background:${colours.get("paper")};` +
    `color:${colours.get("ink")}}img{max-width:100%;height:auto}a{color:${colours.get("accent")}}`;
  return `<!doctype html>\n${renderToString(
    <html lang={languageTag()}>
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{t("charts.title", { run: run.runId })}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <h1>{t("charts.title", { run: run.runId })}</h1>
        <p>{sourceOf(run)}</p>
        {files.map(({ name, title, width, height }) => (
          <figure key={name}>
            <img src={`${name}.${formats[0]}`} alt={title} width={width} height={height} />
            <figcaption>
              {title}
              {formats.map((format) => (
                <>
                  {" "}
                  <a href={`${name}.${format}`}>{format.toUpperCase()}</a>
                </>
              ))}
            </figcaption>
          </figure>
        ))}
      </body>
    </html>,
  )}\n`;
}
