import { existsSync, realpathSync } from "node:fs";
import { rm } from "node:fs/promises";
import { z } from "zod";
import { say } from "../../bench/messages.ts";
import { detachMounts } from "../kernel/mounts.ts";
import { folderProblem } from "../ledger/ours.ts";
import { remover, Text } from "./remover.ts";

export const folder = remover({
  schema: z.object({ kind: z.literal("folder"), path: Text }),
  outlivesReboot: true,
  describe: ({ path }) => say("leftovers.folder", { path }),
  problem: ({ path }) => folderProblem(path),
  async remove({ path }) {
    // The kernel lists mounts by real paths. Through a link they would be missed, and their content
    // removed.
    if (existsSync(path)) await detachMounts(realpathSync(path));
    await rm(path, { recursive: true, force: true });
  },
});
