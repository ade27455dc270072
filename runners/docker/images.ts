/** The root filesystem as an image of a Docker daemon. Nothing is pulled. */
import type { Image } from "../../bench/types.ts";
import { tryRun } from "../host/process.ts";
import { importArchive } from "../images/archive.ts";
import type { Daemon } from "./daemon.ts";

/** Our images' repository on whichever daemon runs them; no image of another is touched. */
const REPOSITORY = "isotax-rootfs";

/** Imports the root filesystem as a one-layer image, unless the daemon has it already. */
export async function importImage(daemon: Daemon, image: Image): Promise<string> {
  const tag = `${REPOSITORY}:${image.digest.slice(0, 32)}`;
  const env = { DOCKER_HOST: daemon.host };
  const { exitCode } = await tryRun(["docker", "image", "inspect", tag], { env });
  if (exitCode !== 0) {
    await removeImages(daemon.host);
    await importArchive(image.rootfs, ["docker", "import", "-", tag], { env });
  }
  return tag;
}

/** Removes our images from a daemon: those of earlier root filesystems, or all when cleaning up. */
export async function removeImages(host: string): Promise<void> {
  const env = { DOCKER_HOST: host };
  const { stdout } = await tryRun(
    ["docker", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", REPOSITORY],
    { env },
  );
  const names = stdout.split("\n").filter((name) => name.startsWith(`${REPOSITORY}:`));
  if (names.length > 0) await tryRun(["docker", "image", "rm", ...names], { env });
}
