import { say } from "../messages.ts";
import { CONTAINERS, sizeClaim } from "./helpers.ts";

/** More than a tenth. Sizes are exact, and do not depend on what runs the guest. */
export const claim = sizeClaim(
  {
    id: "C2",
    says: say("claims.c2"),
    // None that was read at its source.
    published: [],
    measure: { workloads: ["image.size"], targets: ["crun", "qemu-microvm"] },
  },
  { of: [{ kinds: ["vm"] }], against: CONTAINERS, is: "above", bound: 1.1 },
);
