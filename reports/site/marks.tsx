/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Lasting changes, with what else changed there. */
import { keyOf } from "../../bench/messages.ts";
import { t } from "../text/message.ts";
import { anchorOf, type Mark, pageName, type Site, trendPage } from "./site.ts";
import { changeText, markText } from "./words.ts";

/** So many of what changed are shown at once. */
const MOST = 12;

/** Changes that began with the same run share what changed there. */
export function MarkList({
  site,
  marks,
}: {
  readonly site: Site;
  readonly marks: readonly Mark[];
}) {
  if (marks.length === 0) return <p>{t("site.changes-none")}</p>;
  return (
    <ul class="marks">
      {grouped(marks).map((group, at) => (
        <li key={at}>
          {group.map((mark) => (
            <p key={markText(mark)}>
              <span
                class={mark.shift.kind === "step" ? "mark-step" : "mark-creep"}
                aria-hidden="true"
              />{" "}
              <a href={markLink(site, mark)}>{markText(mark)}</a>
            </p>
          ))}
          <There mark={group[0] as Mark} />
        </li>
      ))}
    </ul>
  );
}

export function There({ mark }: { readonly mark: Mark }) {
  const { there } = mark;
  if (there.length === 0) return <p class="soft">{t("site.there-nothing")}</p>;
  return (
    <div class="soft">
      {t("site.there")}
      <ul>
        {there.slice(0, MOST).map((change) => (
          <li key={changeText(change)}>{changeText(change)}</li>
        ))}
        {there.length > MOST ? (
          <li>{t("site.there-more", { count: there.length - MOST })}</li>
        ) : null}
      </ul>
    </div>
  );
}

export function markLink(site: Site, { host, trend }: Mark): string {
  const all = host.trends.filter(({ workload }) => workload === trend.workload);
  return `${pageName(site, trendPage(host, trend.workload))}#${anchorOf(trend, all)}`;
}

function grouped(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const groups = new Map<string, Mark[]>();
  for (const mark of marks) {
    const { shift, host, to, there } = mark;
    const about = there.map(({ field, before, after, run }) =>
      [field, before, after, run.runId].map((one) => keyOf(one)),
    );
    const key = JSON.stringify([host.id, to.run.runId, shift.kind, about]);
    groups.set(key, [...(groups.get(key) ?? []), mark]);
  }
  return [...groups.values()];
}
