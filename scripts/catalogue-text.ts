/** The catalogue as Markdown: the list in docs/targets.md, and docs/workloads.md in full. */
import type { Experiment } from "../bench/types.ts";
import { textOf } from "../reports/text/message.ts";
import type { Recipe } from "../runners/instance/recipe.ts";
import type { Variants } from "../runners/registry.ts";

/** The input of the list of targets. */
export interface TargetCatalogue {
  readonly recipes: readonly Recipe[];
  readonly variants: ReadonlyMap<string, Variants>;
  /** Ids of the targets that were never run on the real tool. */
  readonly untried: ReadonlySet<string>;
}

/**
 * Replaces the list of targets in a page, from the bottom of the ladder to the top. Errors: the
 * page lacks the marks of the list.
 */
export function withTargetList(
  page: string,
  { recipes, variants, untried }: TargetCatalogue,
): string {
  const targetRows = recipes.map(({ id, main, adds }) => {
    const marks = untried.has(id) ? " †" : "";
    return `| \`${id}\`${main === true ? " *" : ""} | ${cell(adds)}${marks} |`;
  });
  const shown = [...variants].filter(([, { hidden }]) => hidden !== true);
  const variantRows = shown.map(
    ([name, { parameter, about }]) => `| \`${name}:${parameter}\` | ${cell(textOf(about))} |`,
  );
  const head = ["| target | adds to a rung above it in this table |", "| --- | --- |"];
  return withList(page, "targets", head.concat(targetRows, variantRows));
}

/**
 * Ids of targets that were never run on the real tool: the second column of the table in
 * docs/adapters.md.
 */
export function untriedTargets(adaptersPage: string): ReadonlySet<string> {
  const rows = adaptersPage.matchAll(/^\| `([\w-]+)` \| no \|/gm);
  return new Set([...rows].map(([, id]) => id as string));
}

/** Replaces the lines between the marks of a list. */
export function withList(page: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [
    `<!-- ${name}: made by \`npm run catalogue\` -->`,
    `<!-- end of ${name} -->`,
  ];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page lacks ${begin} or ${end}`);
  return `${page.slice(0, from)}${begin}\n${lines.join("\n")}\n${page.slice(to)}`;
}

/** A list of all workloads, then a section for each, with everything that its file declares. */
export function workloadsPage(workloads: readonly Experiment[]): string {
  const rows = workloads.map(({ id, main, title }) => {
    // GitHub's anchor of a heading: without its dots.
    const anchor = id.replaceAll(".", "");
    return `| [\`${id}\`](#${anchor})${main ? " *" : ""} | ${cell(title)} |`;
  });
  const sections = workloads.map(({ id, version, title, family, tools, notes, params, main }) => {
    const sizes = Object.entries(params).map(([profile, sizes]) => {
      const words = Object.entries(sizes as object).map(
        ([key, value]) => `${key} ${value === "" ? "none" : value}`,
      );
      return `${profile}: ${words.join(", ") || "no sizes"}`;
    });
    return [
      `## ${id}`,
      "",
      `${title}. Family: ${family}; version ${version}${main ? "; measured by default" : ""}.`,
      "",
      `- **Shows** ${notes.shows}.`,
      `- **Does not show** ${notes.hides}.`,
      `- **Published**: ${notes.published}.`,
      `- **Tools**: ${tools.join(", ") || "none"}. **Sizes**: ${sizes.join("; ")}.`,
    ].join("\n");
  });
  return [
    "# Workloads",
    "",
    "This page is made by `npm run catalogue` from `bench/experiments/`.",
    "",
    "`npm run bench` measures the workloads with a star. `--workloads` chooses others: by id, by family (`cpu`, `disk`, ...),",
    "or `all`.",
    "",
    "| workload | what it is |",
    "| --- | --- |",
    ...rows,
    "",
    "Each workload that runs inside an instance also has `host-cpu`: the host's CPU time per operation or byte. It covers all",
    "that the instance is made of: the VMM, runtimes, clients and daemons. It does not cover the harness. Its two parts are",
    "`user` and `system`.",
    "",
    sections.join("\n\n"),
    "",
  ].join("\n");
}

export function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
