/**
 * Debian packages that are unpacked, not installed: their files are used, and none of their
 * services is started.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { IsotaxError } from "../../bench/errors.ts";
import { hashFile } from "../../bench/hash.ts";
import { say } from "../../bench/messages.ts";
import { PACKING_DEADLINE_MS, run } from "../host/process.ts";

/**
 * Downloads a package as a plain file, checks it against the signed index, and unpacks it below
 * `folder`/root. Errors: `NO_PACKAGE_FILE`, `PACKAGE_DAMAGED`.
 */
export async function unpackPackage(name: string, folder: string): Promise<void> {
  await run(["apt-get", "download", name], { cwd: folder, timeoutMs: 600_000 });
  const file = readdirSync(folder).find(
    (entry) => entry.startsWith(`${name}_`) && entry.endsWith(".deb"),
  );
  if (file === undefined) {
    throw new IsotaxError(
      "NO_PACKAGE_FILE",
      say("images.no-package-file", { package: name }),
      say("images.update-packages"),
    );
  }
  const { stdout } = await run(["apt-cache", "show", name]);
  const sha256 = hashFile(join(folder, file));
  if (!stdout.includes(`SHA256: ${sha256}`)) {
    throw new IsotaxError(
      "PACKAGE_DAMAGED",
      say("images.package-damaged", { file, sha256 }),
      say("images.update-packages"),
    );
  }
  await run(["dpkg-deb", "--extract", file, "root"], {
    cwd: folder,
    timeoutMs: PACKING_DEADLINE_MS,
  });
}
