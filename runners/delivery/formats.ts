/** Finds the formats: every file in formats/ exports a `format` whose id is the file's name. */
import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { isModule } from "../../bench/built.ts";
import type { Format } from "./format.ts";

const FOLDER = new URL("./formats/", import.meta.url);

/** The formats that a target's client pulls. */
export async function formatsOf(target: string): Promise<readonly Format[]> {
  const files = readdirSync(FOLDER).filter(isModule).sort();
  const formats = await Promise.all(files.map(load));
  return formats.filter((format) => format.target === target);
}

async function load(file: string): Promise<Format> {
  const { format } = (await import(new URL(file, FOLDER).href)) as { readonly format?: Format };
  if (format?.id !== parse(file).name) {
    throw new Error(`runners/delivery/formats/${file} exports the format "${format?.id}"`);
  }
  return format;
}
