/** The first file of a new target or workload. It runs as it is, and marks say where to go on. */
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "node:path";
import { fileURLToPath } from "node:url";
import { isModule } from "../bench/built.ts";
import { IsotaxError } from "../bench/errors.ts";
import { verbatim } from "../bench/messages.ts";
import * as families from "../bench/methods/families.ts";
import { loadRecipes } from "../runners/registry.ts";
import { isGroup } from "./choose-targets.ts";

export interface Skeleton {
  readonly file: string;
  readonly text: string;
  /** What to do next, line by line. */
  readonly next: readonly string[];
}

export const KINDS = ["target", "workload"] as const;
export type SkeletonKind = (typeof KINDS)[number];

export function skeletonOf(kind: SkeletonKind, name: string): Promise<Skeleton> {
  return kind === "target" ? targetSkeleton(name) : workloadSkeleton(name);
}

/** Errors: `BAD_NAME`, `NAME_TAKEN`. */
async function targetSkeleton(name: string): Promise<Skeleton> {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || name.length > LONGEST_NAME) {
    throw badName("target", name, `lower-case letters, digits and dashes, as in qemu-microvm`);
  }
  const folder = new URL("../runners/targets/", import.meta.url);
  refuseTaken("target", name, folder);
  // The name would also be a word of --targets that stands for several.
  if (isGroup(name)) throw taken("target", name, `--targets ${name} means several targets`);
  const below = "seccomp";
  const rungs = (await loadRecipes()).filter(({ kind }) => kind === "runtime");
  const rung = Math.max(...rungs.map((one) => one.rung)) + RUNG_GAP;
  return {
    file: fileURLToPath(new URL(`${name}.ts`, folder)),
    text: filled("target", { ID: name, RUNG: String(rung), BELOW: below }),
    next: [
      `npx vitest run test/contract/targets.test.ts -t '^${name} '   # it passes as it is`,
      "Replace what is marked TODO by your tool: docs/add-a-target.md",
      "npx tsc --noEmit && npm run catalogue && npm run format && npm run check",
    ],
  };
}

/** Errors: `BAD_NAME`, `NAME_TAKEN`. */
async function workloadSkeleton(name: string): Promise<Skeleton> {
  const [family = "", ...rest] = name.split(".");
  const isPlain = /^[a-z]+\.[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && rest.length === 1;
  if (!isPlain || name.length > LONGEST_NAME) {
    throw badName("workload", name, "FAMILY.WORD, as in cpu.openssl");
  }
  const folder = new URL("../bench/experiments/", import.meta.url);
  refuseTaken("workload", name, folder);
  return {
    file: fileURLToPath(new URL(`${name}.ts`, folder)),
    text: filled("workload", { ID: name, ...familyWords(family) }),
    next: [
      "Replace what is marked TODO: docs/add-a-workload.md",
      "npx tsc --noEmit && npm run catalogue && npm run format && npm run check",
      `npm run isotax -- setup --targets overlay --workloads ${name}`,
      `UPDATE_FIXTURES=${name} npx vitest run test/contract/workloads.test.ts -t 'in overlay$'`,
      "npx vitest run test/unit/workloads.test.ts -u",
    ],
  };
}

/**
 * A known family is imported by the name of its constant. A new one is a literal, last in the
 * order.
 */
function familyWords(id: string): { readonly IMPORT: string; readonly FAMILY: string } {
  const constant = Object.entries(families).find(([, family]) => family.id === id)?.[0];
  if (constant === undefined) {
    return { IMPORT: "", FAMILY: `{ id: ${JSON.stringify(id)}, order: 100, traits: {} }` };
  }
  return {
    IMPORT: `import { ${constant} } from "../methods/families.ts";\n`,
    FAMILY: constant,
  };
}

/** A name becomes part of file names, and a column of tables. */
const LONGEST_NAME = 32;
const RUNG_GAP = 3;

function refuseTaken(kind: SkeletonKind, name: string, folder: URL): void {
  const names = readdirSync(folder)
    .filter(isModule)
    .map((file) => parse(file).name);
  if (names.includes(name)) throw taken(kind, name, `there is a ${kind} of that name`);
}

function taken(kind: SkeletonKind, name: string, why: string): IsotaxError {
  return new IsotaxError(
    "NAME_TAKEN",
    verbatim(`the ${kind} cannot be named "${name}": ${why}`),
    verbatim("choose another name"),
  );
}

function badName(kind: SkeletonKind, name: string, rule: string): IsotaxError {
  const message = `the ${kind} cannot be named ${JSON.stringify(name.slice(0, 100))}`;
  return new IsotaxError(
    "BAD_NAME",
    verbatim(message),
    verbatim(`choose a name of ${rule}; at most ${LONGEST_NAME} characters`),
  );
}

/** The text of a skeleton, with `@KEY@` replaced by values. */
function filled(kind: SkeletonKind, values: Readonly<Record<string, string>>): string {
  const text = readFileSync(new URL(`./skeletons/${kind}.ts.txt`, import.meta.url), "utf8");
  return Object.entries(values).reduce(
    (made, [key, value]) => made.replaceAll(`@${key}@`, value),
    text,
  );
}
