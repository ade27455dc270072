import { GZIP } from "../gzip.ts";
import { podmanFormat } from "../podman-format.ts";

/** What registries have held since the beginning. */
export const format = { ...podmanFormat("podman-gzip", GZIP, ["gzip"]), main: true };
