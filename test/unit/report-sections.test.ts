/** The sections of the report: each is one file, and the page has all of them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { htmlReport } from "../../reports/html/report.tsx";
import { SECTIONS } from "../../reports/html/sections/index.ts";
import { type ReportInput, reportInput } from "../../reports/model.ts";
import { textOf } from "../../reports/text/message.ts";
import { LINKS, madeDeliveries } from "../made-deliveries.ts";
import { madeRun, ready } from "../made-runs.ts";
import { ROOT } from "../support.ts";

describe("the sections of the report", () => {
  it("are the files of their folder, whose names are their ids", () => {
    const files = readdirSync(join(ROOT, "reports/html/sections"))
      .filter((name) => name.endsWith(".tsx"))
      .map((name) => name.replace(".tsx", ""));
    expect(SECTIONS.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it("have a title and a word for the bar each, which are no other section's", () => {
    for (const told of [
      SECTIONS.map(({ title }) => textOf(title)),
      SECTIONS.map(({ short }) => textOf(short)),
    ]) {
      expect(new Set(told).size).toBe(told.length);
      expect(told).not.toContain("");
    }
  });

  const metric = { metric: "rate", unit: "ops/s", better: "higher" } as const;
  const rate = { ...metric, workload: "my.redis", value: () => 1000 };
  const sectionsOf = async ({ run, records }: Pick<ReportInput, "run" | "records">) => {
    const html = String(await htmlReport.render(reportInput(run, records)));
    const found = [...html.matchAll(/<section aria-labelledby="([\w-]+)"/g)].map(([, id]) => id);
    // The bar leads to what the page has.
    const bar = html.slice(0, html.indexOf("</nav>"));
    const led = [...bar.matchAll(/<a href="#([\w-]+)"/g)].map(([, id]) => id);
    expect(led.filter((id) => !html.includes(`id="${id}"`))).toEqual([]);
    return found;
  };

  it("are about what a run was to measure: one of own workloads alone has no starts", async () => {
    const found = await sectionsOf(madeRun(3, ["native", "crun"], [rate]));
    expect(found).not.toContain("ladder");
    expect(found).not.toContain("steps");
    expect(found).toEqual(expect.arrayContaining(["slowdowns", "overhead", "results"]));
  });

  it("of a delivery have neither a ladder nor slowdowns", async () => {
    const found = await sectionsOf(madeDeliveries({ links: LINKS }));
    for (const id of ["ladder", "steps", "slowdowns", "overhead", "cost"]) {
      expect(found).not.toContain(id);
    }
    expect(found).toContain("delivery");
  });

  it("stay where what was planned failed", async () => {
    const { run, records } = madeRun(3, ["native", "crun"], [ready(1.3), rate]);
    const found = await sectionsOf({
      run,
      records: records.filter(({ workload }) => workload === "my.redis"),
    });
    expect(found).toEqual(expect.arrayContaining(["ladder", "steps"]));
  });
});
