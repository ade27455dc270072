import { startDetached, which } from "../runners/host/process.ts";

/**
 * Opens a file in the desktop's browser, if there is a desktop and a user at the terminal. Returns
 * whether it did.
 */
export function openInBrowser(file: string): boolean {
  const desktop = process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"];
  const attended = process.stdout.isTTY === true && process.env["CI"] === undefined;
  if (!attended || desktop === undefined || which("xdg-open") === undefined) return false;
  startDetached(["xdg-open", file]);
  return true;
}
