/** A site in a real browser, from disk: it loads its data on demand, and nothing from elsewhere. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { say } from "../../bench/messages.ts";
import { readRun, writeRun } from "../../bench/store.ts";
import { siteCommand } from "../../scripts/commands/site.ts";
import { madeHistory } from "../self/made-history.ts";
import { ROOT, written } from "../support.ts";
import { launchBrowser, NO_BROWSER } from "./chromium.ts";

let browser: Browser;
let folder: string | undefined;
let out: string;
let ids: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "isotax-test-"));
  const runs = join(folder, "runs");
  out = join(folder, "site");
  const all = madeHistory(readRun(join(ROOT, "results/reference")), {
    runs: 3,
    seed: 1,
    over: ({ host, image }, at) =>
      at === 2
        ? {
            host: { ...host, swap: say("site.host-id", { id: "<b>here</b>" }) },
            image: { ...image, digest: "f00d".repeat(16) },
          }
        : {},
  });
  for (const { run, records } of all) writeRun(join(runs, run.runId), run, records);
  ids = all.map(({ run }) => run.runId);
  written(process.stdout);
  written(process.stderr);
  await siteCommand([runs], { out, json: false });
  vi.restoreAllMocks();
  const launched = await launchBrowser();
  if (launched !== undefined) browser = launched;
});
afterAll(async () => {
  await browser?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

async function open(
  name: string,
  { width = 1280, script = true } = {},
): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    javaScriptEnabled: script,
  });
  onTestFinished(() => page.close());
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file://")) problems.push(`request: ${request.url()}`);
  });
  await page.goto(`${pathToFileURL(out).href}/${name}`);
  if (script) await page.waitForFunction('document.documentElement.dataset.drawn === "yes"');
  return { page, problems };
}

async function hostPageName(): Promise<string> {
  const { page } = await open("index.html");
  return (await page.locator(".hosts a").first().getAttribute("href")) as string;
}

describe.skipIf(NO_BROWSER)("a site from disk", () => {
  it("compares the two runs that a link names", async () => {
    const { page, problems } = await open(`compare.html#a=${ids[0]}&b=${ids[2]}`);
    const figures = page.locator("#figures tbody tr");
    expect(await figures.count()).toBeGreaterThan(40);
    expect(await page.locator("#choice-a").inputValue()).toBe(ids[0]);
    await page.locator("#filter").fill("crun");
    const shown = await page.locator("#figures tbody tr:visible").allTextContents();
    expect(shown.length).toBeGreaterThan(5);
    for (const line of shown) expect(line).toContain("crun");
    expect(problems).toEqual([]);
  });

  it("names another image, though its tools are the same", async () => {
    const { page } = await open(`compare.html#a=${ids[0]}&b=${ids[2]}`);
    const line = page.locator("#facts tbody tr", { has: page.getByText("image", { exact: true }) });
    expect((await line.locator("td").allTextContents())[1]).toBe("f00df00df00d");
    await page.close();
    const { page: alike } = await open(`compare.html#a=${ids[0]}&b=${ids[1]}`);
    expect(await alike.locator("#facts").textContent()).not.toContain("image");
  });

  it("says facts that are messages in words", async () => {
    const { page, problems } = await open(`compare.html#a=${ids[0]}&b=${ids[2]}`);
    const cells = await page.locator("#facts tbody tr", { hasText: "swap" }).locator("td");
    expect(await cells.allTextContents()).toEqual(["none", "host <b>here</b>"]);
    expect(problems).toEqual([]);
  });

  it.each([390, 1280])("gives both runs the same width, %i pixels wide", async (width) => {
    const { page } = await open(`compare.html#a=${ids[0]}&b=${ids[2]}`, { width });
    const cells = page.locator("#facts tbody tr").first().locator("td");
    // One run alone has this fact, and it is long.
    await cells.first().evaluate((cell) => cell.append("long words ".repeat(40)));
    const [a, b] = await cells.evaluateAll((both) => both.map(({ clientWidth }) => clientWidth));
    expect(Math.abs((a ?? 0) - (b ?? 0))).toBeLessThanOrEqual(1);
    expect(a).toBeGreaterThan(100);
  });

  it("asks for two runs where a link names none that there is", async () => {
    const { page, problems } = await open("compare.html#a=../../x&b=nothing");
    expect(await page.locator("#told").textContent()).toBe("Choose two runs.");
    expect(await page.locator("#figures tr").count()).toBe(0);
    expect(await page.getByRole("heading", { level: 2 }).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it("loads the table of all runs when it is opened", async () => {
    const name = (await hostPageName())
      .replace("host-", "trend-")
      .replace(".html", "-start.exec.html");
    const { page, problems } = await open(name);
    const details = page.locator("details.all-runs").first();
    expect(await details.locator("tr").count()).toBe(0);
    await details.locator("summary").click();
    await details.locator("tbody tr").first().waitFor();
    expect(await details.locator("tbody tr").count()).toBe(3);
    expect(problems).toEqual([]);
  });

  it("fits a phone, and shows its charts without a script", async () => {
    const host = await hostPageName();
    const trend = host.replace("host-", "trend-").replace(".html", "-cpu.node.html");
    for (const name of ["index.html", host, trend, "compare.html"]) {
      const { page } = await open(name, { width: 390 });
      const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect(over, name).toBeLessThanOrEqual(0);
    }
    const { page } = await open(trend, { script: false });
    expect(await page.locator("svg.trend").count()).toBeGreaterThan(10);
    const dots = await page.locator("svg.trend path.dots").first().boundingBox();
    expect(dots?.width).toBeGreaterThan(100);
  });
});
