/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** A workload on a host: a chart for each target. Emulated targets stand apart. */
import type { HostTrends, Trend } from "../../bench/stats/trends.ts";
import { printable } from "../format.ts";
import { dayOf } from "../html/day.ts";
import { TextTable } from "../html/parts/text-table.tsx";
import { t, textOf } from "../text/message.ts";
import { HostNotes, runsText } from "./index-page.tsx";
import { pageText } from "./layout.tsx";
import { There } from "./marks.tsx";
import {
  anchorOf,
  hostPage,
  type Mark,
  pageName,
  type Site,
  trendData,
  trendPage,
} from "./site.ts";
import { axisText, newestText, rangeText, TrendChart } from "./trend-chart.tsx";
import { FOLLOWED, hostText, markText, targetText, valueText } from "./words.ts";

export function trendPageText(site: Site, host: HostTrends, workload: string): string {
  const trends = host.trends.filter((trend) => trend.workload === workload);
  const shared = { site, host, all: trends };
  const emulated = trends.filter((trend) => trend.emulated);
  return pageText(site, {
    name: trendPage(host, workload),
    title: t("site.trend-of", { workload: printable(workload) }),
    about: (
      <>
        <p class="soft">
          <a href={pageName(site, hostPage(host))}>{hostText(host.newest)}</a> · {runsText(host)}
        </p>
        <HostNotes host={host} />
        <p class="soft">{t("site.legend")}</p>
      </>
    ),
    body: (
      <>
        <Metrics {...shared} trends={trends.filter((trend) => !trend.emulated)} />
        {emulated.length === 0 ? null : (
          <>
            <p class="note">{t("site.emulated-note")}</p>
            <Metrics {...shared} trends={emulated} />
          </>
        )}
      </>
    ),
    data: {
      file: trendData(host, workload),
      words: {
        head: [
          t("site.head-run"),
          t("site.head-day"),
          t("site.head-value"),
          t("site.head-interval"),
        ],
        missing: t("site.compare-missing"),
      },
    },
  });
}

interface Shared {
  readonly site: Site;
  readonly host: HostTrends;
  readonly all: readonly Trend[];
}

function Metrics({ trends, ...shared }: Shared & { readonly trends: readonly Trend[] }) {
  const metrics = [...new Set(trends.map(({ metric }) => metric))];
  return metrics.map((metric) => {
    const own = trends.filter((trend) => trend.metric === metric);
    const anchor = `metric-${anchorOf(own[0] as Trend, shared.all)}`;
    const emulated = own.every((trend) => trend.emulated);
    return (
      <section key={metric} aria-labelledby={anchor}>
        <h2 id={anchor}>{emulated ? t("site.emulated-metric", { metric }) : printable(metric)}</h2>
        <div class="trends">
          {own.map((trend) => (
            <OneTrend key={anchorOf(trend, shared.all)} trend={trend} {...shared} />
          ))}
        </div>
      </section>
    );
  });
}

function OneTrend({ trend, site, host, all }: Shared & { readonly trend: Trend }) {
  const id = anchorOf(trend, all);
  const marks = site.marks.filter((mark) => mark.host === host && mark.trend === trend);
  const several = all.filter(
    ({ target, metric, emulated }) =>
      target === trend.target && metric === trend.metric && emulated === trend.emulated,
  );
  return (
    <figure id={id}>
      <h3>
        <a href={`#${id}`}>{printable(targetText(trend))}</a>
        {several.length > 1 ? ` (${t("site.size", { size: trend.size })})` : ""}
      </h3>
      <TrendChart id={`chart-${id}`} trend={trend} marks={marks} />
      <figcaption>
        {textOf(FOLLOWED[trend.followed])}; {axisText(trend)}; {newestText(trend)}.
      </figcaption>
      {marks.map((mark) => (
        <div key={mark.shift.to} class="marked">
          <p>
            <span
              class={mark.shift.kind === "step" ? "mark-step" : "mark-creep"}
              aria-hidden="true"
            />{" "}
            {markText(mark)}.
          </p>
          <There mark={mark} />
        </div>
      ))}
      <Levels trend={trend} marks={marks} />
      <details class="figures all-runs" data-series={id}>
        <summary>{t("site.all-runs")}</summary>
        <div class="scroll" />
      </details>
    </figure>
  );
}

/** The level of each stretch between changes. */
function Levels({ trend, marks }: { readonly trend: Trend; readonly marks: readonly Mark[] }) {
  const begins = [0, ...marks.map(({ shift }) => shift.to)];
  const ends = [...marks.map(({ shift }) => shift.from + 1), trend.points.length];
  return (
    <details class="figures">
      <summary>{t("site.levels")}</summary>
      <TextTable
        head={[
          t("site.head-since"),
          t("site.head-level"),
          t("site.head-band"),
          t("site.head-runs"),
        ]}
        lines={begins.flatMap((begin, at) => {
          const point = trend.points[begin];
          if (point === undefined) return [];
          const { level, run } = point;
          return [
            [
              dayOf(run.createdAt),
              valueText(trend, level.usual),
              rangeText(trend, level.low, level.high),
              (ends[at] as number) - begin,
            ],
          ];
        })}
      />
    </details>
  );
}
