/** Formats that Podman pulls from a registry. */
import { podmanVersion } from "../containers/podman/command.ts";
import type { Format } from "./format.ts";
import { lackOfTools } from "./lack.ts";
import type { Packing } from "./packed.ts";
import { openPodmanStore } from "./podman.ts";
import { stocked } from "./shelf.ts";

export interface RegistryFormat extends Format {
  readonly packing: Packing;
}

export function podmanFormat({ id, pack }: Pick<Packing, "id" | "pack">): RegistryFormat {
  const packing = { id, pack, packer: podmanVersion };
  return {
    id,
    target: "podman",
    packing,
    probe: () => lackOfTools("podman"),
    serve: (context, image) => stocked(context, image, packing),
    openStore: ({ context }) => openPodmanStore(context, id),
  };
}
