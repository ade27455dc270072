/** Finds the builders. Every file in builders/ exports a `builder` whose id is the file's name. */
import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { isModule } from "../../bench/built.ts";
import type { Builder } from "./builder.ts";

const FOLDER = new URL("./builders/", import.meta.url);

/** The builders by the id of their target. */
export async function loadBuilders(): Promise<ReadonlyMap<string, Builder>> {
  const found = new Map<string, Builder>();
  for (const file of readdirSync(FOLDER).filter(isModule)) {
    const { builder } = (await import(new URL(file, FOLDER).href)) as { builder?: Builder };
    if (builder?.id !== parse(file).name) {
      throw new Error(`runners/delivery/builders/${file} does not export the builder of its name`);
    }
    if (found.has(builder.target)) throw new Error(`two builders are for ${builder.target}`);
    found.set(builder.target, builder);
  }
  return found;
}
