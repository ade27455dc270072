/** The files of a version, as its layers lie on each other. */
import { makeNewFolder } from "../../bench/files.ts";
import type { DeliveredVersion, Image } from "../../bench/types.ts";
import type { RunContext } from "../context.ts";
import { PACKING_DEADLINE_MS, run } from "../host/process.ts";
import { layersOf, VERSIONS } from "./layers.ts";

/** Unpacks a version into a new folder. No version deletes what a layer below it has. */
export async function unpackVersion(
  context: RunContext,
  image: Image,
  version: DeliveredVersion,
  folder: string,
): Promise<void> {
  makeNewFolder(folder);
  const layers = await layersOf(context, image);
  for (const name of VERSIONS[version]) {
    const file = layers.find((layer) => layer.name === name)?.file ?? "";
    const options = ["--numeric-owner", "--same-permissions", "--directory", folder];
    await run(["tar", "--extract", "--file", file, ...options], { timeoutMs: PACKING_DEADLINE_MS });
  }
}
