import { openDockerStore } from "../docker.ts";
import { GZIP } from "../gzip.ts";
import type { RegistryFormat } from "../podman-format.ts";
import { stocked } from "../shelf.ts";

/** The same layers as Podman's, by Docker's own pull. Docker 20.10 knows no other packing. */
export const format: RegistryFormat = {
  id: "docker-gzip",
  target: "docker",
  main: true,
  packing: GZIP,
  tools: ["docker", "dockerd", "gzip"],
  serve: (context, image) => stocked(context, image, GZIP),
  openStore: (order) => openDockerStore(order, GZIP.id),
};
