/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A host: its changes, its workloads, what its newest run says of claims, and its runs. */
import type { HostTrends } from "../../bench/stats/trends.ts";
import { wordOfVerdict } from "../claims.ts";
import { printable } from "../format.ts";
import { hostFacts } from "../host-words.ts";
import { dayOf } from "../html/day.ts";
import { TextTable } from "../html/parts/text-table.tsx";
import { t, textOf, wordsOf } from "../text/message.ts";
import { badgesOf } from "./badge.ts";
import { errorText, HostNotes, runsText } from "./index-page.tsx";
import { pageText } from "./layout.tsx";
import { MarkList } from "./marks.tsx";
import {
  badgeFile,
  compareLink,
  hostPage,
  pageName,
  type Site,
  trendPage,
  workloadsOf,
} from "./site.ts";
import { hostText } from "./words.ts";

export function hostPageText(site: Site, host: HostTrends): string {
  const marks = site.marks.filter((mark) => mark.host === host);
  return pageText(site, {
    name: hostPage(host),
    title: hostText(host.newest),
    about: (
      <>
        <p class="soft">
          {t("site.host-id", { id: host.id })} · {runsText(host)}
        </p>
        <HostNotes host={host} />
      </>
    ),
    body: (
      <>
        <section aria-labelledby="changes">
          <h2 id="changes">{t("site.changes")}</h2>
          <MarkList site={site} marks={marks} />
          <p class="soft">{errorText(site)}</p>
        </section>
        <section aria-labelledby="trends">
          <h2 id="trends">{t("site.trends")}</h2>
          <p class="soft">{t("site.trends-note")}</p>
          <TextTable
            head={[t("site.head-workload"), t("site.head-series"), t("site.head-changes")]}
            lines={workloadsOf(host).map((workload) => [
              <a key="link" href={pageName(site, trendPage(host, workload))}>
                {printable(workload)}
              </a>,
              host.trends.filter((trend) => trend.workload === workload).length,
              marks.filter(({ trend }) => trend.workload === workload).length,
            ])}
          />
        </section>
        <Claims host={host} />
        <Badges host={host} />
        <Runs site={site} host={host} />
        <section aria-labelledby="facts">
          <h2 id="facts">{t("site.facts")}</h2>
          <TextTable
            head={[t("site.head-fact"), t("site.head-value")]}
            lines={hostFacts(host.newest.host).map(([name, fact]) => [
              wordsOf("fact", name, printable(name)),
              printable(fact),
            ])}
          />
        </section>
      </>
    ),
  });
}

function Claims({ host: { newest } }: { readonly host: HostTrends }) {
  return (
    <section aria-labelledby="claims">
      <h2 id="claims">{t("site.claims", { run: newest.runId, day: dayOf(newest.createdAt) })}</h2>
      {newest.claims.length === 0 ? (
        <p>{t("site.claims-none")}</p>
      ) : (
        <ul>
          {newest.claims.map(({ id, says, verdict, figures }) => (
            <li key={id}>
              <strong>{printable(id)}</strong> {printable(says)}:{" "}
              <strong>{wordOfVerdict(verdict)}</strong>
              {figures.length === 0 ? "" : ` (${figures.map((one) => textOf(one)).join(", ")})`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Badges({ host }: { readonly host: HostTrends }) {
  const badges = badgesOf(host);
  if (badges.length === 0) return null;
  return (
    <section aria-labelledby="badges">
      <h2 id="badges">{t("site.badge")}</h2>
      <p class="badges">
        {badges.map(({ target, label, figure }) => (
          <a key={target} href={badgeFile(host, target)}>
            <img src={badgeFile(host, target)} alt={`${label}: ${figure}`} height="20" />
          </a>
        ))}
      </p>
    </section>
  );
}

function Runs({ site, host }: { readonly site: Site; readonly host: HostTrends }) {
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">{t("site.runs")}</h2>
      <TextTable
        head={[
          t("site.head-run"),
          t("site.head-day"),
          t("site.head-isotax"),
          t("site.head-kernel"),
          t("site.head-rounds"),
          t("site.head-compare"),
        ]}
        lines={host.runs
          .map(({ runId, createdAt, isotax, host: facts, rounds }, at) => {
            const before = host.runs[at - 1];
            return [
              <span key="id" id={`run-${runId}`}>
                {runId}
              </span>,
              dayOf(createdAt),
              printable(isotax),
              printable(facts["kernel"] ?? ""),
              rounds,
              before === undefined ? (
                ""
              ) : (
                <a key="compare" href={compareLink(site, before.runId, runId)}>
                  {t("site.against-before")}
                </a>
              ),
            ];
          })
          .reverse()}
      />
    </section>
  );
}
