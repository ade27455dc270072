/** Turns the words of a workload's command into paths and addresses for an instance or a client. */
import type { Word } from "../../bench/types.ts";
import { locateTool } from "../images/servers.ts";
import type { Paths } from "./recipe.ts";

export function resolveWord(word: Word, paths: Paths, address?: string): string {
  if (typeof word === "string") return word;
  if ("address" in word) {
    if (address === undefined) throw new Error("a network was not asked for");
    return word.address.replace("%", address);
  }
  if ("client" in word) return locateTool(word.client) ?? word.client;
  if ("tool" in word) return paths.tool(word.tool);
  return "scratch" in word ? paths.scratch(word.scratch) : paths.root(word.root);
}
