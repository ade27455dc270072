/**
 * All kinds of resources that a ledger may name, one file each. A new kind needs one file and one
 * line in this table. The ledger's schema and functions are made from the table.
 */
import { z } from "zod";
import type { Message } from "../../bench/types.ts";
import { canary } from "./canary.ts";
import { cgroup } from "./cgroup.ts";
import { dockerContainer } from "./docker-container.ts";
import { folder } from "./folder.ts";
import { ociContainer } from "./oci-container.ts";
import { processGroup } from "./process-group.ts";
import type { Remover } from "./remover.ts";
import { trace } from "./trace.ts";
import { virtualboxVm } from "./virtualbox-vm.ts";
import { vmwareVm } from "./vmware-vm.ts";

const REMOVERS = [
  processGroup,
  cgroup,
  folder,
  canary,
  dockerContainer,
  ociContainer,
  trace,
  virtualboxVm,
  vmwareVm,
] as const;

type Schema = (typeof REMOVERS)[number]["schema"];

export type Resource = z.infer<Schema>;

/** An entry of a ledger, whatever its kind. */
export const ResourceSchema: z.ZodType<Resource> = z.discriminatedUnion(
  "kind",
  REMOVERS.map(({ schema }) => schema) as unknown as [Schema, ...Schema[]],
);

const BY_KIND = new Map<string, Remover<Schema>>(
  REMOVERS.map((one) => [one.schema.shape.kind.value, one as unknown as Remover<Schema>]),
);

function removerOf({ kind }: Resource): Remover<Schema> {
  const found = BY_KIND.get(kind);
  if (found === undefined) throw new TypeError(`nothing removes a ${kind}`);
  return found;
}

/** Removes a resource. It is no error if it is already gone. Throws if it may still exist. */
export function removeResource(resource: Resource): Promise<void> {
  return removerOf(resource).remove(resource);
}

export function describe(resource: Resource): Message {
  return removerOf(resource).describe(resource);
}

/** Why a resource that a ledger names must not be touched; undefined if it may be removed. */
export async function problemOf(resource: Resource): Promise<Message | undefined> {
  return removerOf(resource).problem(resource);
}

export function outlivesReboot(resource: Resource): boolean {
  return removerOf(resource).outlivesReboot;
}

/** Ends a resource at once, if it must not outlive us and can be ended without waiting. */
export function endNow(resource: Resource): void {
  removerOf(resource).endNow?.(resource);
}
