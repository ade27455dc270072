/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** What all pages of a site have in common. Style and script are files beside them, and no server is asked. */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { dayOf } from "../html/day.ts";
import { LanguageSwitch } from "../html/languages.tsx";
import { languageTag, t } from "../text/message.ts";
import { COMPARE, INDEX, pageName, type Site } from "./site.ts";

/** Chromium takes files from disk as 'self'. Nothing from elsewhere is loaded. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export interface PageContents {
  /** Its name without ending and language. */
  readonly name: string;
  readonly title: string;
  /** Below the heading. */
  readonly about?: ComponentChildren;
  readonly body: ComponentChildren;
  /** Data for the script, which stands in the page. */
  readonly data?: unknown;
}

export function pageText(site: Site, { name, title, about, body, data }: PageContents): string {
  const page = (
    <html lang={languageTag()}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href="site.css" />
        <link
          rel="alternate"
          type="application/atom+xml"
          href="feed.xml"
          title={t("site.feed-title")}
        />
      </head>
      <body>
        <a class="skip" href="#main">
          {t("site.skip")}
        </a>
        <Bar site={site} name={name} />
        <header>
          <h1>{title}</h1>
          {about}
        </header>
        <main id="main">{body}</main>
        <footer class="soft">{t("site.footer", { day: dayOf(site.newest.createdAt) })}</footer>
        {data === undefined ? null : (
          <script
            type="application/json"
            id="page-data"
            // JSON without `<`, so no tag can begin in it.
            dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll("<", "\\u003c") }}
          />
        )}
        <script src="site.js" />
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}

function Bar({ site, name }: { readonly site: Site; readonly name: string }) {
  const links = [
    [pageName(site, INDEX), t("site.home"), name === INDEX],
    [pageName(site, COMPARE), t("site.compare"), name === COMPARE],
    ["feed.xml", t("site.feed"), false],
  ] as const;
  return (
    <div class="bar">
      <nav aria-label={t("site.pages")}>
        <ul>
          {links.map(([href, text, here]) => (
            <li key={href}>
              <a href={href} aria-current={here ? "page" : undefined}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <LanguageSwitch pages={site.tags.map((tag) => ({ tag, file: pageName(site, name, tag) }))} />
      <button type="button" id="theme">
        {t("report-page.theme")}
      </button>
    </div>
  );
}
