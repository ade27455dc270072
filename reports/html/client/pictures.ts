/** Saves a chart as a file of its own: with its colours, which stand in the page's style. */
import type { ToolWords } from "../data.ts";
import { button, save } from "./save.ts";

const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-weight"];
/** What is seen. Groups only hold it, and what they would hand down stands there. */
const DRAWN = "line, rect, circle, path, text, tspan";
const WIDTH_PX = 1080;

export function enhancePictures(words: ToolWords, name: string): void {
  for (const picture of document.querySelectorAll<SVGSVGElement>("svg.plot")) {
    const made = button(words.svg, () =>
      save(`${name}-${picture.id}.svg`, "image/svg+xml", standalone(picture)),
    );
    const tools = document.createElement("div");
    tools.className = "tools";
    tools.append(made);
    picture.after(tools);
  }
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
