/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The first page: all hosts, and what changed lately on any of them. */
import type { HostTrends } from "../../bench/stats/trends.ts";
import { FALSE_MARKS } from "../../bench/stats/trends.ts";
import { dayOf } from "../html/day.ts";
import { percent } from "../text/figures.ts";
import { t } from "../text/message.ts";
import { pageText } from "./layout.tsx";
import { MarkList } from "./marks.tsx";
import { hostPage, INDEX, pageName, type Site } from "./site.ts";
import { hostText } from "./words.ts";

export function indexPage(site: Site): string {
  return pageText(site, {
    name: INDEX,
    title: t("site.title"),
    body: (
      <>
        <section aria-labelledby="hosts">
          <h2 id="hosts">{t("site.hosts")}</h2>
          <p class="soft">{t("site.hosts-note")}</p>
          <ul class="cards hosts">
            {site.hosts.map((host) => (
              <li key={host.id}>
                <strong>
                  <a href={pageName(site, hostPage(host))}>{hostText(host.newest)}</a>
                </strong>
                <p>{runsText(host)}</p>
                <p>
                  {t("site.head-changes")}: {site.marks.filter((mark) => mark.host === host).length}
                </p>
                <HostNotes host={host} />
                <p class="soft">{t("site.host-id", { id: host.id })}</p>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="changes">
          <h2 id="changes">{t("site.changes")}</h2>
          <MarkList site={site} marks={site.marks} />
          <p class="soft">{errorText(site)}</p>
        </section>
      </>
    ),
  });
}

export function HostNotes({ host }: { readonly host: HostTrends }) {
  return (
    <>
      {host.madeUp ? <p class="note">{t("site.made-up")}</p> : null}
      {host.mixed ? <p class="note">{t("site.mixed")}</p> : null}
    </>
  );
}

export function runsText({ runs, newest }: HostTrends): string {
  return t("site.host-runs", {
    runs: runs.length,
    first: dayOf(runs[0]?.createdAt ?? ""),
    last: dayOf(newest.createdAt),
  });
}

export function errorText({ judged }: Site): string {
  return t("site.error", { error: percent(FALSE_MARKS), series: judged });
}
