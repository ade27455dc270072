/** Reads the configuration. Its errors name the key that they are about. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { z } from "zod";
import { asMessage, IsotaxError } from "../bench/errors.ts";
import { say, verbatim } from "../bench/messages.ts";
import { nearTo } from "../bench/names.ts";
import type { MarginRule } from "../bench/stats/margins.ts";
import type { Message } from "../bench/types.ts";
import { parseJson, readText } from "../bench/untrusted.ts";
import { type Config, ConfigSchema } from "./config.ts";
import { CONFIG_NAMES, configFile, MOST_BYTES } from "./config-file.ts";
import { useConfiguredLanguages } from "./language.ts";
import { ownKeysAt } from "./own-schema.ts";
import { parseAmount, parseShare } from "./units.ts";

/**
 * The configuration in the named file, or in that of the current folder; empty if there is none. Its
 * language is spoken from then on, unless the user named one.
 * Errors: `IsotaxError`.
 */
export async function readConfig(named?: string): Promise<Config> {
  const path = configFile(named);
  if (path === undefined) return {};
  if (!existsSync(path)) {
    throw new IsotaxError(
      "NO_CONFIG",
      say("config.absent", { file: path }),
      say("config.name-it", { name: CONFIG_NAMES[0] ?? "", folder: process.cwd() }),
    );
  }
  const parsed = ConfigSchema.safeParse(await load(path));
  if (parsed.success) {
    await useConfiguredLanguages(parsed.data.lang);
    return parsed.data;
  }
  throw new IsotaxError(
    "BAD_CONFIG",
    say("config.mistakes", { file: path, mistakes: parsed.error.issues.flatMap(told) }),
    say("config.see-keys"),
  );
}

async function load(path: string): Promise<unknown> {
  try {
    const text = readText(path, MOST_BYTES);
    if (path.endsWith(".json")) return parseJson(text);
    // Only this file is compiled at run time, before anything is measured.
    const { tsImport } = await import("tsx/esm/api");
    const { href } = pathToFileURL(path);
    const exported = defaultOf(await tsImport(href, import.meta.url));
    if (exported !== undefined) return exported;
  } catch (error) {
    throw new IsotaxError(
      "BAD_CONFIG",
      say("config.unreadable", { file: path, why: asMessage(error) }),
      say("config.correct-it"),
    );
  }
  throw new IsotaxError(
    "BAD_CONFIG",
    say("config.no-default-export", { file: path }),
    say("config.export-default"),
  );
}

/**
 * In a folder that is no ES module package, the file becomes CommonJS, and its default is the
 * module.
 */
function defaultOf(module: { readonly default?: unknown }): unknown {
  const { default: exported } = module;
  const isCommonJs = typeof exported === "object" && exported !== null && "__esModule" in exported;
  return isCommonJs ? defaultOf(exported as typeof module) : exported;
}

type Issue = z.core.$ZodIssue;

/** `gate.margn: unknown key, did you mean "margin"?`. */
function told(issue: Issue): Message[] {
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(issue.path);
    return issue.keys.map((key) =>
      say("config.unknown-key", {
        key: [...issue.path, key].map(String).join("."),
        near: nearTo(key, known),
      }),
    );
  }
  if (issue.code === "invalid_union") {
    // The user meant the shape that the value fits furthest.
    const [best] = [...issue.errors].sort((a, b) => deepest(b) - deepest(a));
    const inner = (best ?? []).map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
    if (inner.length > 0) return inner.flatMap(told);
  }
  const why = verbatim(issue.message);
  if (issue.path.length === 0) return [say("config.mistake-in-whole", { why })];
  return [say("config.mistake", { key: issue.path.map(String).join("."), why })];
}

function deepest(issues: readonly Issue[]): number {
  // A string of the wrong form was meant as a string.
  return Math.max(
    0,
    ...issues.map(({ path, code }) => path.length + (code === "invalid_type" ? 0 : 1)),
  );
}

/** The known keys at a path. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const { gate } = ConfigSchema.shape;
  if (path.length === 0) return Object.keys(ConfigSchema.shape);
  if (path[0] === "workloads") return ownKeysAt(path.slice(2));
  if (path[0] === "gate" && path.length === 1) return Object.keys(gate.unwrap().shape);
  if (path[0] === "image") return ["from"];
  return ["relative", "absolute"];
}

/** A share of a configuration that was checked, as a number. */
export function parsedShare(value: string | number | undefined): number | undefined {
  return typeof value === "string" ? parseShare(value) : value;
}

/** The name of the user's image, in either form. */
export function imageOf(image: Config["image"]): string | undefined {
  return typeof image === "object" ? image.from : image;
}

export function rulesOf({ margins = {} }: NonNullable<Config["gate"]>): readonly MarginRule[] {
  return Object.entries(margins).map(([cells, margin]): MarginRule => {
    if (margin === "ignore") return { cells, gated: false };
    if (typeof margin !== "object") return { cells, relative: parsedShare(margin) };
    const { relative, absolute } = margin;
    const rule = { cells, relative: parsedShare(relative) };
    if (typeof absolute !== "string") return { ...rule, absolute };
    const amount = parseAmount(absolute);
    return { ...rule, absolute: amount?.value, unit: amount?.unit };
  });
}
