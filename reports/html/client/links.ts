/** A link beside each heading and table: it leads there, and a click copies it. */
import type { ToolWords } from "../data.ts";

export function enhanceLinks(words: ToolWords): void {
  const places = "main h2[id], main h3[id], figure[id] > h3, table[id] > caption";
  for (const place of document.querySelectorAll<HTMLElement>(places)) {
    const id = place.id || place.closest("table[id], figure[id]")?.id;
    if (id === undefined) continue;
    const link = copyingLink(id, place.textContent, words);
    // The keyboard finds the links of a table in its cells.
    if (place.tagName === "CAPTION") link.tabIndex = -1;
    place.append(link);
  }
}

/**
 * Its sign stands in the style: it is no part of a cell's text, which is sorted, filtered and saved.
 * Where a page may not write to the clipboard, the address bar has the link.
 */
export function copyingLink(id: string, what: string, words: ToolWords): HTMLAnchorElement {
  const link = document.createElement("a");
  link.className = "to";
  link.href = `#${encodeURIComponent(id)}`;
  link.title = words.link;
  link.setAttribute("aria-label", `${words.link}: ${what}`);
  link.addEventListener("click", () => {
    const copied = navigator.clipboard?.writeText(link.href);
    void copied?.then(
      () => link.classList.add("copied"),
      () => {},
    );
  });
  return link;
}
