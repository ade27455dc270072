import { deliverExperiment } from "../methods/deliver.ts";
import { DELIVERY } from "../methods/families.ts";
import { READ_ALL, readsAll, STARTS, starts } from "../tools/read-all.ts";

const EVERY_LINK = { mbit: "10 100 1000", rttMs: "20 100", delayedMbit: 100 } as const;

const NO_OTHERS = { othersMbit: "", othersRttMs: "" } as const;

/** What stands between a new version of an image and its first line of output. */
export const experiment = deliverExperiment({
  id: "image.pull",
  version: 3,
  title: "An image pulled over a link of a given rate, until it runs: first and changed versions",
  family: DELIVERY,
  tools: ["node"],
  needs: ["network"],
  notes: {
    shows:
      "what must travel, and how long it takes until the first output and until all files have been read: the base into an empty store, 8 MB above the base that is there, with one file of 300 changed, with one dependency of ten changed",
    hides: "servers whose page cache is cold; signatures; TLS",
    published: "pulling is 76% of a start, and 6.4% of an image's data is read: Slacker, FAST 2016",
  },
  starts: STARTS,
  hasStarted: starts,
  command: READ_ALL,
  bytesRead: readsAll,
  rounds: { smoke: 1, quick: 1, standard: 3, thorough: 5 },
  params: {
    smoke: { mbit: "1000", rttMs: "", ...NO_OTHERS, delayedMbit: 100 },
    quick: { mbit: "100", rttMs: "", ...NO_OTHERS, delayedMbit: 100 },
    // Formats that few use over slow links would take most of the time.
    standard: { ...EVERY_LINK, othersMbit: "100 1000", othersRttMs: "20" },
    thorough: { ...EVERY_LINK, othersMbit: "10 100 1000", othersRttMs: "20 100" },
  },
});
