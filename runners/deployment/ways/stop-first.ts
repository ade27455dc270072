import { openBehindBalancer } from "../behind-balancer.ts";
import type { Way } from "../way.ts";

/** The old instance is stopped first: what a start takes, clients wait or fail for. */
export const way: Way = {
  id: "stop-first",
  open: (around) => openBehindBalancer(around, "stop-first"),
};
