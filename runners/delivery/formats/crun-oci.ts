/**
 * skopeo copies an image into a layout of the store, and umoci unpacks it for crun. Layers that the
 * layout has are not fetched again. umoci unpacks all layers of each version, and only gzip.
 */
import { join } from "node:path";
import type { DeliveredVersion } from "../../../bench/types.ts";
import { unwoundOnFailure } from "../../closers.ts";
import { which } from "../../host/process.ts";
import { crunPlace } from "../crun.ts";
import type { Store, StoreOrder } from "../format.ts";
import { GZIP } from "../gzip.ts";
import type { RegistryFormat } from "../podman-format.ts";
import { stocked } from "../shelf.ts";

/** $1: skopeo, $2: umoci, $3: the image in the registry, $4: in the layout, $5: the new root. */
const PULL = [
  '"$1" --insecure-policy copy --quiet --src-tls-verify=false "docker://$3" "oci:$4" &&',
  'exec "$2" raw unpack --image "$4" "$5"',
].join(" ");

export const format: RegistryFormat = {
  id: "crun-oci",
  target: "crun",
  main: true,
  packing: GZIP,
  tools: ["skopeo", "umoci", "gzip"],
  serve: (context, image) => stocked(context, image, GZIP),
  openStore,
};

function openStore(order: StoreOrder): Promise<Store> {
  return unwoundOnFailure(async (closers) => {
    const { inside, container, ...place } = await crunPlace(order, closers);
    const tools = ["skopeo", "umoci"].map((tool) => which(tool) ?? tool);
    const layout = inside(join(place.folder, "layout"));
    const roots = new Map<DeliveredVersion, string>();
    let pulls = 0;
    return {
      ...place,
      pull: ({ link, port }, version) => {
        const root = inside(join(place.folder, `root-${++pulls}`));
        roots.set(version, root);
        const from = `${link.server}:${port}/${GZIP.id}:${version}`;
        return ["sh", "-c", PULL, "sh", ...tools, from, `${layout}:${version}`, root];
      },
      run: (_from, version, entry) => {
        const root = roots.get(version);
        if (root === undefined) throw new Error(`${version} was not pulled`);
        return { argv: container(root, entry) };
      },
      close: () => closers.unwind(true),
    };
  });
}
