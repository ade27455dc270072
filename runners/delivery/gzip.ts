/** Layers as registries have held them since the beginning. Several clients pull the same ones. */
import { run } from "../host/process.ts";
import { compressed } from "./compress.ts";
import type { Packing } from "./packed.ts";

export const GZIP: Packing = {
  id: "gzip",
  packer: (context) =>
    context.shared("gzip-version", async () => {
      const { stdout } = await run(["gzip", "--version"]);
      return stdout.split("\n")[0] ?? "";
    }),
  pack: (_context, { file }, to) =>
    compressed(
      ["gzip", "-6", "--no-name"],
      file,
      to,
      "application/vnd.oci.image.layer.v1.tar+gzip",
    ),
};
