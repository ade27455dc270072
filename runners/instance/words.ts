/** Turns the words of a workload's command into paths and addresses for an instance or a client. */
import { dirname, join } from "node:path";
import type { Word } from "../../bench/types.ts";
import { BROUGHT_FILES } from "../images/paths.ts";
import { locateTool } from "../images/servers.ts";
import type { Paths } from "./recipe.ts";

export function resolveWord(word: Word, paths: Paths, address?: string): string {
  if (typeof word === "string") return word;
  if ("address" in word) {
    if (address === undefined) throw new Error("a network was not asked for");
    return word.address.replace("%", address);
  }
  if ("joined" in word) return word.joined.map((one) => resolveWord(one, paths, address)).join("");
  // They stand beside the payload, inside as on the host.
  if ("files" in word) return join(dirname(paths.tool("payload")), BROUGHT_FILES, word.files);
  if ("client" in word) return locateTool(word.client) ?? word.client;
  if ("tool" in word) return paths.tool(word.tool);
  return "scratch" in word ? paths.scratch(word.scratch) : paths.root(word.root);
}
