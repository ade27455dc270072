import { tryRun, which } from "../runners/host/process.ts";

/** Opens a file in the desktop's browser, where there is a desktop and somebody before it. */
export async function openInBrowser(file: string): Promise<boolean> {
  const desktop = process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"];
  const attended = process.stdout.isTTY === true && process.env["CI"] === undefined;
  if (!attended || desktop === undefined || which("xdg-open") === undefined) return false;
  return (await tryRun(["xdg-open", file], { timeoutMs: 5000 })).exitCode === 0;
}
