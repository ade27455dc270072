/** Real outputs of the workloads' tools, as they were printed inside the target `overlay`. */
import type { ExecWorkload, ServeWorkload, WorkStep } from "../bench/types.ts";

/** File below test/fixtures/tools/ with what a step's command prints at smoke size. */
export function fixtureName({ id }: ExecWorkload | ServeWorkload, { name }: WorkStep): string {
  return `${name === "" ? id : `${id}.${name}`}.txt`;
}
