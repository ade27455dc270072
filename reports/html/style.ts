/** The page's style, and that of a chart which leaves the page. */
import { readFileSync } from "node:fs";

export type Theme = "light" | "dark";

/** Rules of the page follow those of charts: on a phone it changes some of them. */
export function pageStyle(): string {
  return plotRules() + pageRules();
}

/**
 * The rules of charts with the colours of a theme in them. Programs that draw SVG know neither
 * custom properties nor `light-dark()`.
 */
export function plotStyle(theme: Theme): string {
  const colours = coloursOf(theme);
  return plotRules().replaceAll(/var\(--([\w-]+)\)/g, (_, name: string) => {
    const colour = colours.get(name);
    if (colour === undefined) throw new Error(`style.css has no colour --${name}`);
    return colour;
  });
}

export function coloursOf(theme: Theme): ReadonlyMap<string, string> {
  const named = pageRules().matchAll(/--([\w-]+):\s*(?:light-dark\((#\w+),\s*(#\w+)\)|(#\w+));/g);
  return new Map(
    [...named].map(([, name = "", light, dark, both]) => [
      name,
      both ?? (theme === "light" ? light : dark) ?? "",
    ]),
  );
}

function pageRules(): string {
  return readFileSync(new URL("./style.css", import.meta.url), "utf8");
}

function plotRules(): string {
  return readFileSync(new URL("./charts/plot.css", import.meta.url), "utf8");
}
