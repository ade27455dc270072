/** The root filesystem as an image of a Docker daemon. Nothing is pulled. */
import type { Image } from "../../../bench/types.ts";
import { located } from "../../host/process.ts";
import { importArchive } from "../../images/archive.ts";
import { clientOptions, tryDocker } from "./client.ts";
import type { Daemon } from "./daemon.ts";

/** The repository of our images on any daemon; images of other repositories are never touched. */
const REPOSITORY = "isotax-rootfs";

/** Imports the root filesystem as a one-layer image, unless the daemon has it already. */
export async function importImage(daemon: Daemon, image: Image): Promise<string> {
  const tag = `${REPOSITORY}:${image.digest.slice(0, 32)}`;
  const { exitCode } = await tryDocker(daemon.host, ["image", "inspect", tag]);
  if (exitCode !== 0) {
    await removeImages(daemon.host);
    const importing = located(["docker", "import", "-", tag]);
    await importArchive(image, importing, clientOptions(daemon.host));
  }
  return tag;
}

/** Removes all our images from a daemon. */
export async function removeImages(host: string): Promise<void> {
  const listing = ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", REPOSITORY];
  const { stdout } = await tryDocker(host, listing);
  const names = stdout.split("\n").filter((name) => name.startsWith(`${REPOSITORY}:`));
  if (names.length > 0) await tryDocker(host, ["image", "rm", ...names]);
}
