import { compressed, ZSTD } from "../compress.ts";
import { podmanPacking } from "../podman-format.ts";

/** The same layers, compressed faster and unpacked faster. */
export const format = podmanPacking({
  id: "podman-zstd",
  packers: ["zstd"],
  pack: (_context, { file }, to) => compressed(["zstd", "-3", "-T1", "--quiet"], file, to, ZSTD),
});
