/** The ways of deploying services: each is a file of its own. */
import { foundIn } from "../../bench/built.ts";
import type { Way } from "./way.ts";

export function loadWays(): Promise<readonly Way[]> {
  return foundIn<Way>(new URL("./ways/", import.meta.url), "way");
}
