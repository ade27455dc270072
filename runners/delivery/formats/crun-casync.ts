import { existsSync } from "node:fs";
import { say } from "../../../bench/messages.ts";
import { openCasyncStore } from "../casync.ts";
import { archivesServed } from "../casync-archives.ts";
import type { Format } from "../format.ts";
import { lackOfTools } from "../lack.ts";

/** A root that is mounted at once, and fetched as it is read. */
export const format: Format = {
  id: "crun-casync",
  target: "crun",
  probe: () =>
    lackOfTools("casync") ??
    (existsSync("/dev/fuse")
      ? undefined
      : { reason: say("delivery.no-fuse"), remedy: say("delivery.load-fuse") }),
  serve: archivesServed,
  openStore: openCasyncStore,
};
