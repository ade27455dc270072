/** The catalogue as Markdown: lists of targets and workloads, and docs/workloads.md in full. */
import type { Experiment } from "../bench/types.ts";
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
  const variantRows = [...variants].map(
    ([name, { parameter, about }]) => `| \`${name}:${parameter}\` | ${cell(about)} |`,
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
function withList(page: string, what: string, lines: readonly string[]): string {
  const begin = `<!-- ${what}: made by \`npm run catalogue\` -->`;
  const end = `<!-- end of ${what} -->`;
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page lacks ${begin} or ${end}`);
  return `${page.slice(0, from)}${begin}\n${lines.join("\n")}\n${page.slice(to)}`;
}

/** Replaces the list of workloads in the README. Errors: as `withTargetList`. */
export function withWorkloadList(readme: string, workloads: readonly Experiment[]): string {
  return withList(readme, "workloads", [
    "| workload | what it is | what it shows |",
    "| --- | --- | --- |",
    ...workloads.map(
      ({ id, main, title, notes }) =>
        `| \`${id}\`${main ? " *" : ""} | ${cell(title)} | ${cell(notes.shows)} |`,
    ),
  ]);
}

/** A section for each workload, with everything that its file declares. */
export function workloadsPage(workloads: readonly Experiment[]): string {
  const sections = workloads.map(({ id, version, title, family, tools, notes, params, main }) => {
    const sizes = Object.entries(params).map(([profile, sizes]) => {
      const words = Object.entries(sizes as object).map(([key, value]) => `${key} ${value}`);
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
    "Made by `npm run catalogue` from `bench/experiments/`. Next to its own metrics each workload that runs inside an",
    "instance has `host-cpu`: the host's CPU time per operation or byte, of everything that the instance is made of (the",
    "VMM, runtimes, clients and daemons included, the harness not), with its two parts, `user` and `system`.",
    "",
    sections.join("\n\n"),
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
