/** Saves a chart as a file of its own: with its colours, which stand in the page's style. */
import type { ToolWords } from "../data.ts";
import { sortButton } from "./row-order.ts";
import { button, save, saveBlob } from "./save.ts";

const KEPT = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-weight",
];
/** What is seen. Groups only hold it, and what they would hand down stands there. */
const DRAWN = "line, rect, circle, path, text, tspan";
const WIDTH_PX = 1080;

/** Pixels of the picture for each of the page: sharp on paper and on dense screens. */
const SCALE = 2;

export function enhancePictures(words: ToolWords, name: string): void {
  for (const picture of document.querySelectorAll<SVGSVGElement>("svg.plot")) {
    picture.after(toolsOf(picture, words, name));
  }
}

/** The buttons below a chart. */
export function toolsOf(picture: SVGSVGElement, words: ToolWords, name: string): HTMLDivElement {
  const file = `${name}-${picture.id}`;
  const tools = document.createElement("div");
  tools.className = "tools";
  tools.append(
    button(words.svg, () => save(`${file}.svg`, "image/svg+xml", standalone(picture))),
    button(words.png, () => void savePng(`${file}.png`, picture)),
  );
  const sort = sortButton(picture, words);
  if (sort !== undefined) tools.append(sort);
  return tools;
}

/** The browser draws the picture once more. It has no part from elsewhere, so its pixels can be read. */
async function savePng(name: string, picture: SVGSVGElement): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(picture))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH_PX * SCALE;
  canvas.height = picture.height.baseVal.value * SCALE;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  saveCanvas(name, canvas);
}

export function saveCanvas(name: string, canvas: HTMLCanvasElement): void {
  canvas.toBlob((content) => {
    if (content !== null) saveBlob(name, content);
  }, "image/png");
}

function standalone(picture: SVGSVGElement): string {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const from = [...picture.querySelectorAll(DRAWN)];
  for (const [index, element] of [...copy.querySelectorAll(DRAWN)].entries()) {
    const style = getComputedStyle(from[index] as Element);
    for (const property of KEPT) {
      element.setAttribute(property, style.getPropertyValue(property));
    }
  }
  for (const element of [copy, ...copy.querySelectorAll("[class]")]) {
    element.removeAttribute("class");
  }
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(WIDTH_PX));
  copy.setAttribute("font-family", "system-ui, sans-serif");
  copy.setAttribute("font-size", "12");
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.insertBefore(paper, copy.children[2] ?? null);
  return new XMLSerializer().serializeToString(copy);
}
