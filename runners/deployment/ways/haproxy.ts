import { openBehindBalancer } from "../behind-balancer.ts";
import type { Way } from "../way.ts";

/** The new instance is started beside the old one. When it answers, HAProxy sends requests there. */
export const way: Way = {
  id: "haproxy",
  open: (around) => openBehindBalancer(around, "start-first"),
};
