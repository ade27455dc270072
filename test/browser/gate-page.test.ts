/** The page of a gate in a real browser, from disk: the verdict first, and all that it comes from. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Judgement, Trend } from "../../bench/stats/judgement.ts";
import type { GatePageInput } from "../../reports/html/gate/input.ts";
import { gatePage } from "../../reports/html/gate/page.tsx";
import { exampleJudgement } from "../golden/example-judgement.ts";
import { temporaryFolder } from "../support.ts";
import { launchBrowser, NO_BROWSER } from "./chromium.ts";

let browser: Browser;

beforeAll(async () => {
  const launched = await launchBrowser();
  if (launched !== undefined) browser = launched;
});
afterAll(() => browser?.close());

interface How {
  readonly input?: GatePageInput;
  readonly width?: number;
  readonly dark?: boolean;
  readonly script?: boolean;
}

async function open(how: How = {}): Promise<{ page: Page; problems: string[] }> {
  const file = join(temporaryFolder(), gatePage.file);
  writeFileSync(file, await gatePage.render(how.input ?? { judgement: exampleJudgement() }));
  const page = await browser.newPage({
    viewport: { width: how.width ?? 1280, height: 900 },
    colorScheme: how.dark === true ? "dark" : "light",
    javaScriptEnabled: how.script !== false,
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
  await page.goto(pathToFileURL(file).href);
  if (how.script !== false) {
    await page.waitForFunction('document.documentElement.dataset.drawn === "yes"');
  }
  return { page, problems };
}

/** Ten runs of one level, ten of a worse one, and the run that is judged. */
function history(): Judgement {
  const example = exampleJudgement();
  const runs: Trend["runs"] = Array.from({ length: 21 }, (_, index) => ({
    runId: `run-${index}`,
    createdAt: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
    slowdown: (index < 10 ? 1 : 1.08) + 0.002 * (index % 3),
    normal: index < 10,
  }));
  const cells = example.cells.map((cell) => ({
    ...cell,
    against: { what: "earlier-runs" as const },
    trend: { runs, changes: [10] },
  }));
  return { ...example, comparison: "history", cells };
}

describe.skipIf(NO_BROWSER)("the page of a gate, in Chromium", () => {
  it("opens silently, with the verdict and the first of what it comes from on one screen", async () => {
    const { page, problems } = await open();
    const heading = await page.locator("h1").boundingBox();
    expect(await page.locator("h1").textContent()).toMatch(/^REGRESSED: /);
    expect((heading?.y ?? 900) + (heading?.height ?? 0)).toBeLessThan(300);
    expect((await page.locator("#change").boundingBox())?.y).toBeLessThan(700);
    expect(problems).toEqual([]);
  });

  it("has each cell that counts in the chart, with its band and its bounds", async () => {
    const { page } = await open();
    const counting = exampleJudgement().cells.filter(
      ({ gated, effect }) => gated && effect !== undefined,
    );
    expect(await page.locator("#change .row").count()).toBe(counting.length);
    // Those of the chart, without that of the legend.
    expect(await page.locator("#change g .margin").count()).toBe(counting.length);
    const decided = counting.filter(
      ({ bound, verdict }) => bound !== undefined && verdict !== "inconclusive",
    );
    expect(await page.locator("#change .decides").count()).toBe(decided.length);
    const [row] = await page.locator("#change g > title").allTextContents();
    expect(row).toMatch(/start\.exec\/ready on crun → runc: regressed, 12\.3% slower, >= \+9\.1%/);
    expect(await page.locator("#cells ~ .scroll tbody tr").count()).toBe(
      exampleJudgement().cells.length,
    );
  });

  it("shows what each look showed, and draws the history with its change of level", async () => {
    const { page, problems } = await open({ input: { judgement: history() } });
    expect(await page.locator("#looks-1 .row").count()).toBe(3);
    // Only at the last of them it was decided.
    expect(await page.locator("#looks-1 .is-regressed").count()).toBe(1);
    expect(await page.locator("#trend-1 .step").count()).toBe(1);
    expect(await page.locator("#trend-1 .is-normal").count()).toBe(10);
    expect(await page.locator("#trend-1 .is-left").count()).toBe(10);
    await page.locator("#figure-trend-1 summary").click();
    const table = await page.locator("#figure-trend-1 table").innerText();
    expect(table).toMatch(
      /run-10\s+2026-01-11\s+8\.2% slower\s+not normal\s+changed here for good/,
    );
    expect(problems).toEqual([]);
  });

  it("begins with what differs, where it is a comparison, and ends with what a gate needs", async () => {
    const compared = { openings: () => ["docker takes longer."], needs: () => "40 rounds." };
    const { page } = await open({ input: { judgement: exampleJudgement(), compared } });
    expect(await page.locator("header").innerText()).toMatch(
      /^What differs: crun → runc\s+docker takes longer\.\s+REGRESSED: /,
    );
    expect(await page.locator("#needs + p").textContent()).toBe("40 rounds.");
  });

  it("runs no hostile text, and shows it as text", async () => {
    const { page, problems } = await open();
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("main").innerText()).toContain("<img src=x");
    expect(problems).toEqual([]);
  });

  it.each([390, 1280])("never scrolls sideways, %i pixels wide", async (width) => {
    const { page } = await open({ width, input: { judgement: history() } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
  });

  it("can be read without a script", async () => {
    const { page } = await open({ script: false });
    expect((await page.locator("#change").boundingBox())?.height).toBeGreaterThan(150);
    expect(await page.locator("#all-figures").isVisible()).toBe(false);
  });

  it("saves tables, charts and the whole judgement, and turns dark", async () => {
    const { page, problems } = await open();
    const saved = async (act: () => Promise<void>) => {
      const [download] = await Promise.all([page.waitForEvent("download"), act()]);
      return readFileSync(await download.path(), "utf8");
    };
    const csv = await saved(() =>
      page.locator("#cells ~ .tools button", { hasText: "CSV" }).click(),
    );
    expect(csv.split("\r\n").length).toBeGreaterThan(8);
    const svg = await saved(() =>
      page.locator("#change + .tools button", { hasText: "SVG" }).click(),
    );
    expect(svg).toMatch(/^<svg[^>]* width="1080"/);
    expect(svg).not.toMatch(/class=|var\(/);
    const json = JSON.parse(await saved(() => page.locator("#all-figures").click()));
    expect(json.verdict).toBe("regressed");
    await page.click("#theme");
    expect(await page.getAttribute("html", "data-theme")).toBe("dark");
    expect(problems).toEqual([]);
  });

  it("has an address for each cell, and a link to it that the keyboard reaches", async () => {
    const { page, problems } = await open();
    expect(await page.locator("tbody :is(tr, td):not([id])").count()).toBe(0);
    const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
    expect(ids.length).toBe(new Set(ids).size);
    const first = page.locator("#all-cells tbody td").first();
    expect(await first.getAttribute("tabindex")).toBe("0");
    await first.focus();
    await page.keyboard.press("ArrowRight");
    const cell = await page.evaluate(() => document.activeElement?.id ?? "");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash !== "");
    expect(decodeURIComponent(new URL(page.url()).hash.slice(1))).toBe(cell);
    expect(problems).toEqual([]);
  });

  it("has landmarks, a name for each chart, and a head for each column", async () => {
    const { page } = await open({ input: { judgement: history() } });
    expect(await page.locator("h1").count()).toBe(1);
    for (const mark of ["header", "main", "footer", "nav"]) {
      expect(await page.locator(mark).count(), mark).toBeGreaterThan(0);
    }
    const unnamed = await page
      .locator("svg.plot")
      .evaluateAll((all) => all.filter((one) => one.querySelector("title")?.textContent === ""));
    expect(unnamed).toEqual([]);
    expect(await page.locator("th:not([scope])").count()).toBe(0);
    const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
    expect(ids.length).toBe(new Set(ids).size);
  });
});
