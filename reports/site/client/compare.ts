/** The page that compares: two lists of runs, what differs between both, and their figures. */
import { keyOf } from "../../../bench/messages.ts";
import type { DigestRow, RunDigest } from "../../../bench/stats/run-digest.ts";
import type { Said } from "../../../bench/types.ts";
import { element } from "../../html/client/page.ts";
import { letTablesScroll } from "../../html/client/tables.ts";
import type { CompareWords } from "../compare-page.tsx";
import type { ListedRun } from "../data.ts";
import { overheadText, rangeText, valueText } from "./figures.ts";
import { load } from "./load.ts";
import { tableOf } from "./table.ts";

export async function startCompare(words: CompareWords): Promise<void> {
  const runs = (await load<readonly ListedRun[]>("data/runs.js")) ?? [];
  const choices = ["a", "b"].map((side) => element(`choice-${side}`) as HTMLSelectElement);
  for (const choice of choices) {
    choice.append(new Option("—", ""));
    for (const { id, day, label } of runs)
      choice.append(new Option(`${day} · ${id} · ${label}`, id));
    choice.addEventListener("change", () => {
      const [a, b] = choices.map(({ value }) => encodeURIComponent(value));
      location.hash = `a=${a}&b=${b}`;
    });
  }
  const show = async () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const known = ["a", "b"].map((side) => runs.find(({ id }) => id === asked.get(side)));
    for (const [at, choice] of choices.entries()) choice.value = known[at]?.id ?? "";
    const [a, b] = known;
    if (a === undefined || b === undefined) return clear(words.choose);
    // The names of files come from the site's own list, never from the address.
    const first = await load<RunDigest>(`data/runs/${a.id}.js`);
    const second = await load<RunDigest>(`data/runs/${b.id}.js`);
    if (first === undefined || second === undefined) return clear(words.missing);
    clear(a.host === b.host ? "" : words.hosts);
    showFacts(first, second, words);
    showFigures(first, second, words);
  };
  addEventListener("hashchange", () => void show());
  element("filter").addEventListener("input", filter);
  await show();
}

function clear(told: string): void {
  element("told").textContent = told;
  element("told").classList.toggle("note", told !== "");
  for (const id of ["facts", "figures"]) element(id).replaceChildren();
}

function showFacts(a: RunDigest, b: RunDigest, words: CompareWords): void {
  const { factHead, same } = words;
  const [before, after] = [factsOf(a, b, words), factsOf(b, a, words)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const lines = names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => [name, before.get(name) ?? "", after.get(name) ?? ""]);
  element("facts").replaceChildren(lines.length === 0 ? same : tableOf(factHead, lines));
}

type Facts = ReadonlyMap<string, string>;

function factsOf(run: RunDigest, other: RunDigest, words: CompareWords): Facts {
  const { factNames, image, program, said } = words;
  const [names, texts] = [new Map(factNames), new Map(said)];
  const nameOf = (name: string) => names.get(name) ?? name;
  const text = (fact: Said) => texts.get(keyOf(fact)) ?? (typeof fact === "string" ? fact : "");
  return new Map([
    ...Object.entries(run.host).map(([name, fact]) => [nameOf(name), text(fact)] as const),
    ["isotax", `${run.isotax} ${run.code?.slice(0, 12) ?? ""}`.trim()] as const,
    // Libraries, and the files of a user's image, are in no list of tools.
    [image, run.image.digest.slice(0, 12)] as const,
    ...run.image.tools.map(
      ({ name, version, sha256 }) => [name, `${version} ${sha256.slice(0, 12)}`.trim()] as const,
    ),
    // Other workloads use other programs, which is no difference.
    ...Object.entries(run.programs ?? {})
      .filter(([name]) => other.programs?.[name] !== undefined)
      .map(([name, version]) => [`${program}: ${name}`, version] as const),
    ...run.targets.flatMap(({ id, facts }) =>
      Object.entries(facts).map(([name, fact]) => [`${id}: ${nameOf(name)}`, text(fact)] as const),
    ),
  ]);
}

function showFigures(a: RunDigest, b: RunDigest, words: CompareWords): void {
  const [before, after] = [a, b].map(rowsOf) as [Rows, Rows];
  const lines = [...before].flatMap(([key, row]) => {
    const other = after.get(key);
    return other === undefined ? [] : [figureLine(a, row, other, words)];
  });
  const table = lines.length === 0 ? words.none : tableOf(words.figureHead, lines);
  element("figures").replaceChildren(table);
  letTablesScroll(document.querySelectorAll<HTMLTableElement>(".scroll > table"));
  filter();
}

type Rows = ReadonlyMap<string, DigestRow>;

/** Other work has another key, and so has an emulated target. */
function rowsOf(run: RunDigest): Rows {
  const sizes = new Map(run.workloads.map(({ id, size }) => [id, size]));
  return new Map(
    run.rows.map((row) => {
      const { target, workload, metric, unit } = row;
      const size = [sizes.get(workload), run.cpus.length, run.memoryMiB];
      return [JSON.stringify([target, isEmulated(run, target), workload, metric, unit, size]), row];
    }),
  );
}

function isEmulated({ targets }: RunDigest, id: string): boolean {
  return targets.find((target) => target.id === id)?.emulated === true;
}

function figureLine(run: RunDigest, a: DigestRow, b: DigestRow, words: CompareWords): string[] {
  const { unit, target, workload, metric } = a;
  const mark = isEmulated(run, target) ? ` (${words.emulated})` : "";
  const overheadOf = ({ overhead }: DigestRow) => {
    if (overhead === undefined) return "";
    const text = (value: number) => overheadText(overhead.kind, value, unit);
    return `${text(overhead.median)} ${rangeText(overhead.low, overhead.high, text)}`.trim();
  };
  const share = b.value.median / a.value.median - 1;
  const change = Number.isFinite(share)
    ? `${share < 0 ? "" : "+"}${(share * 100).toFixed(1)}%`
    : "";
  return [
    `${workload} ${metric}, ${target}${mark}`,
    valueText(a.value, unit),
    valueText(b.value, unit),
    change,
    overheadOf(a),
    overheadOf(b),
  ];
}

function filter(): void {
  const wanted = (element("filter") as HTMLInputElement).value.toLowerCase();
  for (const row of element("figures").querySelectorAll("tbody tr")) {
    row.classList.toggle("filtered", !row.textContent.toLowerCase().includes(wanted));
  }
}
