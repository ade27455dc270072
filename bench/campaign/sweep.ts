import type { Surroundings } from "./events.ts";
import type { SweptRun } from "./machine.ts";

/** Cleans up after runs that died, and reports what it found. */
export async function sweep({
  host,
  emit,
}: Pick<Surroundings, "host" | "emit">): Promise<readonly SweptRun[]> {
  const runs = await host.sweep();
  emit({ kind: "swept", runs });
  return runs;
}
