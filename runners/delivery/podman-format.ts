/** Formats that Podman pulls from a registry. */
import { podmanVersion } from "../containers/podman/command.ts";
import type { Format } from "./format.ts";
import type { Packing } from "./packed.ts";
import { openPodmanStore } from "./podman.ts";
import { stocked } from "./shelf.ts";

export interface RegistryFormat extends Format {
  readonly packing: Packing;
}

/** A format of Podman's alone: a packing that has its name, and changes with Podman's version. */
export function podmanPacking({
  id,
  pack,
  packers,
}: Pick<Packing, "id" | "pack"> & { readonly packers?: readonly string[] }): RegistryFormat {
  return podmanFormat(id, { id, pack, packer: podmanVersion }, packers);
}

/** `packers`: programs that pack it, besides Podman. */
export function podmanFormat(
  id: string,
  packing: Packing,
  packers: readonly string[] = [],
): RegistryFormat {
  return {
    id,
    target: "podman",
    packing,
    tools: ["podman", ...packers],
    serve: (context, image) => stocked(context, image, packing),
    openStore: ({ context }) => openPodmanStore(context, packing.id),
  };
}
