/** Light or dark: as the system has it, until the reader chooses. The choice is remembered. */
import { element } from "./page.ts";

const KEY = "isotax-theme";
const root = document.documentElement;

/** A browser may forbid a page from disk to store anything. */
function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(theme: string): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // The theme holds until the page is closed.
  }
}

export function startThemes(redraw: () => void): void {
  const known = stored();
  if (known === "light" || known === "dark") root.dataset["theme"] = known;
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  prefersDark.addEventListener("change", redraw);
  element("theme").addEventListener("click", () => {
    const theme = root.dataset["theme"];
    const dark = theme === "dark" || (theme === undefined && prefersDark.matches);
    root.dataset["theme"] = dark ? "light" : "dark";
    store(root.dataset["theme"]);
    redraw();
  });
  // Paper is white, whatever theme the screen shows.
  let onScreen: string | undefined;
  addEventListener("beforeprint", () => {
    onScreen = root.dataset["theme"];
    root.dataset["theme"] = "light";
    redraw();
  });
  addEventListener("afterprint", () => {
    if (onScreen === undefined) delete root.dataset["theme"];
    else root.dataset["theme"] = onScreen;
    redraw();
  });
}
