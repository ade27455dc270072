/** Charts on a phone and on a wide screen: every word is seen whole, and none lies on another. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../support.ts";
import { launchBrowser, NO_BROWSER } from "./chromium.ts";
import { PAGES, type PageFile } from "./pages.ts";

let browser: Browser;

beforeAll(async () => {
  const launched = await launchBrowser();
  if (launched !== undefined) browser = launched;
});
afterAll(() => browser?.close());

async function open(files: readonly PageFile[], width: number): Promise<Page> {
  const folder = temporaryFolder();
  for (const { file, text } of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  onTestFinished(() => page.close());
  await page.goto(pathToFileURL(join(folder, files[0]?.file ?? "")).href);
  return page;
}

/** Runs in the page: what is cut off, and what lies on something else. */
function misplaced(): readonly string[] {
  const found: string[] = [];
  for (const plot of document.querySelectorAll(".plot")) {
    const edge = plot.getBoundingClientRect();
    const words = [...plot.querySelectorAll("text")]
      .map((text) => ({ text: text.textContent ?? "", box: text.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0);
    for (const [index, { text, box }] of words.entries()) {
      if (box.left < edge.left - 1 || box.right > edge.right + 1) {
        found.push(`${plot.id}: cut off: ${text}`);
      }
      for (const other of words.slice(index + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        // Lines may touch: a box has room for letters above and below those that are there.
        if (across > 0 && down > 5) found.push(`${plot.id}: ${text} on ${other.text}`);
      }
    }
  }
  return found;
}

const WITH_CHARTS = PAGES.filter(({ name }) => !name.startsWith("site"));

describe.skipIf(NO_BROWSER)("the words of charts (needs chromium)", () => {
  it.each(
    WITH_CHARTS.flatMap((page) => [390, 1920].map((width) => [page.name, width, page] as const)),
  )("are whole and apart in %s, %i pixels wide", async (_name, width, tested) => {
    const page = await open(await tested.files(), width);
    expect(await page.locator(".plot").count()).toBeGreaterThan(0);
    expect(await page.evaluate(misplaced)).toEqual([]);
  });

  it("would be found otherwise", async () => {
    const text =
      "<!doctype html><svg class=plot width=100 height=40><text y=20>some words, too long for it</text>" +
      "<text x=9 y=22>others</text></svg>";
    const page = await open([{ file: "page.html", text }], 390);
    const found = (await page.evaluate(misplaced)).join("\n");
    expect(found).toMatch(/cut off: some words/);
    expect(found).toMatch(/some words.* on others/);
  });

  it("on paper have no choices above them, which nobody can make there", async () => {
    const [reference] = PAGES;
    const page = await open((await reference?.files()) ?? [], 1280);
    expect(await page.locator("#distribution-choices").isVisible()).toBe(true);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#distribution-choices").isVisible()).toBe(false);
  });
});

describe.skipIf(NO_BROWSER)("a page on paper (needs chromium)", () => {
  it.each(PAGES.map((page) => [page.name, page] as const))(
    "is as wide as the paper: %s",
    async (_name, tested) => {
      // A4 upright, with margins of a centimetre, at 96 pixels an inch and the browser's scale.
      const page = await open(await tested.files(), 820);
      await page.emulateMedia({ media: "print" });
      const tooWide = await page.evaluate(() =>
        [...document.querySelectorAll("table, figure, p, svg")]
          .filter((one) => one.getBoundingClientRect().right > innerWidth)
          .map((one) => `${one.tagName} ${one.id}`),
      );
      expect(tooWide).toEqual([]);
    },
  );
});

describe.skipIf(NO_BROWSER)("the results of many targets (needs chromium)", () => {
  it("lead to the rounds of each way in which a target is measured", async () => {
    const deliveries = PAGES.find(({ name }) => name === "deliveries");
    const page = await open((await deliveries?.files()) ?? [], 1280);
    const way = "docker 10 Mbit/s 20 ms";
    const row = page.locator("#results-image\\.pull tbody tr", { hasText: way }).first();
    await row.locator("td").first().click();
    // The address changes first, and the page follows it.
    await expect.poll(() => page.inputValue("#distribution-target")).toBe(way);
    expect(await page.locator("#distribution-drawn tbody tr").count()).toBe(3);
    // Hidden targets take their ways along.
    await page.check("#distribution-views [value=ecdf]");
    const shown = async () =>
      (
        await page
          .locator("#distribution-drawn tbody th, #distribution-drawn tbody td:first-child")
          .allTextContents()
      ).filter((text) => text.startsWith("docker")).length;
    expect(await shown()).toBe(9);
    await page.click("#targets summary");
    await page.click("#targets label:has-text('docker')");
    expect(await shown()).toBe(0);
    expect(await row.isVisible()).toBe(false);
  });

  it("are blocks on a phone, which need not be scrolled sideways", async () => {
    const ladder = PAGES.find(({ name }) => name === "ladder");
    const page = await open((await ladder?.files()) ?? [], 390);
    const tables = page.locator("table.blocks");
    expect(await tables.count()).toBe(2);
    const over = await tables.evaluateAll((all) =>
      all
        .map((table) => table.parentElement as HTMLElement)
        .filter((box) => box.scrollWidth > box.clientWidth)
        .map((box) => `${box.scrollWidth} in ${box.clientWidth}`),
    );
    expect(over).toEqual([]);
    const label = await tables
      .first()
      .locator("td")
      .first()
      .evaluate((cell) => getComputedStyle(cell, "::before").content);
    expect(label).toMatch(/^"\w+" ": "$|^"\w+: "$/);
    // A target that a reader hides is hidden as a block, too.
    const row = tables.first().locator("tbody tr").nth(1);
    await row.evaluate((one) => one.classList.add("off"));
    expect(await row.isVisible()).toBe(false);
  });
});
