import { removeLeftAside } from "../files.ts";
import { cacheFolder } from "../places.ts";
import type { Surroundings } from "./events.ts";
import type { SweptRun } from "./machine.ts";
import { TIMINGS } from "./timings.ts";

/** Cleans up after runs that died, and tells what it found. */
export async function sweep({
  host,
  emit,
}: Pick<Surroundings, "host" | "emit">): Promise<readonly SweptRun[]> {
  const runs = await host.sweep();
  removeLeftAside(cacheFolder(), (name) => name === TIMINGS);
  emit({ kind: "swept", runs });
  return runs;
}
