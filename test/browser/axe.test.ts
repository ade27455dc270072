/**
 * Every page as axe sees it: no barrier that a machine can find, whatever the width and the theme.
 * Folded parts are opened first, since axe does not look into them.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { casesOf, currentSlice } from "../slice.ts";
import { temporaryFolder } from "../support.ts";
import { launchBrowser, NO_BROWSER } from "./chromium.ts";
import { PAGES, type TestedPage } from "./pages.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [390, 1280, 1920] as const;
const THEMES = ["light", "dark"] as const;

let browser: Browser;
const rendered = new Map<string, ReturnType<TestedPage["files"]>>();

beforeAll(async () => {
  const launched = await launchBrowser();
  if (launched !== undefined) browser = launched;
});
afterAll(() => browser?.close());

interface Seen {
  readonly page: TestedPage;
  readonly width: number;
  readonly theme: (typeof THEMES)[number];
  readonly reducedMotion?: "reduce";
}

async function open({ page: tested, width, theme, reducedMotion }: Seen): Promise<Page> {
  const made = rendered.get(tested.name) ?? tested.files();
  rendered.set(tested.name, made);
  const folder = temporaryFolder();
  const [first, ...others] = await made;
  for (const { file, text } of [first, ...others].filter((one) => one !== undefined)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: theme,
    ...(reducedMotion === undefined ? {} : { reducedMotion }),
    // axe is no part of the page, whose policy admits nothing else.
    bypassCSP: true,
  });
  onTestFinished(() => page.close());
  await page.goto(`${pathToFileURL(join(folder, first?.file ?? "")).href}${tested.at ?? ""}`);
  // What the address opens is drawn: axe must not look at less than it was to see.
  if (tested.at !== undefined) await page.waitForSelector("#earlier-table");
  return page;
}

/** Of all rules, these alone depend on the theme: the dark one need not pass the others again. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** What axe finds, as lines that say where. */
async function violations(page: Page, theme: Seen["theme"]): Promise<readonly string[]> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
  await page.evaluate(AXE);
  return page.evaluate(
    async (rules) => {
      const { violations: found } = await (globalThis as unknown as { axe: typeof axe }).axe.run(
        document,
        { resultTypes: ["violations"], ...(rules === undefined ? {} : { runOnly: rules }) },
      );
      return found.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
      );
    },
    theme === "dark" ? OF_COLOURS : undefined,
  );
}

const CASES = PAGES.flatMap((page) =>
  WIDTHS.flatMap((width) => THEMES.map((theme) => ({ page, width, theme }))),
);

describe.skipIf(NO_BROWSER)("axe finds nothing (needs chromium)", () => {
  it.each(casesOf(currentSlice(), CASES).map((seen) => [name(seen), seen] as const))(
    "in %s",
    async (_name, seen) => {
      const page = await open(seen);
      expect(await violations(page, seen.theme)).toEqual([]);
    },
  );

  it("unless there is something to find", async () => {
    const text = "<!doctype html><title>x</title><img src=data:,><button></button>";
    const bad = { name: "bad", files: async () => [{ file: "page.html", text }] };
    const page = await open({ page: bad, width: 390, theme: "light" });
    const found = (await violations(page, "light")).join("\n");
    expect(found).toMatch(/image-alt/);
    expect(found).toMatch(/button-name/);
    expect(found).toMatch(/html-has-lang/);
  });
});

describe.skipIf(NO_BROWSER)("a reader who wants less motion (needs chromium)", () => {
  it.each(PAGES.map((page) => [page.name, page] as const))(
    "sees nothing move: %s",
    async (_name, tested) => {
      const seen = { page: tested, width: 1280, theme: "light", reducedMotion: "reduce" } as const;
      const page = await open(seen);
      expect(
        await page.evaluate(() => matchMedia("(prefers-reduced-motion: reduce)").matches),
      ).toBe(true);
      expect(await page.evaluate(movingParts)).toEqual([]);
    },
  );
});

/** Runs in the page: elements with a style that moves them, and whatever moves by script. */
function movingParts(): readonly string[] {
  const styled = [document.documentElement, ...document.querySelectorAll("*")].filter((one) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one);
    const isStill = transitionDuration.split(", ").every((time) => Number.parseFloat(time) === 0);
    return !isStill || animationName !== "none" || scrollBehavior === "smooth";
  });
  const running = document.getAnimations().map((one) => one.id || one.constructor.name);
  return [...styled.map(({ outerHTML }) => outerHTML.slice(0, 80)), ...running];
}

function name({ page, width, theme }: Seen): string {
  return `${page.name}, ${width} pixels wide, ${theme}`;
}
