/** What makes samples comparable: parts of one run, taken at another time or place, must agree in it. */
import type { Facts, ImageTool } from "./types.ts";

/** Facts about the host and about a target that make its samples others. */
export const HOST_IDENTITY: readonly string[] = ["CPU", "kernel"];
export const TARGET_IDENTITY: readonly string[] = [
  "accelerator",
  "CPU model",
  "guest kernel",
  "kernel inside",
  "limits",
  "user namespace",
  "CPUs seen inside",
  "memory seen inside",
  "storage driver",
  "network",
];

/** A guest's kernel takes a little more or less for itself at each boot. */
const SAME_SIZE = 0.02;

/** Whether two facts are the same; sizes, if they are nearly so. */
export function sameFact(before: string | undefined, now: string | undefined): boolean {
  if (before === now) return true;
  const [a, b] = [before, now].map((text) => /^(\d+) MiB$/.exec(text ?? "")?.[1]).map(Number);
  if (a === undefined || b === undefined || Number.isNaN(a) || Number.isNaN(b)) return false;
  return Math.abs(a - b) <= SAME_SIZE * Math.max(a, b);
}

/** Every name that one of these facts has. */
export function factNames(all: readonly Facts[]): readonly string[] {
  return [...new Set(all.flatMap((facts) => Object.keys(facts)))];
}

type NamedTool = Pick<ImageTool, "name" | "sha256">;

/** Names of the tools that are not the same bytes in both images, or in one of them only. */
export function changedTools(
  before: readonly NamedTool[],
  now: readonly NamedTool[],
): readonly string[] {
  const bytesIn = (tools: readonly NamedTool[], name: string) =>
    tools.find((tool) => tool.name === name)?.sha256;
  const names = new Set([...before, ...now].map(({ name }) => name));
  return [...names].filter((name) => bytesIn(before, name) !== bytesIn(now, name));
}
