/** The catalogue of workloads as Markdown: what the README lists, and docs/workloads.md in full. */
import type { Experiment } from "../bench/types.ts";

const BEGIN = "<!-- workloads: made by `npm run catalogue` -->";
const END = "<!-- end of workloads -->";

/** The README with its list of workloads as the catalogue has it. Errors: if its marks are gone. */
export function withWorkloadList(readme: string, workloads: readonly Experiment[]): string {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`README.md lacks ${BEGIN} or ${END}`);
  const lines = [
    "| workload | what it is | what it shows |",
    "| --- | --- | --- |",
    ...workloads.map(
      ({ id, main, title, notes }) =>
        `| \`${id}\`${main ? " *" : ""} | ${cell(title)} | ${cell(notes.shows)} |`,
    ),
  ];
  return `${readme.slice(0, from)}${BEGIN}\n${lines.join("\n")}\n${readme.slice(to)}`;
}

/** A section for each workload, with everything that its file says. */
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
