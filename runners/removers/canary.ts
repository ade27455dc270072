import { lstatSync, rmdirSync, rmSync } from "node:fs";
import { z } from "zod";
import { say } from "../../bench/messages.ts";
import { everyPath, isToken } from "../audit/names.ts";
import { detachMounts } from "../kernel/mounts.ts";
import { isOwn } from "../ledger/ours.ts";
import { remover, Text } from "./remover.ts";

/** Files, a socket and a mount point, in folders of the host's own. Their names come from a token. */
export const canary = remover({
  schema: z.object({ kind: z.literal("canary"), token: Text }),
  outlivesReboot: true,
  describe: ({ token }) => say("leftovers.canary", { token }),
  problem: ({ token }) => (isToken(token) ? undefined : say("leftovers.no-name-of-ours")),
  async remove({ token }) {
    for (const path of everyPath(token)) {
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found === undefined || !isOwn(found)) continue;
      if (found.isDirectory()) {
        await detachMounts(path);
        // It was empty before something was mounted there.
        rmdirSync(path);
      } else rmSync(path, { force: true });
    }
  },
});
