/** `npm run catalogue`: the lists of targets and workloads in README.md, and docs/workloads.md. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { replaceFile } from "../bench/files.ts";
import { loadExperiments } from "../bench/registry.ts";
import { loadRecipes, loadVariants } from "../runners/registry.ts";
import {
  untriedTargets,
  withTargetList,
  withWorkloadList,
  workloadsPage,
} from "./catalogue-text.ts";
import { enter } from "./enter.ts";
import { scriptOptions } from "./script-options.ts";

const README = fileURLToPath(new URL("../README.md", import.meta.url));
const ADAPTERS = fileURLToPath(new URL("../docs/adapters.md", import.meta.url));
const PAGE = fileURLToPath(new URL("../docs/workloads.md", import.meta.url));

const HELP = `
Usage: npm run catalogue
Writes the lists of targets and workloads into README.md, and docs/workloads.md.
`;

await enter(async () => {
  if ((await scriptOptions(HELP, {})) === undefined) return 0;
  const workloads = await loadExperiments();
  const targets = {
    recipes: await loadRecipes(),
    variants: await loadVariants(),
    untried: untriedTargets(readFileSync(ADAPTERS, "utf8")),
  };
  const readme = withTargetList(readFileSync(README, "utf8"), targets);
  replaceFile(README, withWorkloadList(readme, workloads));
  replaceFile(PAGE, workloadsPage(workloads));
  return 0;
});
