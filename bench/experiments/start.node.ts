import { START } from "../methods/families.ts";
import { startExperiment } from "../methods/start.ts";

/** The start of a service up to its own first line: the runtime is up and ready. */
export const experiment = startExperiment({
  id: "start.node",
  version: 1,
  title: "Cold start to Node.js up and ready",
  family: START,
  main: true,
  tools: ["node"],
  notes: {
    shows: "what a service waits for before its own first line runs",
    hides: "pulling an image: the files are in the page cache",
    published: "pulling is 76% of a container's start: Slacker, FAST 2016; this is the rest",
  },
  command: { argv: [{ tool: "node" }, "--eval", 'process.stdout.write("ready\\n")'] },
  expect: "ready\n",
  params: {
    smoke: { iterations: 1, budgetMs: 500 },
    quick: { iterations: 5, budgetMs: 1000 },
    standard: { iterations: 10, budgetMs: 2500 },
    thorough: { iterations: 20, budgetMs: 8000 },
  },
});
