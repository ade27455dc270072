import { chunked } from "../chunked.ts";
import { podmanPacking } from "../podman-format.ts";

/** zstd with a table of contents (zstd:chunked): only files that the store lacks are fetched. */
export const format = {
  ...podmanPacking({ id: "podman-chunked", pack: chunked }),
  main: true,
};
