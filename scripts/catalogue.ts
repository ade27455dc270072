/** `npm run catalogue`: the lists of workloads in README.md and docs/workloads.md, from bench/workloads/. */
import { readFileSync, writeFileSync } from "node:fs";
import { loadWorkloads } from "../bench/registry.ts";
import { withWorkloadList, workloadsPage } from "./catalogue-text.ts";
import { script } from "./script.ts";

const README = new URL("../README.md", import.meta.url);
const PAGE = new URL("../docs/workloads.md", import.meta.url);

script("catalogue", "Writes the lists of workloads in README.md and docs/workloads.md.").parse();

const workloads = await loadWorkloads();
writeFileSync(README, withWorkloadList(readFileSync(README, "utf8"), workloads));
writeFileSync(PAGE, workloadsPage(workloads));
