import { say } from "../messages.ts";
import { ANY_MACHINES, CONTAINERS, sizeClaim } from "./helpers.ts";

/**
 * Big means twice as much: what people expect is several times a container, not a few per cent more.
 * Sizes are exact, and do not depend on what runs the guest.
 */
export const claim = sizeClaim(
  {
    id: "C2",
    says: say("claims.c2"),
    // None that was read at its source.
    published: [],
    measure: { workloads: ["image.size"], targets: ["crun", "qemu-microvm"] },
  },
  { of: [ANY_MACHINES], against: CONTAINERS, is: "above", bound: 2 },
);
