import { compressed } from "../compress.ts";
import { podmanFormat } from "../podman-format.ts";

/** What registries have held since the beginning. */
export const format = podmanFormat({
  id: "podman-gzip",
  pack: (_context, { file }, to) =>
    compressed(
      ["gzip", "-6", "--no-name"],
      file,
      to,
      "application/vnd.oci.image.layer.v1.tar+gzip",
    ),
});
