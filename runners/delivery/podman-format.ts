/** Formats that Podman pulls from a registry. */
import { podmanVersion } from "../containers/podman/command.ts";
import type { Format } from "./format.ts";
import { openPodmanStore } from "./podman.ts";

export function podmanFormat({ id, pack }: Pick<Format, "id" | "pack">): Format {
  return { id, target: "podman", packer: podmanVersion, pack, openStore: openPodmanStore };
}
