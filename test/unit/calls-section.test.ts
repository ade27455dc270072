/** The section about calls and removals, from the reference run of primitives. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readRun } from "../../bench/read-run.ts";
import { medianOf } from "../../bench/stats/summary.ts";
import { quantity } from "../../reports/format.ts";
import { htmlReport } from "../../reports/html/report.tsx";
import { reportInput } from "../../reports/model.ts";
import { ROOT } from "../support.ts";

const { run, records } = readRun(join(ROOT, "results/reference/primitives"));

/** The median of the rounds' medians, straight from the records. */
function recorded(target: string, metric: string, part: string): string {
  const rounds = records.flatMap(({ workload, subject, outcome }) => {
    if (workload !== "primitives.removal" || subject !== target || outcome.status !== "ok")
      return [];
    return outcome.measurements
      .filter((one) => one.metric === metric && one.at?.["part"] === part)
      .map(({ values }) => medianOf(values));
  });
  expect(rounds.length).toBe(6);
  return quantity(medianOf(rounds), "ns");
}

describe("the section about calls", () => {
  let section: string;
  beforeAll(async () => {
    const html = String(await htmlReport.render(reportInput(run, records)));
    section =
      html.slice(html.indexOf('<section aria-labelledby="calls"')).split("</section>")[0] ?? "";
  });
  const plain = (html: string) => html.replaceAll(/<[^>]*>/g, "").replaceAll("\u00a0", " ");

  it("says when each piece was freed, and with which tail", () => {
    const table = section.slice(section.indexOf('id="table-primitives.removal-freed"'));
    const [head = "", ...lines] = table.split("<tr>").slice(1);
    const pieces = head
      .split("<th")
      .slice(2)
      .map((cell) => plain(`<th${cell}`));
    const line = lines.find((text) => plain(text).startsWith("overlay")) ?? "";
    const cells = line
      .split("<td")
      .slice(1)
      .map((cell) => plain(`<td${cell}`));
    for (const piece of ["net", "pid", "ipc", "group"]) {
      const index = pieces.findIndex((text) => text.startsWith(piece));
      const [typical, p90] = ["freed", "freed.p90"].map((metric) =>
        recorded("overlay", metric, piece),
      );
      expect(cells[index]).toBe(`${typical} (p90 ${p90})`);
    }
    expect(cells[pieces.findIndex((text) => text.startsWith("user"))]).toBe("");
  });

  it("has no more pieces in a bar than a reader can tell apart, and the whole in the table", () => {
    const figure =
      section.slice(section.indexOf('id="figure-primitives-calls"')).split("</figure>")[0] ?? "";
    const colours = new Set([...figure.matchAll(/class="part (p\d)"/g)].map(([, name]) => name));
    expect(colours.size).toBe(8);
    expect(plain(figure)).toContain("smaller ones");
    expect(plain(figure.slice(figure.indexOf("<table")))).toContain("pivot_root");
  });
});
