/** Libraries that a package needs and the host lacks: unpacked beside its program, not installed. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { makeFolder } from "../../bench/files.ts";
import { run } from "../host/process.ts";
import { unpackPackage } from "./debian-package.ts";

const FOLDER = "lib";

/**
 * Unpacks what an installation of the package would bring along, below `work`, and copies the
 * libraries to `to`. Returns their paths there. Errors: those of apt-get.
 */
export async function unpackLibraries(
  name: string,
  work: string,
  to: string,
): Promise<readonly string[]> {
  makeFolder(join(to, FOLDER));
  const asked = ["apt-get", "--simulate", "--no-install-recommends", "install", name];
  const copied: string[] = [];
  for (const library of namedIn((await run(asked)).stdout)) {
    const folder = join(work, library);
    makeFolder(folder);
    await unpackPackage(library, folder);
    for (const file of sharedObjects(join(folder, "root"))) {
      // A library is looked for by the name of a link, so each link becomes a file.
      const path = join(FOLDER, basename(file));
      await run(["cp", "--dereference", file, join(to, path)]);
      copied.push(path);
    }
  }
  return copied;
}

/** The libraries that a simulated installation names. */
export function namedIn(simulation: string): readonly string[] {
  return [...simulation.matchAll(/^Inst (lib[\w.+-]+) /gm)].map(([, name]) => name as string);
}

function sharedObjects(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.so\.\d+$/.test(path))
    .map((path) => join(root, path));
}

/** The words before a program that let it find the libraries beside it. */
export function findingLibraries(home: string): readonly string[] {
  return ["env", `LD_LIBRARY_PATH=${join(home, FOLDER)}`];
}
