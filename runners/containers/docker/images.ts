/** The root filesystem as an image of a Docker daemon. Nothing is pulled. */
import type { Image } from "../../../bench/types.ts";
import type { RunContext } from "../../context.ts";
import { located } from "../../host/process.ts";
import { importArchive } from "../../images/archive.ts";
import { clientOptions, tryDocker } from "./client.ts";
import type { Daemon } from "./daemon.ts";

/** The repository of our images on any daemon; images of other repositories are never touched. */
const REPOSITORY = "isotax-rootfs";

/** The name of the root filesystem's image, imported when it is first asked for. */
export function imageIn(context: RunContext, daemon: Daemon, image: Image): Promise<string> {
  return context.shared(`docker-image-${image.digest}`, () => importImage(daemon, image));
}

/** Imports the root filesystem as a one-layer image, unless the daemon has it already. */
async function importImage(daemon: Daemon, image: Image): Promise<string> {
  const tag = `${REPOSITORY}:${image.digest.slice(0, 32)}`;
  const { exitCode } = await tryDocker(daemon.host, ["image", "inspect", tag]);
  if (exitCode !== 0) {
    await removeImages(daemon.host);
    const importing = located(["docker", "import", "-", tag]);
    await importArchive(image, importing, clientOptions(daemon.host));
  }
  return tag;
}

/** Removes all images of one of our repositories from a daemon. */
export async function removeImages(host: string, repository = REPOSITORY): Promise<void> {
  const listing = ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", repository];
  const { stdout } = await tryDocker(host, listing);
  const names = stdout.split("\n").filter((name) => name.startsWith(`${repository}:`));
  if (names.length > 0) await tryDocker(host, ["image", "rm", ...names]);
}

/**
 * Removes the images that were built into a repository. What an interrupted build had made so far has
 * no name, but the label.
 */
export async function removeBuilt(host: string, repository: string, label: string): Promise<void> {
  await removeImages(host, repository);
  await tryDocker(host, ["image", "prune", "--force", "--filter", `label=${label}`]);
}
