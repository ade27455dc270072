/** A link beside each heading, table and line: it leads there, and a click copies it. */
import type { ToolWords } from "../data.ts";

export function enhanceLinks(words: ToolWords): void {
  const places = "main h2[id], main h3[id], figure[id] > h3, table[id] > caption, tr[id] > th";
  for (const place of document.querySelectorAll<HTMLElement>(places)) {
    const id = place.id || place.closest("tr[id], table[id], figure[id]")?.id;
    if (id === undefined) continue;
    const link = document.createElement("a");
    link.className = "to";
    link.href = `#${encodeURIComponent(id)}`;
    link.textContent = "#";
    link.title = words.link;
    link.setAttribute("aria-label", `${words.link}: ${place.textContent}`);
    // Hundreds of lines have one each: the keyboard stops at headings and tables only.
    if (place.parentElement?.tagName === "TR") link.tabIndex = -1;
    // Where a page may not write to the clipboard, the address bar has the link.
    link.addEventListener(
      "click",
      () => void navigator.clipboard?.writeText(link.href).catch(() => {}),
    );
    place.append(link);
  }
}
