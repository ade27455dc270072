/**
 * What builds images, the formats in which they are delivered, and the ways in which services share
 * a base: each is a file of its own.
 */
import { foundIn } from "../../bench/built.ts";
import type { Builder } from "./builder.ts";
import type { Format } from "./format.ts";
import type { Sharing } from "./sharing.ts";

/** The builders by the id of their target. Errors: `Error` if two are for one target. */
export async function loadBuilders(): Promise<ReadonlyMap<string, Builder>> {
  const builders = await foundIn<Builder>(new URL("./builders/", import.meta.url), "builder");
  const found = new Map(builders.map((builder) => [builder.target, builder]));
  if (found.size < builders.length) throw new Error("two builders are for one target");
  return found;
}

/** The formats of all targets. */
export function loadFormats(): Promise<readonly Format[]> {
  return foundIn<Format>(new URL("./formats/", import.meta.url), "format");
}

/** The ways of all targets in which services share a base. */
export function loadSharings(): Promise<readonly Sharing[]> {
  return foundIn<Sharing>(new URL("./sharings/", import.meta.url), "sharing");
}
