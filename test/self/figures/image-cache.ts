/** What a run waits for its image when nothing has changed: every file hashed, nothing built. */

import { medianOf } from "../../../bench/stats/summary.ts";
import { RunContext } from "../../../runners/context.ts";
import { rootfsImage } from "../../../runners/images/rootfs.ts";
import { figure, type Measure } from "../figure.ts";

const TRIES = 7;

export const measure: Measure = async (say, signal) => {
  say("the image from the cache");
  const seconds: number[] = [];
  for (let i = 0; i < TRIES + 1; i++) {
    signal.throwIfAborted();
    // A context of its own each time: nothing is remembered but what is on disk.
    await using context = new RunContext({ runId: `self-${process.pid}-${i}`, mayFetch: false });
    const from = performance.now();
    const { built } = await rootfsImage(context);
    if (built === false) seconds.push((performance.now() - from) / 1000);
  }
  return [
    figure({
      ...{ id: "image-cache-hit", unit: "s", better: "lower", bound: 1 },
      value: medianOf(seconds),
      n: seconds.length,
      about:
        "bundling the payload, hashing the host's files and the image's, when the cache holds it",
    }),
  ];
};
