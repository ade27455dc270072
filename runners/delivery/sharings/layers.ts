/** The image's files as they are, and each service's own folder above them (overlayfs). */
import { join } from "node:path";
import { lackOfTools } from "../lack.ts";
import { type Sharing, TREE } from "../sharing.ts";

export const sharing: Sharing = {
  id: "layers",
  target: "crun",
  way: "layers",
  probe: () => lackOfTools("fincore"),
  make: async ({ image, services }) => ({
    base: [image.rootfs],
    services: services.map((service) => {
      const own = join(service, TREE);
      return { root: { kind: "folders", folders: [own, image.rootfs] }, own: [own] };
    }),
  }),
};
