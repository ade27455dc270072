/** The browser that tests of pages use: Chromium as it is installed, which asks nothing of the network. */
import { type Browser, chromium } from "playwright-core";
import { which } from "../../runners/host/process.ts";
import { MUST_RUN } from "../support.ts";

const executablePath = which("chromium") ?? which("chromium-browser") ?? which("google-chrome");

/** Whether there is no browser. CI must have one. */
export const NO_BROWSER = executablePath === undefined;

/** The caller closes it. Undefined where there is none and none is needed. */
export async function launchBrowser(): Promise<Browser | undefined> {
  if (executablePath === undefined) {
    if (MUST_RUN) throw new Error("chromium is missing: sudo apt-get install chromium");
    return undefined;
  }
  return chromium.launch({
    executablePath,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"],
      ...["--disable-background-networking", "--disable-component-update"],
    ],
  });
}
