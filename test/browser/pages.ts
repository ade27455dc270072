/** Pages that every test of accessibility looks at. A new page is one more entry. */
import { join } from "node:path";
import { judgeRun } from "../../bench/campaign/gate/judge.ts";
import { readRun } from "../../bench/read-run.ts";
import { analyzed } from "../../bench/stats/cells.ts";
import { earlierRuns } from "../../bench/stats/earlier-runs.ts";
import { digestRun } from "../../bench/stats/run-digest.ts";
import { trendsOf } from "../../bench/stats/trends.ts";
import { needs, openings } from "../../reports/gate/describe.ts";
import { gatePage } from "../../reports/html/gate/page.tsx";
import { htmlReport } from "../../reports/html/report.tsx";
import { reportInput } from "../../reports/model.ts";
import { siteFiles } from "../../reports/site/files.ts";
import { siteOf } from "../../reports/site/site.ts";
import { loadLanguage, type Tag } from "../../reports/text/languages.ts";
import { speaking } from "../../reports/text/message.ts";
import { exampleJudgement } from "../golden/example-judgement.ts";
import { LINKS, madeDeliveries } from "../made-deliveries.ts";
import { madeHistory } from "../self/made-history.ts";
import { ROOT } from "../support.ts";

/** A page, and what lies beside it. */
export interface PageFile {
  readonly file: string;
  readonly text: string;
}

export interface TestedPage {
  readonly name: string;
  /** Where in the page it is opened. */
  readonly at?: string;
  /** The page itself comes first. */
  files(): Promise<readonly PageFile[]>;
}

export const PAGES: readonly TestedPage[] = [
  { name: "reference", files: () => report(".") },
  { name: "ladder", files: () => report("ladder") },
  { name: "catalogue", files: () => report("catalogue") },
  { name: "reference, in Korean", files: () => report(".", "ko") },
  { name: "deliveries", files: deliveries },
  { name: "reference, with a history", files: history, at: "#rounds/start.exec%20ready/crun" },
  {
    name: "gate",
    files: async () => alone(await gatePage.render({ judgement: exampleJudgement() })),
  },
  { name: "comparison", files: comparison },
  { name: "site", files: () => site(/^index\.html$/) },
  { name: "site's host", files: () => site(/^host-.*\.html$/) },
  { name: "site's trends", files: () => site(/^trend-.*start\.exec\.html$/) },
  { name: "site's comparison", files: () => site(/^compare\.html$/) },
];

function alone(text: string): readonly PageFile[] {
  return [{ file: "page.html", text }];
}

async function report(folder: string, tag: Tag = "en"): Promise<readonly PageFile[]> {
  const { run, records } = readRun(join(ROOT, "results/reference", folder));
  const pages = [
    { tag, file: "report.html" },
    { tag: tag === "en" ? "ko" : "en", file: "report.other.html" },
  ];
  const language = await loadLanguage(tag);
  return alone(
    await speaking(language, async () =>
      htmlReport.render({ ...reportInput(run, records), pages }),
    ),
  );
}

/** Over links of every kind, in containers and in machines that are emulated. */
async function deliveries(): Promise<readonly PageFile[]> {
  const { run, records } = madeDeliveries({ links: LINKS });
  return alone(await htmlReport.render(reportInput(run, records)));
}

/** The newest of many runs, with those before it. */
async function history(): Promise<readonly PageFile[]> {
  const runs = madeHistory(readRun(join(ROOT, "results/reference")), { runs: RUNS, seed: 1 });
  const digests = runs.map(({ run, records }) => digestRun(run, analyzed(run, records), []));
  const newest = runs.at(-1) as (typeof runs)[number];
  const earlier = earlierRuns(digests.at(-1) as (typeof digests)[number], digests);
  if (earlier.runs.length === 0) throw new Error("a history without a run shows too little");
  const input = { ...reportInput(newest.run, newest.records), earlier };
  return alone(await htmlReport.render(input));
}

async function comparison(): Promise<readonly PageFile[]> {
  const { run, records } = readRun(join(ROOT, "results/reference"));
  const judgement = judgeRun(run, records, { base: "crun", head: "docker", rules: [] });
  const compared = {
    openings: () => openings(judgement),
    needs: () => needs(judgement, "isotax gate crun docker"),
  };
  return alone(await gatePage.render({ judgement, compared }));
}

const RUNS = 24;
let made: Promise<readonly PageFile[]> | undefined;

/** The first page with such a name, in a site over a history that has a step. */
async function site(name: RegExp): Promise<readonly PageFile[]> {
  made ??= madeSite();
  const files = await made;
  const page = files.find(({ file }) => name.test(file));
  if (page === undefined) throw new Error(`no page like ${name}: ${files.map(({ file }) => file)}`);
  return [page, ...files.filter((file) => file !== page)];
}

async function madeSite(): Promise<readonly PageFile[]> {
  const slower = { workload: "start.exec", metric: "ready", target: "crun" };
  const history = madeHistory(readRun(join(ROOT, "results/reference")), {
    runs: RUNS,
    seed: 1,
    changes: [{ ...slower, factor: (at) => (at < RUNS / 2 ? 1 : 2) }],
  });
  const digests = history.map(({ run, records }) => digestRun(run, analyzed(run, records), []));
  const whole = siteOf(trendsOf(digests), { tags: ["en"] });
  if (whole.marks.length === 0) throw new Error("a site without a mark shows too little");
  return siteFiles(whole, []);
}
