import { rm } from "node:fs/promises";
import { sweep } from "../../bench/campaign/sweep.ts";
import { spoken } from "../../reports/spoken.ts";
import { t } from "../../reports/text/message.ts";
import { findEndpoint } from "../../runners/containers/docker/endpoint.ts";
import { removeImages } from "../../runners/containers/docker/images.ts";
import { cacheFolder } from "../../runners/host/paths.ts";
import { detachMounts } from "../../runners/kernel/mounts.ts";
import { takeLock } from "../lock.ts";
import { Progress } from "../progress.ts";
import { hostOf } from "../surroundings.ts";
import { teller } from "../tell-campaign.ts";
import { printJson } from "../terminal.ts";

/** `isotax clean`: removes what dead runs left behind and, with --cache, what can be made again. */
export async function cleanCommand(options: {
  readonly cache: boolean;
  readonly json: boolean;
}): Promise<number> {
  const progress = new Progress();
  // A run may use the cache, so removing it takes the lock. Left-overs of dead runs may go at any
  // time.
  // biome-ignore lint/plugin: goes to other processes, as data
  const lock = options.cache ? await takeLock("(cleaning the cache)") : undefined;
  try {
    const host = await hostOf({ install: false });
    const swept = await sweep({ host, emit: teller(progress) });
    if (options.cache) {
      // The host's own daemon keeps our image until it is told. A private daemon keeps its own in
      // the cache.
      const { running } = await findEndpoint();
      if (running !== undefined) await removeImages(running.host);
      await detachMounts(cacheFolder());
      await rm(cacheFolder(), { recursive: true, force: true });
      progress.say(t("terminal.removed", { folder: cacheFolder() }));
    } else if (swept.length === 0) {
      progress.say(t("terminal.nothing-to-clean"));
    }
    if (options.json) {
      await printJson(spoken({ runs: swept, cache: options.cache }), 2);
    }
    return swept.some(({ problems, doubts }) => problems.length + doubts.length > 0) ? 2 : 0;
  } finally {
    lock?.close();
  }
}
