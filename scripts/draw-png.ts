/**
 * Pictures of pixels from SVG, by the Chromium of the system. A renderer of our own would be a
 * native dependency of every installation; the page's own button needs neither.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { IsotaxError } from "../bench/errors.ts";
import { makeTemporaryFolder, replaceFile } from "../bench/files.ts";
import { say } from "../bench/messages.ts";
import { run, which } from "../runners/host/process.ts";

export interface Drawn {
  readonly svg: string;
  /** The file to write. */
  readonly png: string;
  /** In pixels of the SVG. */
  readonly width: number;
  readonly height: number;
}

const BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/** Pixels of the picture for each of the SVG: sharp on paper and on dense screens. */
const SCALE = 2;

const FLAGS = [
  "--headless",
  "--disable-gpu",
  "--hide-scrollbars",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  `--force-device-scale-factor=${SCALE}`,
];

export class PngMaker {
  readonly #browser: string;

  /** Errors: `NO_BROWSER`, before anything is written. */
  constructor() {
    const found = BROWSERS.map(which).find((path) => path !== undefined);
    if (found === undefined) {
      throw new IsotaxError("NO_BROWSER", say("charts.no-browser"), say("charts.install-browser"));
    }
    this.#browser = found;
  }

  /** Errors: `TOOL_FAILED`, `NO_BROWSER`, `CANNOT_WRITE`. */
  async draw(pictures: readonly Drawn[]): Promise<void> {
    const folder = makeTemporaryFolder("isotax-charts-");
    try {
      for (const picture of pictures) await this.#drawOne(picture, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #drawOne({ svg, png, width, height }: Drawn, folder: string): Promise<void> {
    const [source, target] = [join(folder, "chart.svg"), join(folder, "chart.png")];
    replaceFile(source, svg);
    rmSync(target, { force: true });
    await run([
      this.#browser,
      ...FLAGS,
      // Chromium's sandbox cannot be had as root. The picture is ours, and has no script.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--user-data-dir=${join(folder, "profile")}`,
      `--window-size=${width},${height}`,
      `--screenshot=${target}`,
      pathToFileURL(source).href,
    ]);
    if (!existsSync(target)) {
      throw new IsotaxError(
        "NO_BROWSER",
        say("charts.nothing-drawn", { browser: this.#browser }),
        say("charts.other-ways"),
      );
    }
    replaceFile(png, readFileSync(target));
  }
}
