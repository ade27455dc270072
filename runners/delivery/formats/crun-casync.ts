import { existsSync } from "node:fs";
import { say } from "../../../bench/messages.ts";
import { openCasyncStore } from "../casync.ts";
import { archivesServed } from "../casync-archives.ts";
import type { Format } from "../format.ts";

/** A root that is mounted at once, and fetched as it is read. */
export const format: Format = {
  id: "crun-casync",
  target: "crun",
  lazy: true,
  tools: ["casync"],
  probe: ({ rttMs }) => {
    if (rttMs > 0)
      return {
        reason: say("delivery.one-by-one", { tool: "casync" }),
        remedy: say("delivery.no-rtt"),
      };
    if (existsSync("/dev/fuse")) return undefined;
    return { reason: say("delivery.no-fuse"), remedy: say("delivery.load-fuse") };
  },
  serve: archivesServed,
  openStore: openCasyncStore,
};
