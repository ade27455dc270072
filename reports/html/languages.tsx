/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** Links to the same page in other languages. They lie in the same folder, so they work anywhere. */
import type { PageOfLanguage } from "../model.ts";
import { isTag, OWN_NAMES } from "../text/languages.ts";
import { languageTag, t } from "../text/message.ts";

export function LanguageSwitch({ pages = [] }: { readonly pages?: readonly PageOfLanguage[] }) {
  if (pages.length < 2) return null;
  return (
    <nav class="languages" aria-label={t("report-page.languages")}>
      <ul>
        {pages.map(({ tag, file }) => (
          <li key={tag}>
            {tag === languageTag() ? (
              <span aria-current="page">{nameOf(tag)}</span>
            ) : (
              <a href={file} lang={tag} hreflang={tag}>
                {nameOf(tag)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function nameOf(tag: string): string {
  return isTag(tag) ? OWN_NAMES[tag] : tag;
}
