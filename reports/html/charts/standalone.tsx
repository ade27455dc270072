/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A chart as a file of its own: an SVG with its colours, which any program can draw. */
import { renderToString } from "preact-render-to-string";
import { coloursOf, plotStyle, type Theme } from "../style.ts";
import type { Picture } from "./picture.tsx";

/** In pixels, as wide as it may be on the page. */
export const CHART_WIDTH = 1080;
/** Above the drawing: the title stands on the page otherwise. */
const TITLE_PX = 30;
const MARGIN_PX = 12;

/** In pixels. */
export function standaloneHeight(picture: Picture): number {
  return TITLE_PX + picture.height + 2 * MARGIN_PX;
}

export function standaloneSvg(picture: Picture, theme: Theme): string {
  const height = standaloneHeight(picture);
  return `${renderToString(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class="plot"
      role="img"
      width={CHART_WIDTH}
      height={height}
      font-family="system-ui, sans-serif"
      aria-labelledby="title desc"
    >
      <title id="title">{picture.title}</title>
      <desc id="desc">{picture.description}</desc>
      <style dangerouslySetInnerHTML={{ __html: plotStyle(theme) }} />
      <rect width="100%" height="100%" fill={coloursOf(theme).get("paper")} />
      <svg
        aria-hidden="true"
        x={MARGIN_PX}
        y={MARGIN_PX}
        width={CHART_WIDTH - 2 * MARGIN_PX}
        height={height - 2 * MARGIN_PX}
      >
        <text class="title" x="0" y="16">
          {picture.title}
        </text>
        <svg y={TITLE_PX} overflow="visible" aria-hidden="true">
          {picture.drawing()}
        </svg>
      </svg>
    </svg>,
  )}\n`;
}
