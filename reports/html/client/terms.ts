/**
 * Links a word to its explanation where it first stands in a section, and shows the explanation to
 * a pointer and to the keyboard. A screen reader has it as the link's description.
 */

/** Where words are explained: sentences and heads, but no names, figures and buttons. */
const PLACES = "section > p, figcaption, section > h3, .figures > summary";

export function explainTerms(): void {
  const ids = new Map<string, string>();
  for (const name of document.querySelectorAll("#glossary + dl dt")) {
    const id = name.nextElementSibling?.id;
    if (id !== undefined) ids.set(name.textContent ?? "", id);
  }
  if (ids.size === 0) return;
  // The longest word first, in case that one begins with another. English words may have a plural.
  const all = [...ids.keys()].sort((a, b) => b.length - a.length);
  const word = new RegExp(`(?<![\\w-])(${all.map(escaped).join("|")})s?(?![\\w-])`);
  for (const section of document.querySelectorAll("main > section")) {
    const known = new Set<string>();
    for (const place of section.querySelectorAll(PLACES)) {
      for (const text of textsOf(place)) linkIn(text, word, ids, known);
    }
  }
  showOnDemand();
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function textsOf(place: Element): Text[] {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    if (text.parentElement?.closest("a, button") === null) texts.push(text);
  }
  return texts;
}

/** Each word of the text that this section has not explained yet. */
function linkIn(
  text: Text,
  word: RegExp,
  ids: ReadonlyMap<string, string>,
  known: Set<string>,
): void {
  let rest = text;
  let from = 0;
  for (;;) {
    const found = word.exec(rest.data.slice(from));
    if (found === null) return;
    const [shown, named = ""] = found;
    const at = from + found.index;
    const id = ids.get(named) ?? "";
    if (known.has(id)) {
      from = at + shown.length;
      continue;
    }
    known.add(id);
    const start = rest.splitText(at);
    rest = start.splitText(shown.length);
    from = 0;
    const link = document.createElement("a");
    link.className = "term";
    link.href = `#${id}`;
    link.setAttribute("aria-describedby", id);
    start.replaceWith(link);
    link.append(start);
  }
}

/** One note for all words. Escape hides it. */
function showOnDemand(): void {
  const note = document.createElement("div");
  note.className = "explanation";
  note.setAttribute("aria-hidden", "true");
  note.hidden = true;
  document.body.append(note);
  const show = ({ target }: Event) => {
    const link = target instanceof Element ? target.closest("a.term") : null;
    const means = document.getElementById(link?.getAttribute("aria-describedby") ?? "");
    note.hidden = link === null || means === null;
    if (link === null || means === null) return;
    note.textContent = means.textContent;
    const { left, bottom } = link.getBoundingClientRect();
    const most = document.documentElement.clientWidth - note.offsetWidth - 8;
    note.style.left = `${scrollX + Math.max(8, Math.min(left, most))}px`;
    note.style.top = `${scrollY + bottom + 4}px`;
  };
  addEventListener("mouseover", show);
  addEventListener("focusin", show);
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") note.hidden = true;
  });
}
