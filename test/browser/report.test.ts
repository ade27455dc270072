/** The report in a real browser, from disk: drawn, clickable, readable, and silent on the network. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { htmlReport } from "../../reports/html/report.tsx";
import { reportInput } from "../../reports/model.ts";
import { which } from "../../runners/host/process.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { MUST_RUN, temporaryFolder } from "../support.ts";

const executablePath = which("chromium") ?? which("chromium-browser") ?? which("google-chrome");
let browser: Browser;

beforeAll(async () => {
  if (executablePath === undefined) {
    if (MUST_RUN) throw new Error("chromium is missing: sudo apt-get install chromium");
    return;
  }
  browser = await chromium.launch({
    executablePath,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"],
      ...["--disable-background-networking", "--disable-component-update"],
    ],
  });
});
afterAll(() => browser?.close());

async function open(
  options: { width?: number; dark?: boolean; records?: boolean } = {},
): Promise<{ page: Page; problems: string[] }> {
  const file = join(temporaryFolder(), "report.html");
  writeFileSync(file, await htmlReport.render(reportInput(exampleRun(), exampleRecords())));
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.dark === true ? "dark" : "light",
  });
  onTestFinished(() => page.close());
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!request.url().startsWith("file://")) problems.push(`request: ${request.url()}`);
  });
  if (options.records === true) await page.addInitScript(recordDrawnText);
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction('document.documentElement.dataset.drawn === "yes"');
  return { page, problems };
}

/** Runs in the page, before its script: what is drawn as text stands in `drawn`. */
function recordDrawnText(): void {
  const drawn: string[] = [];
  Object.assign(globalThis, { drawn });
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    drawn.push(text);
    fillText.call(this, text, ...place);
  };
}

/** The colour of the phase "ready" in the ladder. */
const READY = [0x56, 0xb4, 0xe9] as const;

/** The colours that something is drawn in, by how many pixels; text at an axis has none of these. */
async function pixelsOf(page: Page, id: string, rgb: readonly number[]): Promise<number> {
  return page.evaluate(
    ([canvasId, [r, g, b]]) => {
      const canvas = document.getElementById(canvasId) as HTMLCanvasElement;
      const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(
        ...([0, 0, canvas.width, canvas.height] as const),
      );
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] === r && data[i + 1] === g && data[i + 2] === b) count++;
      }
      return count;
    },
    [id, rgb] as const,
  );
}

async function luminance(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [r = 0, g = 0, b = 0] = getComputedStyle(document.body)
      .backgroundColor.match(/\d+/g)
      ?.map(Number) ?? [0];
    return (r + g + b) / 765;
  });
}

describe.skipIf(executablePath === undefined)("report.html (needs chromium)", () => {
  it("draws every chart from disk, with no network and no complaint", async () => {
    const { page, problems } = await open();
    // The others: the first part of an image, and the accent.
    expect(await pixelsOf(page, "ladder-start.exec", READY)).toBeGreaterThan(100);
    expect(await pixelsOf(page, "image-shipped", [0x00, 0x72, 0xb2])).toBeGreaterThan(100);
    expect(await pixelsOf(page, "distribution", [0x0b, 0x5c, 0xad])).toBeGreaterThan(20);
    expect(problems).toEqual([]);
    expect(await page.title()).toContain("20260102-030405-beef");
    expect(await page.locator(".note").first().textContent()).toContain("emulated (TCG)");
  });

  it("draws no word but those of the page's data, also where the pointer is", async () => {
    const { page, problems } = await open({ records: true });
    for (const id of ["ladder-start.exec", "distribution", "image-shipped"]) {
      const canvas = page.locator(`[id='${id}']`);
      await canvas.scrollIntoViewIfNeeded();
      const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      for (const height of [0.15, 0.3, 0.45]) {
        const y = box.y + height * box.height;
        await page.mouse.move(box.x, y);
        await page.mouse.move(box.x + box.width, y, { steps: 50 });
      }
    }
    const [drawn, strings] = await page.evaluate(() => {
      const strings: string[] = [];
      JSON.parse(document.getElementById("chart-data")?.textContent ?? "", (_key, value) => {
        if (typeof value === "string") strings.push(value);
        return value;
      });
      return [(globalThis as unknown as { drawn: string[] }).drawn, strings] as const;
    });
    const filled = strings
      .filter((text) => /\{\w+\}/.test(text))
      .map((text) => new RegExp(`^${text.replaceAll(/\{\w+\}/g, "[\\d.]+ \\S+")}$`));
    const told = drawn.map((text) => text.replace(/^[\w.]+: (?=[\d.]+ MB$)/, ""));
    const foreign = told.filter(
      (text) =>
        /[a-z]{2}/i.test(text.replace(/\b[kMG]?B$/, "")) &&
        !strings.includes(text) &&
        !filled.some((template) => template.test(text)),
    );
    expect([...new Set(foreign)]).toEqual([]);
    expect(told.some((text) => /after [\d.]+ ms/.test(text))).toBe(true);
    expect(told.some((text) => /25% quantile: [\d.]+ ms/.test(text))).toBe(true);
    expect(told.some((text) => text === "70.0 MB")).toBe(true);
    expect(problems).toEqual([]);
  });

  it("runs no hostile text, and shows it as text", async () => {
    const { page, problems } = await open();
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("#not-measured ~ *").allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining("<img src=x")]),
    );
    expect(problems).toEqual([]);
  });

  it("forbids what it does not bring itself", async () => {
    const { page, problems } = await open();
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'changed'";
      document.body.append(script);
      return document.title;
    });
    expect(ran).not.toBe("changed");
    expect(problems.join()).toMatch(/Content.Security.Policy/i);
  });

  it("answers clicks: another metric, another axis, another theme", async () => {
    const { page, problems } = await open();
    const before = await page.locator("#distribution-note").textContent();
    await page.selectOption("#distribution-choice", "cpu.sysbench primes");
    const after = await page.locator("#distribution-note").textContent();
    expect(after).not.toBe(before);
    expect(await page.getAttribute("#distribution", "aria-label")).toContain("cpu.sysbench primes");

    const picture = () => page.locator("[id='ladder-start.exec']").screenshot();
    const logarithmic = await picture();
    await page.click("#ladder-log");
    expect((await picture()).equals(logarithmic)).toBe(false);

    const light = await luminance(page);
    await page.click("#theme");
    expect(await luminance(page)).toBeLessThan(light - 0.5);
    await page.click("#theme");
    expect(await luminance(page)).toBe(light);
    await page.click("nav a[href='#environment']");
    expect(new URL(page.url()).hash).toBe("#environment");
    expect(problems).toEqual([]);
  });

  it("follows the system's dark theme", async () => {
    const { page } = await open({ dark: true });
    expect(await luminance(page)).toBeLessThan(0.2);
    expect(await pixelsOf(page, "ladder-start.exec", READY)).toBeGreaterThan(100);
  });

  it("fits a phone: the page never scrolls sideways", async () => {
    const { page } = await open({ width: 360 });
    const { scroll, inner } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      inner: window.innerWidth,
    }));
    expect(scroll).toBeLessThanOrEqual(inner);
    expect(await pixelsOf(page, "ladder-start.exec", READY)).toBeGreaterThan(100);
  });

  it("can be used from the keyboard and by a screen reader", async () => {
    const { page } = await open();
    const reached: string[] = [];
    for (let i = 0; i < 14; i++) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(() => {
          const { id, className, tagName } = document.activeElement as HTMLElement;
          return id || className || tagName;
        }),
      );
    }
    expect(reached[0]).toBe("skip");
    expect(reached).toEqual(expect.arrayContaining(["theme", "ladder-log", "distribution-choice"]));
    for (const canvas of await page.locator("canvas").all()) {
      expect(await canvas.getAttribute("role")).toBe("img");
      expect((await canvas.getAttribute("aria-label"))?.length).toBeGreaterThan(10);
    }
    expect(await page.locator("h1").count()).toBe(1);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.locator("th:not([scope])").count()).toBe(0);
  });

  it("prints on white paper", async () => {
    const { page } = await open({ dark: true });
    const event = (name: string) =>
      page.evaluate((type) => void dispatchEvent(new Event(type)), name);
    await event("beforeprint");
    expect(await luminance(page)).toBe(1);
    await event("afterprint");
    expect(await luminance(page)).toBeLessThan(0.2);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(20_000);
  });
});
