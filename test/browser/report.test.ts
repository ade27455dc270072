/** The report in a real browser, from disk: drawn, clickable, readable, and silent on the network. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { verbatim } from "../../bench/messages.ts";
import type { Run, TargetState } from "../../bench/schema.ts";
import { analyze } from "../../bench/stats/analyze.ts";
import { earlierRuns } from "../../bench/stats/earlier-runs.ts";
import { digestRun, type RunDigest } from "../../bench/stats/run-digest.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { type ReportInput, reportInput } from "../../reports/model.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import type { Made } from "../made-runs.ts";
import { madeHistory } from "../self/made-history.ts";
import { temporaryFolder } from "../support.ts";
import { launchBrowser, NO_BROWSER } from "./chromium.ts";

let browser: Browser;

beforeAll(async () => {
  const launched = await launchBrowser();
  if (launched !== undefined) browser = launched;
});
afterAll(() => browser?.close());

async function open(
  options: {
    width?: number;
    dark?: boolean;
    records?: boolean;
    script?: boolean;
    run?: Run;
    input?: ReportInput;
  } = {},
): Promise<{ page: Page; problems: string[] }> {
  const file = join(temporaryFolder(), "report.html");
  const input = options.input ?? reportInput(options.run ?? exampleRun(), exampleRecords());
  writeFileSync(file, await htmlReport.render(input));
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.dark === true ? "dark" : "light",
    javaScriptEnabled: options.script !== false,
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
  if (options.script === false) return { page, problems };
  await page.waitForFunction('document.documentElement.dataset.drawn === "yes"');
  return { page, problems };
}

/** The metric that the page brings a picture of is drawn by no script: this one is. */
async function drawAnother(page: Page): Promise<void> {
  await page.selectOption("#distribution-choice", "start.exec exited");
}

/** A run of 25 targets, some with long names and reasons. */
function wide(): Run {
  const run = exampleRun();
  const [like] = run.targets.filter(({ ok }) => !ok);
  const more = Array.from({ length: 25 - run.targets.length }, (_, index) => ({
    ...(like ?? (run.targets[0] as TargetState)),
    id: `a-target-with-a-name-that-is-far-too-long-${index}`,
    ok: false,
    reason: verbatim(`/usr/${"a-long-word".repeat(8)}`),
  }));
  return { ...run, targets: [...run.targets, ...more] };
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

/** The accent of the light theme, which boxes and dots are drawn in, and that of the dark one. */
const ACCENT = [0x0b, 0x5c, 0xad] as const;
const DARK_ACCENT = [0x6c, 0xb2, 0xff] as const;

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

describe.skipIf(NO_BROWSER)("report.html (needs chromium)", () => {
  it("draws every chart from disk, with no network and no complaint", async () => {
    const { page, problems } = await open();
    await drawAnother(page);
    expect(await pixelsOf(page, "distribution", ACCENT)).toBeGreaterThan(20);
    for (const id of [
      "starts-start.exec",
      "adds-start.exec",
      "slowdowns-containers",
      "image-shipped",
      "boxes",
    ]) {
      const marks = page.locator(`[id='${id}'] :is(.phase, .adds, .family, .part, .round)`);
      expect(await marks.count(), id).toBeGreaterThan(0);
    }
    expect(problems).toEqual([]);
    expect(await page.title()).toContain("20260102-030405-beef");
    expect(await page.locator(".note").first().textContent()).toContain("emulated (TCG)");
  });

  it("draws no word but those of the page's data, also where the pointer is", async () => {
    const { page, problems } = await open({ records: true });
    await drawAnother(page);
    for (const id of ["distribution"]) {
      const canvas = page.locator(`[id='${id}']`);
      await canvas.scrollIntoViewIfNeeded();
      const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
      for (const height of [0.15, 0.3, 0.45]) {
        const y = box.y + height * box.height;
        await page.mouse.move(box.x, y);
        await page.mouse.move(box.x + box.width, y, { steps: 120 });
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
    const foreign = drawn.filter(
      (text) =>
        /[a-z]{2}/i.test(text.replace(/\b[kMG]?B$/, "")) &&
        !strings.includes(text) &&
        !filled.some((template) => template.test(text)),
    );
    expect([...new Set(foreign)]).toEqual([]);
    expect(drawn.some((text) => /round: [\d.]+ ms|25% quantile: [\d.]+ ms/.test(text))).toBe(true);
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
    await drawAnother(page);
    expect(await luminance(page)).toBeLessThan(0.2);
    expect(await pixelsOf(page, "distribution", DARK_ACCENT)).toBeGreaterThan(20);
  });

  it("fits a phone: the page never scrolls sideways", async () => {
    const { page } = await open({ width: 360 });
    const { scroll, inner } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      inner: window.innerWidth,
    }));
    expect(scroll).toBeLessThanOrEqual(inner);
    await drawAnother(page);
    expect(await pixelsOf(page, "distribution", ACCENT)).toBeGreaterThan(20);
  });

  it.each([390, 1280, 1920])("has cards that hold their text, %i pixels wide", async (width) => {
    const { page } = await open({ width, run: wide() });
    const over = await page
      .locator(".cards li")
      .evaluateAll((cards) =>
        cards
          .filter((card) => card.scrollWidth > card.clientWidth)
          .map((card) => card.textContent ?? ""),
      );
    expect(await page.locator(".cards li").count()).toBe(25);
    expect(over).toEqual([]);
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(scroll).toBeLessThanOrEqual(width);
  });

  it("can be read without a script: charts, tables and their figures are there", async () => {
    const { page } = await open({ script: false });
    const chart = page.locator("[id='starts-start.exec']");
    expect(await chart.locator("title").first().textContent()).toContain("start.exec");
    expect((await chart.boundingBox())?.height).toBeGreaterThan(100);
    await page.locator("[id='figure-starts-start.exec'] summary").click();
    const table = page.locator("[id='figure-starts-start.exec'] table");
    expect(await table.innerText()).toContain("crun");
    const boxes = page.locator("#boxes");
    expect(await boxes.locator("title").first().textContent()).toContain("start.exec ready");
    expect(await boxes.locator("[data-target='crun'] .round").count()).toBe(3);
    expect((await boxes.boundingBox())?.height).toBeGreaterThan(100);
    expect(await page.locator("#distribution-choices").isVisible()).toBe(false);
    await page.locator("#distribution-brought summary").click();
    expect(await page.locator("#table-boxes").innerText()).toContain("crun");
    expect(await page.locator("#all-figures").isVisible()).toBe(false);
  });

  it("keeps emulated machines off the axes of the others", async () => {
    const { page } = await open();
    // Each panel of a chart is a group of its own, with one axis.
    // Sizes are the same whether a machine is emulated or not.
    const mixed = await page.evaluate(() =>
      [...document.querySelectorAll(".plot:not([id^='image-']) > g")]
        .map((panel) => [...panel.querySelectorAll("[data-target]")])
        .map((rows) => rows.map((row) => (row as SVGElement).dataset["target"] ?? ""))
        .filter((rows) => rows.includes("qemu-microvm") && new Set(rows).size > 1),
    );
    expect(mixed).toEqual([]);
    expect(await page.locator("#slowdowns-emulated [data-target]").count()).toBe(1);
  });

  it("sorts, filters and saves tables, and saves charts and all figures", async () => {
    const { page, problems } = await open();
    const saved = async (act: () => Promise<void>) => {
      const [download] = await Promise.all([page.waitForEvent("download"), act()]);
      return readFileSync(await download.path(), "utf8");
    };
    const steps = page.locator("#steps ~ .scroll table").first();
    const firstCells = () => steps.locator("tbody th").allInnerTexts();
    const before = await firstCells();
    await steps.locator("thead button").nth(1).click();
    await steps.locator("thead button").nth(1).click();
    expect(await steps.locator("thead th").nth(1).getAttribute("aria-sort")).toBe("descending");
    expect(await firstCells()).toEqual([...before].reverse());

    const csv = await saved(() => page.locator(".tools button", { hasText: "CSV" }).last().click());
    expect(csv.split("\r\n").length).toBeGreaterThan(2);
    const svg = await saved(() =>
      page.locator(".tools button", { hasText: "SVG" }).first().click(),
    );
    expect(svg).toMatch(/^<svg[^>]* width="1080"/);
    expect(svg).toContain("20260102-030405-beef");
    expect(svg).not.toMatch(/class=|var\(/);
    const json = JSON.parse(await saved(() => page.locator("#all-figures").click()));
    expect(json.runId).toBe("20260102-030405-beef");
    expect(json.metrics.length).toBeGreaterThan(3);
    expect(problems).toEqual([]);
  });

  it("saves charts as PNG: those that the page brings, those that are drawn, and boxes", async () => {
    const { page, problems } = await open();
    const sizeOf = async (act: () => Promise<void>) => {
      const [download] = await Promise.all([page.waitForEvent("download"), act()]);
      const content = readFileSync(await download.path());
      expect(content.subarray(1, 4).toString()).toBe("PNG");
      return [content.readUInt32BE(16), content.readUInt32BE(20), content.length] as const;
    };
    const height = await page.locator(".plot").first().getAttribute("height");
    const [wide, high, bytes] = await sizeOf(() =>
      page.locator(".plot + .tools button", { hasText: "PNG" }).first().click(),
    );
    expect([wide, high]).toEqual([2160, 2 * Number(height)]);
    // A picture of one colour would be smaller.
    expect(bytes).toBeGreaterThan(10_000);
    await drawAnother(page);
    await sizeOf(() =>
      page.locator("#distribution-boxes button", { hasText: "PNG" }).first().click(),
    );
    await page.check("#distribution-views [value=ecdf]");
    const [, , drawn] = await sizeOf(() =>
      page.locator("#distribution-drawn button", { hasText: "PNG" }).first().click(),
    );
    expect(drawn).toBeGreaterThan(5000);
    expect(problems).toEqual([]);
  });

  it("sorts the rows of a chart by cost, and back to the order of the ladder", async () => {
    const { page } = await open();
    const chart = page.locator("[id='starts-start.exec']");
    const byHeight = () =>
      chart
        .locator("> g")
        .first()
        .locator("[data-target]")
        .evaluateAll((rows) =>
          rows
            .map((row) => ({
              top: row.querySelector(".row")?.getBoundingClientRect().top ?? 0,
              label: (row as SVGElement).dataset["target"],
            }))
            .sort((one, other) => one.top - other.top)
            .map(({ label }) => label),
        );
    expect(await byHeight()).toEqual(["native", "crun", "crun-warm"]);
    await chart.locator("+ .tools button", { hasText: "Sort by cost" }).click();
    // 421 us, 3.20 ms, 15.2 ms: the units count.
    expect(await byHeight()).toEqual(["native", "crun-warm", "crun"]);
    await chart.locator("+ .tools button", { hasText: "Order of the ladder" }).click();
    expect(await byHeight()).toEqual(["native", "crun", "crun-warm"]);
  });

  it("draws cumulative shares with quantiles beside them, by keyboard alone", async () => {
    const { page, problems } = await open();
    await page.focus("#distribution-views [value=boxes]");
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("#distribution").isVisible()).toBe(false);
    expect(await page.locator("#boxes").isVisible()).toBe(false);
    const curves = page.locator("#ecdf-1 path");
    const lines = page.locator("#distribution-table tbody tr");
    expect(await curves.count()).toBeGreaterThan(1);
    const emulated = await page.locator("#ecdf-2 path").count();
    expect((await curves.count()) + emulated).toBe(await lines.count());
    expect(await page.locator("#ecdf-1 .source").textContent()).toMatch(
      /start\.exec ready.* · 20260102-030405-beef · Example 9000 · 2026-01-02/,
    );
    expect(await page.locator("#ecdf-2 text").allTextContents()).toContain(
      "qemu-microvm (TCG, emulated)",
    );
    for (const chart of await page.locator("#distribution-drawn svg.plot").all()) {
      expect(await chart.getAttribute("aria-label")).toContain("start.exec ready");
    }
    expect(problems).toEqual([]);
  });

  it("leads from a cell, a chart and a link to all rounds of both sides", async () => {
    const { page, problems } = await open();
    const cell = page.locator("table[data-metrics] td[data-rounds]").first();
    const [key = "", target = ""] = JSON.parse((await cell.getAttribute("data-rounds")) ?? "[]");
    await cell.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#rounds");
    expect(await page.inputValue("#distribution-choice")).toBe(key);
    expect(await page.inputValue("#distribution-target")).toBe(target);

    const row = page.locator("[id='starts-start.exec'] [data-target='crun'] .row");
    await row.click();
    await page.waitForFunction(() => location.hash === "#rounds/start.exec%20ready/crun");
    const heads = page.locator("#distribution-table thead th");
    await page.waitForFunction(() =>
      document.querySelector("#distribution-table caption")?.textContent?.includes("crun"),
    );
    expect((await heads.allInnerTexts()).map((text) => text.replace(/ ↕$/, ""))).toEqual([
      "round",
      "native",
      "crun",
      "difference",
    ]);
    const rounds = await page.locator("#distribution-table tbody tr").count();
    expect(rounds).toBe(await page.locator("#rounds .pair").count());

    const address = page.url();
    await page.goto("about:blank");
    await page.goto(address);
    await page.waitForSelector("#rounds");
    expect(await page.inputValue("#distribution-target")).toBe("crun");
    await page.goto("about:blank");
    await page.goto(address.replace("crun", "%E0%A4%A"));
    expect(await page.locator("#rounds").count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it("shows what a figure was in earlier runs below its rounds, if it was made with them", async () => {
    const runs = madeHistory(
      { run: exampleRun(), records: exampleRecords() },
      { runs: 4, seed: 1 },
    );
    const digests = runs.map(({ run, records }) => digestRun(run, analyze(run, records), []));
    const [{ run, records }, own] = [runs.at(-1), digests.at(-1)] as [Made, RunDigest];
    const input = { ...reportInput(run, records), earlier: earlierRuns(own, digests) };
    const { page, problems } = await open({ input });
    await page.evaluate(() => {
      location.hash = "#rounds/start.exec%20ready/crun";
    });
    const names = page.locator("#earlier-table tbody th");
    await names.first().waitFor();
    expect(await names.allInnerTexts()).toEqual([
      ...digests.slice(0, -1).map(({ runId }) => runId),
      `${run.runId} (this run)`,
    ]);
    expect(await page.locator("#earlier .native-side").count()).toBe(digests.length - 1);
    expect(await page.locator("#earlier .side:not(.native-side)").count()).toBe(1);
    expect(await page.locator("#earlier-table a").count()).toBe(0);

    // What is no headline metric has none, and the page says so.
    await page.selectOption("#distribution-choice", "start.exec exited");
    expect(await page.locator("#earlier").count()).toBe(0);
    expect(await page.locator("#distribution-drawn").innerText()).toContain(
      "The site has no earlier value of this figure.",
    );
    expect(problems).toEqual([]);
  });

  it("names the option where it knows one run", async () => {
    const { page } = await open();
    await page.evaluate(() => {
      location.hash = "#rounds/start.exec%20ready/crun";
    });
    await page.waitForSelector("#rounds");
    expect(await page.locator("#earlier, #distribution-drawn h3").count()).toBe(0);
    expect(await page.locator("[data-view=rounds]").innerText()).toContain("--history SITE");
  });

  it("explains a word to the pointer, to the keyboard and to a screen reader", async () => {
    const { page, problems } = await open();
    const links = page.locator("a.term");
    expect(await links.count()).toBeGreaterThan(5);
    const link = page.locator("a.term", { hasText: /^rounds?$/ }).first();
    const id = (await link.getAttribute("aria-describedby")) ?? "";
    expect(await link.getAttribute("href")).toBe(`#${id}`);
    const means = (await page.locator(`[id='${id}']`).textContent()) ?? "";
    expect(means).toContain("The unit of statistics");
    const note = page.locator(".explanation");
    expect(await note.isVisible()).toBe(false);
    await link.focus();
    expect(await note.textContent()).toBe(means);
    await page.keyboard.press("Escape");
    expect(await note.isVisible()).toBe(false);
    await link.hover();
    expect(await note.isVisible()).toBe(true);
    expect(problems).toEqual([]);
  });

  it("hides a target everywhere, and links to each heading and line", async () => {
    const { page } = await open();
    await page.click("#targets summary");
    await page
      .locator("#targets label", { hasText: /^crun$/ })
      .locator("input")
      .uncheck();
    expect(await page.locator(".cards > [data-target='crun']").isVisible()).toBe(false);
    expect(await page.locator(".plot [data-target='crun']").first().isVisible()).toBe(false);
    const links = await page
      .locator("a.to")
      .evaluateAll((all) =>
        all.map((link) => decodeURIComponent((link as HTMLAnchorElement).hash.slice(1))),
      );
    const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
    expect(links.length).toBeGreaterThan(15);
    expect(await page.locator("tbody :is(tr, td):not([id])").count()).toBe(0);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.length).toBe(new Set(ids).size);
  });

  it("shows the brought picture again when its metric is chosen again", async () => {
    const { page } = await open();
    expect(await page.locator("#boxes").isVisible()).toBe(true);
    await drawAnother(page);
    expect(await page.locator("#boxes").isVisible()).toBe(false);
    expect(await page.locator("#distribution").isVisible()).toBe(true);
    await page.selectOption("#distribution-choice", "start.exec ready");
    expect(await page.locator("#boxes").isVisible()).toBe(true);
    expect(await page.locator("#distribution").isVisible()).toBe(false);
  });

  it("has a link to copy at each cell, for the pointer and the keyboard, and follows it", async () => {
    const { page, problems } = await open();
    const cell = page.locator("[id='results-start.exec--ready--crun']");
    await cell.hover();
    const link = page.locator("a.of-cell");
    expect(await link.count()).toBe(1);
    expect(await link.getAttribute("href")).toBe("#results-start.exec--ready--crun");
    const text = await cell.innerText();
    expect(text).not.toContain("#");

    await page.locator("[id='results-start.exec--ready--native']").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.parentElement?.id)).toBe(
      "results-start.exec--ready--crun",
    );
    await page.keyboard.press("Enter");
    const address = page.url();
    expect(address).toMatch(/#results-start\.exec--ready--crun$/);
    // The link is no click on the cell, which would lead to its rounds.
    expect(await page.locator("#rounds").count()).toBe(0);

    await page.goto("about:blank");
    await page.goto(address);
    await page.waitForFunction('document.documentElement.dataset.drawn === "yes"');
    expect(await page.locator(":target").getAttribute("id")).toBe(
      "results-start.exec--ready--crun",
    );
    const top = async () => (await cell.boundingBox())?.y ?? -1;
    await expect.poll(top).toBeLessThan(880);
    expect(await top()).toBeGreaterThan((await page.locator(".bar").boundingBox())?.height ?? 0);
    expect(problems).toEqual([]);
  });

  it("remembers the theme", async () => {
    const { page } = await open();
    await page.click("#theme");
    expect(await luminance(page)).toBeLessThan(0.2);
    // The browser's processes tell each other what is stored, in their own time.
    const again = async () => {
      await page.reload();
      return luminance(page);
    };
    await expect.poll(again).toBeLessThan(0.2);
  });

  it("can be used from the keyboard and by a screen reader", async () => {
    const { page } = await open();
    const reached: string[] = [];
    for (let i = 0; i < 120; i++) {
      await page.keyboard.press("Tab");
      reached.push(
        await page.evaluate(() => {
          const { id, className, tagName } = document.activeElement as HTMLElement;
          return (
            id ||
            String((className as unknown as SVGAnimatedString).baseVal ?? className) ||
            tagName
          );
        }),
      );
    }
    expect(reached[0]).toBe("skip");
    expect(reached).toEqual(
      expect.arrayContaining(["theme", "starts-start.exec", "distribution-choice"]),
    );
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
