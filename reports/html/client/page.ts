/** What the parts of the script share: elements of the page, and colours of its theme. */

export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

const swatch = document.body.appendChild(document.createElement("span"));
swatch.hidden = true;

/**
 * A colour of the current theme. The browser resolves it: the custom property's own text holds the
 * colours of both themes.
 */
export function colour(name: string): string {
  swatch.style.color = `var(${name})`;
  return getComputedStyle(swatch).color;
}
