/** What reports say of deliveries that follow known rules. */
import { describe, expect, it } from "vitest";
import { analyze } from "../../bench/stats/analyze.ts";
import { CHANGED_FILE_BYTES, deliveriesOf, isDelivery } from "../../bench/stats/deliveries.ts";
import { deliveriesIn } from "../../reports/deliveries.ts";
import { deliveryTimesPlot } from "../../reports/html/charts/delivery-times.tsx";
import { htmlReport } from "../../reports/html/report.tsx";
import { summaryMarkdown } from "../../reports/markdown.ts";
import { reportInput } from "../../reports/model.ts";
import { loadLanguage } from "../../reports/text/languages.ts";
import { speaking } from "../../reports/text/message.ts";
import { text } from "../../runners/delivery/made-up.ts";
import { FORMATS, LINKS, type MadeFormat, madeDeliveries } from "../made-deliveries.ts";
import type { Made } from "../made-runs.ts";

const plain = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&nbsp;", " ")
    .replaceAll(/\s+/g, " ");

async function sectionOf({ run, records }: Made): Promise<string> {
  const html = String(await htmlReport.render(reportInput(run, records)));
  return html.split('<section aria-labelledby="delivery"')[1]?.split("</section>")[0] ?? "";
}

/** A line of one of its tables, cell by cell. */
function lineOf(section: string, table: string, first: string): readonly string[] {
  const body = section.split(`id="${table}"`)[1]?.split("</table>")[0] ?? "";
  const line = body.split("<tr>").find((one) => plain(one).trim().startsWith(first)) ?? "";
  return [...line.matchAll(/<t[hd][^>]*>.*?<\/t[hd]>/gs)].map(([cell]) => plain(cell).trim());
}

const [GZIP, CHUNKED] = FORMATS as [MadeFormat, MadeFormat];
const named = (format: string) => FORMATS.filter((one) => one.format === format);

describe("the section on deliveries", () => {
  it("is there only where something was delivered", async () => {
    expect(await sectionOf(madeDeliveries({ links: LINKS }))).not.toBe("");
    const { run } = madeDeliveries({ links: LINKS });
    expect(await sectionOf({ run, records: [] })).toBe("");
  });

  it("has a panel for each link, and others for machines that are emulated", () => {
    const { run, records } = madeDeliveries({ links: LINKS });
    const input = reportInput(run, records);
    const plot = deliveriesIn(input).map((of) => deliveryTimesPlot(input, of))[0];
    const headings = plot?.panels.map(({ heading }) => heading) ?? [];
    expect(headings).toHaveLength(2 * LINKS.length);
    expect(headings.filter((heading) => heading.includes("TCG"))).toHaveLength(LINKS.length);
    for (const { heading, rows } of plot?.panels ?? []) {
      const emulated = heading.includes("TCG");
      expect(rows.length).toBeGreaterThan(1);
      for (const { label } of rows) expect(label.startsWith("qemu"), heading).toBe(emulated);
    }
  });

  it("says what travels when one file has changed, as a multiple of the file", async () => {
    const section = await sectionOf(madeDeliveries({ links: LINKS, scatter: 0 }));
    const [, bytes, times, slow, fast] = lineOf(section, "travels--image.pull", "podman-chunked");
    expect([bytes, times]).toEqual(["51.3 kB", "2.56x"]);
    expect([slow, fast].every((one) => /^\d+ ms$/.test(one ?? ""))).toBe(true);
    expect(lineOf(section, "travels--image.pull", "qemu-raw (TCG, emulated)")[2]).toBe("3178x");
    expect(CHANGED_FILE_BYTES).toBe(text("some file").length);
  });

  it("says what was not counted, and never leaves it blank", async () => {
    const section = await sectionOf(madeDeliveries({ links: LINKS }));
    const docker = lineOf(section, "pull-costs--image.pull", "docker");
    expect(docker).toEqual(["docker", ...Array.from({ length: 4 }, () => "not measured")]);
    expect(lineOf(section, "pull-costs--image.pull", "podman-gzip")[1]).toBe("6");
  });

  it("says what of a lazy format came before its first output, and what came until all was read", async () => {
    const [casync] = named("crun-casync") as [MadeFormat];
    const lazy = { ...casync, laterMegabytes: { byFirstOutput: 18, all: 48 } };
    const section = await sectionOf(madeDeliveries({ links: LINKS, formats: [GZIP, lazy] }));
    const line = (format: string) => lineOf(section, "first-bytes--image.pull", format);
    expect(line("crun-casync")).toEqual(["crun-casync", "12.0 MB", "30.0 MB", "60.0 MB", "50%"]);
    expect(line("podman-gzip")).toEqual(["podman-gzip", ...Array(3).fill("45.0 MB"), "100%"]);
    const whole = await sectionOf(madeDeliveries({ links: LINKS, formats: [GZIP] }));
    expect(whole).not.toContain('id="first-bytes');
  });

  it("copes with a format of which nothing but times is known, and none to read all", async () => {
    const bare = named("docker");
    const section = await sectionOf(madeDeliveries({ links: LINKS, formats: bare }));
    expect(section).toContain("docker");
    expect(section).not.toContain('id="pull-costs');
    expect(plain(section)).not.toContain("then until all is read");
  });

  it("answers as the model that was made, also beyond what was measured", async () => {
    const section = await sectionOf(madeDeliveries({ links: LINKS, scatter: 0 }));
    const cells = lineOf(section, "common-links--image.pull", "podman-gzip");
    // 45 MB at 20 Mbit/s, and what else it takes.
    expect(Number.parseFloat(cells[1] ?? "")).toBeGreaterThan(18);
    expect(Number.parseFloat(cells[1] ?? "")).toBeLessThan(20);
    expect(cells[1]).toMatch(/^[\d.]+ s$/);
    const far = await sectionOf(madeDeliveries({ links: LINKS.filter(({ mbit }) => mbit > 10) }));
    expect(lineOf(far, "common-links--image.pull", "podman-gzip")[1]).toMatch(/^[\d.]+ s\s\*$/);
  });

  it("marks the answers of a model that missed, and takes them for no break-even", async () => {
    const made = madeDeliveries({ links: LINKS, formats: [GZIP, CHUNKED], scatter: 1 });
    const section = await sectionOf(made);
    expect(lineOf(section, "common-links--image.pull", "podman-gzip")[1]).toMatch(/\?$/);
    expect(plain(section)).toContain("No two formats change places.");
  });

  it("names the rate at which two formats change places", async () => {
    const eager = { ...GZIP, model: { fixedSeconds: 0.1, unpackSeconds: 0, trips: 0 } };
    const lazy: MadeFormat = {
      ...{ ...CHUNKED, megabytes: [5, 5, 5, 5], readSeconds: 100, runSeconds: 0.25 },
      model: { fixedSeconds: 1.1, unpackSeconds: 0, trips: 0 },
    };
    const made = madeDeliveries({ links: LINKS, formats: [eager, lazy], scatter: 0 });
    // 40 MB more in the second that the other takes longer: 320 Mbit/s.
    expect(plain(await sectionOf(made))).toMatch(
      /nothing there, first output with a round trip of 0 ms: podman-chunked is faster below 3(?:1\d|2\d)(?:\.\d+)? Mbit\/s, and podman-gzip above\./,
    );
  });

  it("says what is missing where there are too few links, and asks nothing then", async () => {
    const few = LINKS.filter(({ rttMs }) => rttMs === 0);
    const section = await sectionOf(madeDeliveries({ links: few }));
    expect(plain(section)).toMatch(
      /needs 4 links .* has 3 \(10 Mbit\/s, 100 Mbit\/s, 1000 Mbit\/s\)/,
    );
    expect(plain(section)).toContain("isotax run --workloads image.pull --targets podman,docker,");
    expect(section).not.toContain("<input");
  });

  it("asks for no delay where none was measured", async () => {
    const links = [10, 50, 100, 1000].map((mbit) => ({ mbit, rttMs: 0 }));
    const section = await sectionOf(madeDeliveries({ links }));
    expect(plain(section)).toContain("Only a round trip of 0 ms was measured");
    expect(section).toMatch(/<label hidden>\s*<input type="number" name="rttMs"/);
  });

  it("says the same in Korean, with other words", async () => {
    const { run, records } = madeDeliveries({ links: LINKS });
    const korean = await speaking(await loadLanguage("ko"), () => sectionOf({ run, records }));
    expect(korean).toContain("podman-chunked");
    for (const word of ["not measured", "first output", "faster", "link"]) {
      expect(plain(korean).includes(` ${word} `), word).toBe(false);
    }
  });

  it("is a few lines of the summary in Markdown", () => {
    const { run, records } = madeDeliveries({ links: LINKS, scatter: 0 });
    const lines = String(summaryMarkdown.render(reportInput(run, records))).split("\n");
    expect(
      lines.filter((line) => line.includes(": one file changed: ") && line.includes("on the wire")),
    ).toHaveLength(FORMATS.length);
    expect(lines.find((line) => line.startsWith("- qemu-backing"))).toMatch(/TCG/);
    expect(lines.some((line) => /^- It made \d+ predictions\./.test(line))).toBe(true);
  });
});

describe("deliveries of a run folder", () => {
  it("leaves out links and times that cannot be", () => {
    const { run, records } = madeDeliveries({ links: LINKS, formats: [GZIP] });
    const [workload] = run.workloads;
    const subjects = (workload?.subjects ?? []).map((subject, index) => ({
      ...subject,
      at: { ...subject.at, ...([{ mbit: 0 }, { mbit: "x" }, { rttMs: -1 }][index] ?? {}) },
    }));
    const odd = { ...run, workloads: [{ ...workload, subjects } as (typeof run.workloads)[0]] };
    const cells = deliveriesOf(analyze(odd, records), odd.workloads[0] as typeof workload & object);
    expect(cells).toHaveLength((LINKS.length - 3) * 4);
    expect(isDelivery({ ...(odd.workloads[0] as typeof workload & object), subjects: [] })).toBe(
      false,
    );
  });

  it("takes a link without a delay for one of 0 ms", () => {
    const { run, records } = madeDeliveries({ links: [{ mbit: 10, rttMs: 0 }], formats: [GZIP] });
    for (const { subjects = [] } of run.workloads) {
      for (const subject of subjects) delete subject.at["rttMs"];
    }
    const [workload] = run.workloads;
    const [cell] = workload ? deliveriesOf(analyze(run, records), workload) : [];
    expect(cell).toMatchObject({ format: "podman-gzip", mbit: 10, rttMs: 0, emulated: false });
  });
});
