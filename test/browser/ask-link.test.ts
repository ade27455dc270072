/** The form that answers what a delivery would take over a link, in a real browser. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { secondsOver } from "../../bench/stats/link-time.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { reportInput } from "../../reports/model.ts";
import { quantity } from "../../reports/numbers.ts";
import { FORMATS, LINKS, type MadeFormat, madeDeliveries } from "../made-deliveries.ts";
import { temporaryFolder } from "../support.ts";
import { launchBrowser, NO_BROWSER } from "./chromium.ts";

let browser: Browser;

beforeAll(async () => {
  const launched = await launchBrowser();
  if (launched !== undefined) browser = launched;
});
afterAll(() => browser?.close());

const [GZIP] = FORMATS as [MadeFormat];

async function open(javaScriptEnabled = true): Promise<Page> {
  const { run, records } = madeDeliveries({ links: LINKS, scatter: 0 });
  const file = join(temporaryFolder(), "report.html");
  writeFileSync(file, await htmlReport.render(reportInput(run, records)));
  const page = await browser.newPage({ javaScriptEnabled });
  onTestFinished(() => page.close());
  await page.goto(pathToFileURL(file).href);
  return page;
}

/** What the page says of Podman's usual format, into an empty store. */
function answerIn(page: Page): Promise<string | null> {
  return page.locator('[data-asked="0 0"]').textContent();
}

function seconds(text: string | null): number {
  return Number.parseFloat(text ?? "") * (/ ms|\u00a0ms/.test(text ?? "") ? 1e-3 : 1);
}

/** What it takes in truth. */
function truth(mbit: number, rttMs: number): number {
  return secondsOver({ mbit, rttMs }, { ...GZIP.model, bytes: GZIP.megabytes[0] * 1e6 });
}

describe.skipIf(NO_BROWSER)("the question about a link (needs chromium)", () => {
  it("is answered by the model, as the reader types", async () => {
    const page = await open();
    expect(await answerIn(page)).toMatch(/^[\d.]+ s$/);
    for (const [mbit, rttMs] of [
      [300, 40],
      [25, 80],
    ] as const) {
      await page.fill('[name="mbit"]', String(mbit));
      await page.fill('[name="rttMs"]', String(rttMs));
      const expected = truth(mbit, rttMs) + GZIP.runSeconds;
      const found = seconds(await answerIn(page));
      expect(Math.abs(found / expected - 1), `${mbit} ${rttMs}`).toBeLessThan(0.03);
    }
    await page.selectOption('[name="time"]', { label: "pulled" });
    expect(seconds(await answerIn(page)) / truth(25, 80)).toBeCloseTo(1, 1);
    const caption = page.locator("table:has([data-asked]) caption");
    expect(await caption.textContent()).toBe("25 Mbit/s, 80 ms, pulled");
  });

  it("marks what lies beyond the links that were measured, and takes no nonsense", async () => {
    const page = await open();
    await page.fill('[name="rttMs"]', "300");
    expect(await answerIn(page)).toMatch(/^[\d.]+ s\s\*$/);
    await page.fill('[name="rttMs"]', "100");
    expect(await answerIn(page)).not.toContain("*");
    for (const mbit of ["0", "-5", ""]) {
      await page.fill('[name="mbit"]', mbit);
      expect(await answerIn(page), mbit).toBe("");
    }
    await page.fill('[name="mbit"]', "100");
    await page.selectOption('[name="time"]', { label: "all files read" });
    // Docker's format was not read to the end.
    expect(await page.locator('[data-asked="2 0"]').textContent()).toBe("not measured");
  });

  it("has an answer for one link without a script, and no form", async () => {
    const page = await open(false);
    expect(await page.locator('[name="mbit"]').isVisible()).toBe(false);
    const found = seconds(await answerIn(page));
    expect(Math.abs(found / (truth(100, 15) + GZIP.runSeconds) - 1)).toBeLessThan(0.03);
    expect(quantity(found * 1e9, "ns")).toBe(await answerIn(page));
  });
});
