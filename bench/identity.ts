/**
 * What makes samples comparable: facts that must agree between parts of one run, taken at another
 * time or place.
 */
import { keyOf } from "./messages.ts";
import type { Facts, ImageOrigin, ImageTool, Said } from "./types.ts";

/** Facts about the host and about a target that change its samples. */
export const HOST_IDENTITY: readonly string[] = ["CPU", "kernel"];
export const TARGET_IDENTITY: readonly string[] = [
  "accelerator",
  "CPU model",
  "guest kernel",
  "kernel inside",
  "limits",
  "user namespace",
  // biome-ignore lint/plugin: a name of a fact
  "CPUs seen inside",
  // biome-ignore lint/plugin: a name of a fact
  "memory seen inside",
  "storage driver",
  "network",
];

/** A guest's kernel reserves slightly more or less memory at each boot. */
const SAME_SIZE = 0.02;

/** Whether two facts are the same. Sizes may differ slightly. */
export function sameFact(before: Said | undefined, now: Said | undefined): boolean {
  if (before === undefined || now === undefined) return before === now;
  if (keyOf(before) === keyOf(now)) return true;
  const [a, b] = [before, now].map((text) => /^(\d+) MiB$/.exec(keyOf(text))?.[1]).map(Number);
  if (a === undefined || b === undefined || Number.isNaN(a) || Number.isNaN(b)) return false;
  return Math.abs(a - b) <= SAME_SIZE * Math.max(a, b);
}

/** Every name in any of these facts. */
export function factNames(all: readonly Facts[]): readonly string[] {
  return [...new Set(all.flatMap((facts) => Object.keys(facts)))];
}

type Origins = { readonly from?: Pick<ImageOrigin, "digest"> };

/** Whether two runs had two images of the user's, or only one of them had one. */
export function otherOwnImage(before: Origins, now: Origins): boolean {
  return before.from?.digest !== now.from?.digest;
}

type NamedTool = Pick<ImageTool, "name" | "sha256">;

/** Names of the tools that differ between both images, or are in only one of them. */
export function changedTools(
  before: readonly NamedTool[],
  now: readonly NamedTool[],
): readonly string[] {
  const bytesIn = (tools: readonly NamedTool[], name: string) =>
    tools.find((tool) => tool.name === name)?.sha256;
  const names = new Set([...before, ...now].map(({ name }) => name));
  return [...names].filter((name) => bytesIn(before, name) !== bytesIn(now, name));
}
