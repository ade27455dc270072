/** `isotax site`: what it reads, what it writes, what it refuses. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { verbatim } from "../../bench/messages.ts";
import { writeRun } from "../../bench/store.ts";
import { roundsOf } from "../../bench/subjects.ts";
import { siteCommand } from "../../scripts/commands/site.ts";
import { exampleRecords, exampleRun } from "../golden/example.ts";
import type { Made } from "../made-runs.ts";
import { madeHistory } from "../self/made-history.ts";
import { temporaryFolder, written } from "../support.ts";

let stdout: string[];
let stderr: string[];
beforeEach(() => {
  [stdout, stderr] = [written(process.stdout), written(process.stderr)];
});
afterEach(() => vi.restoreAllMocks());

/** The example with all that is missing in it: a run that lost records does not count. */
function wholeExample(): Made {
  const run = exampleRun();
  const records = exampleRecords();
  const [like] = records;
  if (like === undefined) throw new Error("the example has no records");
  for (const plan of run.workloads) {
    const workload = plan.id;
    for (const { id: target } of run.targets) {
      const own = records.filter((one) => one.target === target && one.workload === workload);
      if (own.some(({ outcome }) => outcome.status === "unavailable")) continue;
      for (let round = own.length + 1; round <= roundsOf(plan, run); round++) {
        const reason = verbatim("not asked");
        const outcome = { status: "unavailable" as const, reason, remedy: reason };
        const position = records.length;
        records.push({ ...like, subject: target, target, workload, round, position, outcome });
        if (own.length === 0) break;
      }
    }
  }
  return { run, records };
}

const EXAMPLE = wholeExample();

/** A folder of runs, each in its own folder, and a folder for the site. */
function madeRuns(runs: number, seed = 1) {
  const [folder, out] = [temporaryFolder(), join(temporaryFolder(), "site")];
  const all = madeHistory(EXAMPLE, { runs, seed });
  const add = (at: number) => {
    const { run, records } = all[at] as (typeof all)[number];
    writeRun(join(folder, run.runId), run, records);
    return run.runId;
  };
  return { folder, out, all, add };
}

/** Its exit code, and what it tells. */
async function siteJson(folders: readonly string[], out: string) {
  stdout.length = 0;
  const code = await siteCommand(folders, { out, json: true });
  const told = JSON.parse(stdout.join("")) as {
    runs: number;
    read: number;
    hosts: number;
    leftOut: { folder: string; why: string; broken: boolean }[];
  };
  return { code, ...told };
}

describe("a site", () => {
  it("reads a run once, and reads no other when one is added", async () => {
    const { folder, out, add } = madeRuns(4);
    const ids = [add(0), add(1), add(2)];
    expect(await siteJson([folder], out)).toMatchObject({ code: 0, runs: 3, read: 3, hosts: 1 });
    expect(await siteJson([folder], out)).toMatchObject({ runs: 3, read: 0 });
    ids.push(add(3));
    expect(await siteJson([folder], out)).toMatchObject({ runs: 4, read: 1 });
    expect(readdirSync(join(out, "data/runs")).toSorted()).toEqual(
      ids.map((id) => `${id}.js`).toSorted(),
    );
  });

  it("leaves a file alone that would be the same, and mends one that was changed", async () => {
    const { folder, out, add } = madeRuns(2);
    add(0);
    await siteJson([folder], out);
    const [same, changed] = ["site.css", "compare.html"].map((name) => join(out, name)) as [
      string,
      string,
    ];
    const whole = readFileSync(changed, "utf8");
    for (const file of [same, changed]) utimesSync(file, 1000, 1000);
    writeFileSync(changed, whole.replace("<html", "<HTML"));
    await siteJson([folder], out);
    expect(statSync(same).mtimeMs).toBe(1_000_000);
    expect(readFileSync(changed, "utf8")).toBe(whole);
  });

  it("is the same, whether it was built at once or run by run", async () => {
    const { folder, out, add } = madeRuns(3);
    add(0);
    await siteJson([folder], out);
    add(1);
    await siteJson([folder], out);
    add(2);
    await siteJson([folder], out);
    const anew = join(temporaryFolder(), "anew");
    await siteJson([folder], anew);
    const names = readdirSync(anew, { recursive: true, encoding: "utf8" }).toSorted();
    expect(readdirSync(out, { recursive: true, encoding: "utf8" }).toSorted()).toEqual(names);
    for (const name of names.filter((one) => /\.(html|js|xml|svg|css)$/.test(one))) {
      expect(readFileSync(join(out, name), "utf8"), name).toBe(
        readFileSync(join(anew, name), "utf8"),
      );
    }
  });

  it("knows a run by its contents where its times are others, and reads a changed one again", async () => {
    const { folder, out, add } = madeRuns(2);
    const id = add(0);
    add(1);
    await siteJson([folder], out);
    const file = join(folder, id, "records.ndjson");
    utimesSync(file, 1, 1);
    expect(await siteJson([folder], out)).toMatchObject({ read: 0 });
    writeFileSync(
      file,
      readFileSync(file, "utf8").replace('"channelNs":[50000]', '"channelNs":[50001]'),
    );
    expect(await siteJson([folder], out)).toMatchObject({ read: 1, runs: 2 });
  });

  it("forgets a run that is gone, with its files, and touches nothing else", async () => {
    const { folder, out, add } = madeRuns(2);
    const [first] = [add(0), add(1)];
    await siteJson([folder], out);
    writeFileSync(join(out, "mine.txt"), "mine");
    const only = join(folder, first);
    expect(await siteJson([only], out)).toMatchObject({ runs: 1, read: 0 });
    expect(readdirSync(join(out, "data/runs"))).toEqual([`${first}.js`]);
    expect(readFileSync(join(out, "mine.txt"), "utf8")).toBe("mine");
  });

  it("removes nothing outside, whatever its own list says", async () => {
    const { folder, out, add } = madeRuns(1);
    add(0);
    await siteJson([folder], out);
    const elsewhere = temporaryFolder();
    writeFileSync(join(elsewhere, "x.js"), "x");
    const list = join(out, "data/built.json");
    const built = JSON.parse(readFileSync(list, "utf8")) as { files: string[] };
    // A name that leads out: the whole list is not believed.
    writeFileSync(list, JSON.stringify({ ...built, files: ["../x.html", ...built.files] }));
    expect(await siteJson([folder], out)).toMatchObject({ read: 1 });
    // A link in the place of a folder.
    symlinkSync(elsewhere, join(out, "data/linked"));
    writeFileSync(list, JSON.stringify({ ...built, files: ["data/linked/x.js"] }));
    await siteJson([folder], out);
    expect(existsSync(join(elsewhere, "x.js"))).toBe(true);
  });

  it("believes no digest that is damaged or of another run", async () => {
    const { folder, out, add } = madeRuns(2);
    const [first, second] = [add(0), add(1)];
    await siteJson([folder], out);
    const data = (id: string) => join(out, "data/runs", `${id}.js`);
    writeFileSync(data(first), "isotaxRun({});\n");
    expect(await siteJson([folder], out)).toMatchObject({ read: 1, runs: 2 });
    writeFileSync(data(first), readFileSync(data(second)));
    expect(await siteJson([folder], out)).toMatchObject({ read: 1, runs: 2 });
  });

  it("leaves out what it cannot read, names it, and ends with 2; the rest is there", async () => {
    const { folder, out, add } = madeRuns(2);
    const [broken] = [add(0), add(1)];
    appendFileSync(join(folder, broken, "records.ndjson"), "nonsense\n");
    const told = await siteJson([folder], out);
    expect(told).toMatchObject({ code: 2, runs: 1, leftOut: [{ broken: true }] });
    expect(stderr.join("")).toContain(broken);
    expect(existsSync(join(out, "index.html"))).toBe(true);
  });

  it("leaves out a run that is not complete, which is no error", async () => {
    const { folder, out, add } = madeRuns(2);
    const [running] = [add(0), add(1)];
    const file = join(folder, running, "run.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"complete"', '"interrupted"'));
    expect(await siteJson([folder], out)).toMatchObject({
      code: 0,
      runs: 1,
      leftOut: [{ broken: false }],
    });
  });

  it("counts a copy of a run once, and refuses another run of the same id", async () => {
    const { folder, out, all, add } = madeRuns(2);
    add(0);
    const { run, records } = all[0] as (typeof all)[number];
    const copy = join(temporaryFolder(), "copy");
    writeRun(copy, run, records);
    expect(await siteJson([folder, copy], out)).toMatchObject({ code: 0, runs: 1 });
    const other = join(temporaryFolder(), "other");
    writeRun(other, { ...run, seed: run.seed + 1 }, records);
    expect(await siteJson([folder, other], out)).toMatchObject({ code: 2, runs: 1 });
  });

  it("refuses a folder that is not its own, and folders without a run", async () => {
    const { folder, out, add } = madeRuns(1);
    add(0);
    await expect(siteCommand([folder], { out: folder, json: false })).rejects.toMatchObject({
      code: "SITE_NOT_OURS",
    });
    await expect(siteCommand([temporaryFolder()], { out, json: false })).rejects.toMatchObject({
      code: "NO_RUNS",
    });
    const nowhere = join(folder, "nowhere");
    await expect(siteCommand([nowhere], { out, json: false })).rejects.toMatchObject({
      code: "NO_FOLDER",
    });
    mkdirSync(join(out, ".."), { recursive: true });
    expect(existsSync(out)).toBe(false);
  });
});

describe("its pages", () => {
  async function pages() {
    const { folder, out, add } = madeRuns(3);
    for (const at of [0, 1, 2]) add(at);
    await siteCommand([folder], { out, url: "https://example.org/perf/", json: false });
    const names = readdirSync(out).filter((name) => name.endsWith(".html"));
    return {
      out,
      pages: names.map((name) => ({ name, text: readFileSync(join(out, name), "utf8") })),
    };
  }

  it("link only to what is there, have unique ids, a language, one main and one first heading", async () => {
    const { out, pages: all } = await pages();
    expect(all.length).toBeGreaterThan(4);
    const idsIn = (text: string) => [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    for (const { name, text } of all) {
      expect(text, name).toContain('<html lang="en">');
      expect(text.match(/<main/g), name).toHaveLength(1);
      expect(text.match(/<h1/g), name).toHaveLength(1);
      expect(new Set(idsIn(text)).size, name).toBe(idsIn(text).length);
      const links = [...text.matchAll(/ (?:href|src)="([^"]*)"/g)].map(
        ([, link]) => link as string,
      );
      expect(links.length).toBeGreaterThan(5);
      for (const link of links) {
        const [file = "", place = ""] = link.split("#");
        if (file !== "") expect(existsSync(join(out, file)), `${name}: ${link}`).toBe(true);
        if (place === "" || place.includes("=")) continue;
        const there = file === "" ? text : readFileSync(join(out, file), "utf8");
        expect(idsIn(there), `${name}: ${link}`).toContain(place);
      }
    }
  });

  it("let nothing of a run become markup", async () => {
    const { out, pages: all } = await pages();
    for (const { name, text } of all) {
      expect(text, name).not.toMatch(/<img src=x|onerror="/);
      expect((text.match(/<script/g) ?? []).length, name).toBeLessThanOrEqual(2);
    }
    for (const name of readdirSync(join(out, "data/runs"))) {
      expect(readFileSync(join(out, "data/runs", name), "utf8")).not.toContain("<");
    }
  });

  it("have a feed with absolute links and ids of its own, and badges that say what was emulated", async () => {
    const { out } = await pages();
    const feed = readFileSync(join(out, "feed.xml"), "utf8");
    expect(feed).toContain('xml:base="https://example.org/perf/"');
    const ids = [...feed.matchAll(/<id>(.*?)<\/id>/g)].map(([, id]) => id);
    expect(ids.length).toBe(1 + 3);
    expect(new Set(ids).size).toBe(ids.length);
    const badges = readdirSync(out).filter((name) => name.startsWith("badge-"));
    const texts = badges.map((name) => readFileSync(join(out, name), "utf8"));
    expect(badges.some((name) => name.includes("crun"))).toBe(true);
    for (const text of texts) {
      expect(/qemu/.test(text)).toBe(/emulated/.test(text));
    }
  });
});
