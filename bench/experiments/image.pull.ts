import { deliverExperiment } from "../methods/deliver.ts";
import { DELIVERY } from "../methods/families.ts";

/** What stands between a new version of an image and its first line of output. */
export const experiment = deliverExperiment({
  id: "image.pull",
  version: 1,
  title: "An image pulled over a link of a given rate, until it runs: first and changed versions",
  family: DELIVERY,
  tools: ["node"],
  needs: ["network"],
  notes: {
    shows:
      "what must travel and how long it takes until the first output: into an empty store, with the base there, with one file of 300 changed, with one dependency of ten changed",
    hides:
      "delay, which the link does not add; servers whose page cache is cold; signatures; what is read of the image later on",
    published: "pulling is 76% of a start, and 6.4% of an image's data is read: Slacker, FAST 2016",
  },
  command: { argv: [{ tool: "node" }, "--eval", 'process.stdout.write("ready\\n")'] },
  expect: "ready\n",
  rounds: { smoke: 1, quick: 2, standard: 3, thorough: 5 },
  params: {
    smoke: { mbit: "1000" },
    quick: { mbit: "100" },
    standard: { mbit: "10 100 1000" },
    thorough: { mbit: "10 100 1000" },
  },
});
