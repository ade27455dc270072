/** What a report takes from a site: which runs, and their figures as the page shows them. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { analyze } from "../../bench/stats/analyze.ts";
import { earlierRuns, MOST_EARLIER } from "../../bench/stats/earlier-runs.ts";
import { digestRun, type RunDigest } from "../../bench/stats/run-digest.ts";
import { writeRun } from "../../bench/store.ts";
import { earlierIn, earlierLines } from "../../reports/html/client/earlier.ts";
import { chartData } from "../../reports/html/data.ts";
import { packed, unpacked } from "../../reports/html/packed.ts";
import { reportInput } from "../../reports/model.ts";
import { digits } from "../../reports/numbers.ts";
import { CALLS, scriptOf } from "../../reports/site/data.ts";
import { reportCommand } from "../../scripts/commands/report.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import { madeHistory } from "../self/made-history.ts";
import { temporaryFolder, written } from "../support.ts";

const EXAMPLE = { run: exampleRun(), records: exampleRecords() };

function digestsOf(runs: number): readonly RunDigest[] {
  return madeHistory(EXAMPLE, { runs, seed: 7 }).map(({ run, records }) =>
    digestRun(run, analyze(run, records), []),
  );
}

/** A run and those before it, oldest first. */
function history(runs: number) {
  const all = digestsOf(runs + 1);
  return { before: all.slice(0, -1), own: all.at(-1) as RunDigest };
}

function idsOf(own: RunDigest, others: readonly RunDigest[], target = "crun") {
  const { runs, cells } = earlierRuns(own, others);
  const cell = cells.find((one) => one.target === target && one.metric === "ready");
  return [...(cell?.figures.keys() ?? [])].map((place) => runs[place]?.runId);
}

const ids = (digests: readonly RunDigest[]) => digests.map(({ runId }) => runId);

describe("the earlier runs of a cell", () => {
  it("are those of its host before it, oldest first, with the figures that they had", () => {
    const { before, own } = history(3);
    expect(idsOf(own, before.toReversed())).toEqual(ids(before));
    const { cells } = earlierRuns(own, before);
    const row = ({ rows }: RunDigest) =>
      rows.find(({ target, metric }) => target === "crun" && metric === "ready")?.value;
    const cell = cells.find(({ target, metric }) => target === "crun" && metric === "ready");
    expect(cell?.own).toEqual(row(own));
    expect([...(cell?.figures.values() ?? [])]).toEqual(before.map(row));
  });

  it("are never the run itself, also where the site has another state of it, nor later ones", () => {
    const [first, second, third] = digestsOf(3) as [RunDigest, RunDigest, RunDigest];
    const again = { ...second, createdAt: first.createdAt };
    expect(idsOf(second, [first, again, third])).toEqual([first.runId]);
    expect(idsOf(first, [first, second, third])).toEqual([]);
  });

  it("are of no other host", () => {
    const { before, own } = history(3);
    const [first, ...rest] = before as [RunDigest, ...RunDigest[]];
    const elsewhere = { ...first, host: { ...first.host, CPU: "another CPU" } };
    expect(idsOf(own, [elsewhere, ...rest])).toEqual(ids(rest));
    const upgraded = { ...first, host: { ...first.host, kernel: "9.9" } };
    expect(idsOf(own, [upgraded, ...rest])).toEqual(ids(before));
  });

  it("have the same version and parameters, CPUs and memory", () => {
    const { before, own } = history(4);
    const [first, second, third, fourth] = before as [RunDigest, RunDigest, RunDigest, RunDigest];
    const sized = first.workloads.map((one) => ({ ...one, size: "0123456789ab" }));
    const others = [
      { ...first, workloads: sized },
      { ...second, memoryMiB: second.memoryMiB * 2 },
      { ...third, cpus: [0, 1, 2] },
    ];
    expect(idsOf(own, [...others, fourth])).toEqual([fourth.runId]);
  });

  it("were emulated if the cell was, and only then", () => {
    const { before, own } = history(2);
    const [first, second] = before as [RunDigest, RunDigest];
    const emulated = (run: RunDigest) => ({
      ...run,
      targets: run.targets.map((one) => (one.id === "crun" ? { ...one, emulated: true } : one)),
    });
    expect(idsOf(own, [emulated(first), second])).toEqual([second.runId]);
    expect(idsOf(emulated(own), [emulated(first), second])).toEqual([first.runId]);
    expect(idsOf(own, [emulated(first), second], "native")).toEqual(ids(before));
  });

  it("are the newest, and no run is named that no cell shows", () => {
    const { before, own } = history(MOST_EARLIER + 5);
    const newest = before.slice(-MOST_EARLIER);
    expect(idsOf(own, before)).toEqual(ids(newest));
    const { runs, cells } = earlierRuns(own, before);
    const shown = new Set(cells.flatMap(({ figures }) => [...figures.keys()]));
    expect([...shown].toSorted((a, b) => a - b)).toEqual(runs.map((_, place) => place));
    expect(runs.length).toBeLessThan(before.length);
    for (const { figures } of cells) expect(figures.size).toBeLessThanOrEqual(MOST_EARLIER);
  });

  it("are doubted where a boot came back", () => {
    const { before, own } = history(3);
    expect(earlierRuns(own, before).mixed).toBe(false);
    const [first] = before as [RunDigest];
    expect(earlierRuns({ ...own, bootId: first.bootId }, before).mixed).toBe(true);
  });
});

describe("figures in few characters", () => {
  it("are as they are shown", () => {
    const figures = [
      { median: 703_847.75, low: 695_380.5, high: 927_499.5 },
      undefined,
      { median: -12.3 },
      { median: 0, low: -0.123, high: 4.5e7 },
    ];
    const back = unpacked(packed(figures, 1000) ?? "");
    expect([...back.keys()]).toEqual([0, 2, 3]);
    for (const [place, figure] of back) {
      const given = figures[place];
      for (const end of ["median", "low", "high"] as const) {
        const was = given?.[end];
        expect(figure[end]).toBe(was === undefined ? undefined : Number(digits(was / 1000)));
      }
    }
  });

  it("take two characters or fewer each where runs are alike", () => {
    const alike = Array.from({ length: 20 }, (_, at) => ({
      median: 21_953_464 + at * 54_321,
      low: 21_344_754 + at * 54_321,
      high: 23_931_749 + at * 54_321,
    }));
    expect(packed(alike, 1e6)?.length).toBeLessThan(20 * (2 + 1 + 1) + 16);
  });

  it("begin with the first run that has one, and are nothing without any", () => {
    expect(packed([undefined, { median: 5 }], 1)?.startsWith("1 ")).toBe(true);
    expect(packed([undefined], 1)).toBeUndefined();
  });

  it("have no interval that does not hold the median", () => {
    const back = unpacked(packed([{ median: 5, low: 6, high: 7 }], 1) ?? "");
    expect([...back]).toEqual([[0, { median: 5 }]]);
  });

  it.each([62, 63, 64, 4094, 4095, 4096])("hold a range of %i steps", (range) => {
    const figures = [{ median: 0 }, { median: range, low: 0, high: 2 * range }];
    expect([...unpacked(packed(figures, 1) ?? "").values()]).toEqual(figures);
  });

  it("leave out what no axis could show", () => {
    const back = unpacked(
      packed([{ median: 1e300 }, { median: 5, low: -1e300, high: 6 }], 1) ?? "",
    );
    expect([...back]).toEqual([[1, { median: 5 }]]);
    expect(packed([{ median: 1e300 }], 1)).toBeUndefined();
  });
});

describe("the page's data", () => {
  function page(runs: number) {
    const { before, own } = history(runs);
    const { run, records } = madeHistory(EXAMPLE, { runs: runs + 1, seed: 7 }).at(-1) ?? EXAMPLE;
    return {
      before,
      own,
      data: chartData({ ...reportInput(run, records), earlier: earlierRuns(own, before) }),
    };
  }

  it("has a line for each run, and the page's own as the last, marked", () => {
    const { before, own, data } = page(2);
    const ready = data.distributions.find(({ key }) => key === "start.exec ready");
    if (ready === undefined || data.earlier === undefined) throw new Error("no history");
    const runs = earlierIn(ready, "crun", data.earlier);
    const lines = earlierLines(runs, ready, { thisRun: "HERE" });
    expect(lines.map(([name]) => name)).toEqual([...ids(before), `${own.runId} (HERE)`]);
    expect(lines.map(([, day]) => day)).toEqual(["2026-01-02", "2026-01-03", "2026-01-04"]);
    const shown = own.rows.find(({ target, metric }) => target === "crun" && metric === "ready");
    expect(lines.at(-1)?.[2]).toBe(
      `${digits((shown?.value.median ?? 0) / ready.factor)} ${ready.unit}`,
    );
    expect(earlierIn(ready, "nobody", data.earlier)).toEqual([]);
  });

  it("is what it was where no history was asked for", () => {
    const { data } = page(2);
    const { earlier: _, ...rest } = data;
    const plain = chartData(reportInput(...([exampleRun(), exampleRecords()] as const)));
    expect(Object.keys(rest)).toEqual(Object.keys(plain));
    expect(JSON.stringify(plain)).not.toContain('"past"');
  });
});

describe("isotax report --history", () => {
  let stderr: string[];
  beforeEach(() => {
    [, stderr] = [written(process.stdout), written(process.stderr)];
  });
  afterEach(() => vi.restoreAllMocks());

  /** A folder of runs and a site of it; the newest run lies elsewhere too. */
  async function site(runs: number) {
    const [folder, out] = [temporaryFolder(), join(temporaryFolder(), "site")];
    const all = madeHistory(EXAMPLE, { runs, seed: 3 });
    const folders = all.map(({ run }) => join(folder, run.runId));
    mkdirSync(join(out, "data/runs"), { recursive: true });
    for (const [at, { run, records }] of all.entries()) {
      writeRun(folders[at] as string, run, records);
      // Runs without all of their records are in no site that isotax makes.
      const digest = digestRun(run, analyze(run, records), []);
      writeFileSync(join(out, "data/runs", `${run.runId}.js`), scriptOf(CALLS.run, digest));
    }
    const known = all.map(({ run: { runId } }) => ({ runId, stamp: "", sha256: "0".repeat(64) }));
    const built = { site: 1, runs: known, files: [] };
    writeFileSync(join(out, "data/built.json"), JSON.stringify(built));
    const newest = folders.at(-1) as string;
    return { folder, out, newest, page: () => readFileSync(join(newest, "report.html"), "utf8") };
  }

  const asked = (history?: string) => ({
    json: false,
    ...(history === undefined ? {} : { history }),
  });

  it("adds runs of the site to the page, and nothing without it", async () => {
    const { out, newest, page } = await site(3);
    await reportCommand(newest, asked());
    const plain = page();
    expect(plain).toContain("--history SITE");
    await reportCommand(newest, asked(out));
    expect(page()).toContain('"made-20260102-0","2026-01-02"');
    expect(page()).not.toContain("--history SITE");
    await reportCommand(newest, asked());
    expect(page()).toBe(plain);
  });

  it("believes nothing that is damaged or of another run, and counts it", async () => {
    const { out, newest, page } = await site(4);
    const data = (at: number) => join(out, "data/runs", `made-2026010${2 + at}-${at}.js`);
    writeFileSync(data(0), readFileSync(data(1)));
    writeFileSync(data(1), readFileSync(data(1), "utf8").replace('"rows":[', '"rows":[{},'));
    await reportCommand(newest, asked(out));
    expect(stderr.join("")).toContain("2 runs of the site cannot be read");
    expect(page()).toContain('"made-20260104-2"');
    expect(page()).not.toContain('"made-20260102-0"');
  });

  it("lets nothing of a site become markup", async () => {
    const { out, newest, page } = await site(2);
    const file = join(out, "data/runs", "made-20260102-0.js");
    const hostile = "2026-01-02T03:04:05.000Z</script><img src=x>";
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace(
        '"createdAt":"2026-01-02T03:04:05.000Z"',
        `"createdAt":${JSON.stringify(hostile)}`,
      ),
    );
    await reportCommand(newest, asked(out));
    expect(stderr.join("")).toContain("1 run of the site cannot be read");
    expect(page()).not.toContain("<img src=x");
  });

  it("refuses what is no site, and says how to make one of a folder of runs", async () => {
    const { folder, newest } = await site(1);
    const made = expect.objectContaining({ code: "site.make-one", values: { folder } });
    await expect(reportCommand(newest, asked(folder))).rejects.toMatchObject({
      code: "NO_SITE",
      remedy: made,
    });
    await expect(reportCommand(newest, asked(join(folder, "nowhere")))).rejects.toMatchObject({
      code: "NO_SITE",
    });
  });

  it("refuses a site of another version", async () => {
    const { out, newest } = await site(1);
    writeFileSync(join(out, "data/built.json"), '{"site":0,"runs":[],"files":[]}');
    await expect(reportCommand(newest, asked(out))).rejects.toMatchObject({
      code: "NO_SITE",
      remedy: { code: "site.make-again" },
    });
  });
});
