/** Finds the claims: the files of this folder that are named C and a number, in their order. */
import { readdirSync } from "node:fs";
import { parse } from "node:path";
import { isModule } from "../built.ts";
import type { Claim } from "./claim.ts";

const FOLDER = new URL("./", import.meta.url);

/** Read once, when the module is loaded, so that reports need not wait for them. */
export const CLAIMS: readonly Claim[] = await loadClaims();

async function loadClaims(): Promise<readonly Claim[]> {
  const found: Claim[] = [];
  for (const file of readdirSync(FOLDER).filter((name) => isModule(name) && /^C\d+\./.test(name))) {
    const { claim } = (await import(new URL(file, FOLDER).href)) as { claim: Claim };
    if (claim.id !== parse(file).name) {
      throw new Error(`bench/claims/${file} exports the claim "${claim.id}"`);
    }
    found.push(claim);
  }
  return found.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
}
