/** The sections of the report: each is one file, and the page has all of them. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { htmlReport } from "../../reports/html/report.tsx";
import { SECTIONS } from "../../reports/html/sections/index.ts";
import { reportInput } from "../../reports/model.ts";
import { textOf } from "../../reports/text/message.ts";
import { madeRun } from "../made-runs.ts";
import { ROOT } from "../support.ts";

describe("the sections of the report", () => {
  it("are the files of their folder, whose names are their ids", () => {
    const files = readdirSync(join(ROOT, "reports/html/sections"))
      .filter((name) => name.endsWith(".tsx"))
      .map((name) => name.replace(".tsx", ""));
    expect(SECTIONS.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it("have a title each, which is no other section's", () => {
    const titles = SECTIONS.map(({ title }) => textOf(title));
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles).not.toContain("");
  });

  it("say so where nothing was measured: a run of own workloads alone has no starts", async () => {
    const metric = { metric: "rate", unit: "ops/s", better: "higher" } as const;
    const rate = { ...metric, workload: "my.redis", value: () => 1000 };
    const { run, records } = madeRun(3, ["native", "crun"], [rate]);
    const html = String(await htmlReport.render(reportInput(run, records)));
    for (const id of ["ladder", "steps"]) {
      const section = html
        .slice(html.indexOf(`<section aria-labelledby="${id}"`))
        .split("</section>")[0];
      expect(section, id).toMatch(/<\/h2>.*Not measured\./s);
    }
  });
});
