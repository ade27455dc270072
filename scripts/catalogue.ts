/** `npm run catalogue`: the lists in docs/targets.md and docs/claims.md, and docs/workloads.md. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CLAIMS } from "../bench/claims/registry.ts";
import { replaceFile } from "../bench/files.ts";
import { loadExperiments } from "../bench/registry.ts";
import { loadRecipes, loadVariants } from "../runners/registry.ts";
import { withClaimList } from "./catalogue-claims.ts";
import { untriedTargets, withTargetList, workloadsPage } from "./catalogue-text.ts";
import { enter } from "./enter.ts";
import { scriptOptions } from "./script-options.ts";

const TARGETS = fileURLToPath(new URL("../docs/targets.md", import.meta.url));
const ADAPTERS = fileURLToPath(new URL("../docs/adapters.md", import.meta.url));
const CLAIMS_PAGE = fileURLToPath(new URL("../docs/claims.md", import.meta.url));
const WORKLOADS = fileURLToPath(new URL("../docs/workloads.md", import.meta.url));

const HELP = `
Usage: npm run catalogue
Writes the lists in docs/targets.md and docs/claims.md, and docs/workloads.md.
`;

await enter(async () => {
  if ((await scriptOptions(HELP, {})) === undefined) return 0;
  const targets = {
    recipes: await loadRecipes(),
    variants: await loadVariants(),
    untried: untriedTargets(readFileSync(ADAPTERS, "utf8")),
  };
  replaceFile(TARGETS, withTargetList(readFileSync(TARGETS, "utf8"), targets));
  replaceFile(CLAIMS_PAGE, withClaimList(readFileSync(CLAIMS_PAGE, "utf8"), CLAIMS));
  replaceFile(WORKLOADS, workloadsPage(await loadExperiments()));
  return 0;
});
