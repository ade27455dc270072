/** The root filesystem as an image of a Docker daemon. Nothing is pulled. */
import type { Image } from "../../../bench/types.ts";
import { located } from "../../host/process.ts";
import { importArchive } from "../../images/archive.ts";
import { clientOptions, tryDocker } from "./client.ts";
import type { Daemon } from "./daemon.ts";

/** Our images' repository on whichever daemon runs them; no image of another is touched. */
const REPOSITORY = "isotax-rootfs";

/** Imports the root filesystem as a one-layer image, unless the daemon has it already. */
export async function importImage(daemon: Daemon, image: Image): Promise<string> {
  const tag = `${REPOSITORY}:${image.digest.slice(0, 32)}`;
  const { exitCode } = await tryDocker(daemon.host, ["image", "inspect", tag]);
  if (exitCode !== 0) {
    await removeImages(daemon.host);
    const importing = located(["docker", "import", "-", tag]);
    await importArchive(image.rootfs, importing, clientOptions(daemon.host));
  }
  return tag;
}

/** Removes our images from a daemon: those of earlier root filesystems, or all when cleaning up. */
export async function removeImages(host: string): Promise<void> {
  const listing = ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", REPOSITORY];
  const { stdout } = await tryDocker(host, listing);
  const names = stdout.split("\n").filter((name) => name.startsWith(`${REPOSITORY}:`));
  if (names.length > 0) await tryDocker(host, ["image", "rm", ...names]);
}
