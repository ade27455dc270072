/** `npm run catalogue`: the lists of workloads in README.md and docs/workloads.md, from bench/experiments/. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { replaceFile } from "../bench/files.ts";
import { loadExperiments } from "../bench/registry.ts";
import { withWorkloadList, workloadsPage } from "./catalogue-text.ts";
import { enter } from "./enter.ts";
import { scriptOptions } from "./script-options.ts";

const README = fileURLToPath(new URL("../README.md", import.meta.url));
const PAGE = fileURLToPath(new URL("../docs/workloads.md", import.meta.url));

const HELP = `
Usage: npm run catalogue
Writes the lists of workloads into README.md and docs/workloads.md.
`;

await enter(async () => {
  if ((await scriptOptions(HELP, {})) === undefined) return 0;
  const workloads = await loadExperiments();
  replaceFile(README, withWorkloadList(readFileSync(README, "utf8"), workloads));
  replaceFile(PAGE, workloadsPage(workloads));
  return 0;
});
