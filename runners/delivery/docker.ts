/**
 * Docker as a client of a registry. Each store is a daemon of its own, as nothing else makes Docker
 * forget: it knows blobs by the registry they came from. The user's daemon is left alone.
 */
import { basename, join } from "node:path";
import { makeFolder } from "../../bench/files.ts";
import type { DeliveredVersion } from "../../bench/types.ts";
import { unwoundOnFailure } from "../closers.ts";
import { clientEnv } from "../containers/docker/client.ts";
import { startDaemon } from "../containers/docker/private-daemon.ts";
import { located } from "../host/process.ts";
import { inNetworkOf } from "../network/lab.ts";
import type { From, Store, StoreOrder } from "./format.ts";

/** The addresses of our links. Docker trusts registries without TLS on loopback only. */
const LINKS = "198.18.0.0/15";

const OPTIONS = [
  "--insecure-registry",
  LINKS,
  // Containers have no network.
  "--bridge=none",
  "--iptables=false",
  // A download that breaks off is a failure, and is told at once.
  "--max-download-attempts=1",
];

export function openDockerStore(order: StoreOrder, repository: string): Promise<Store> {
  const { context, cpus, join: joined } = order;
  return unwoundOnFailure(async (closers) => {
    const name = context.instanceName("delivery");
    const own = closers.use(context.instanceFolder(name));
    const dataRoot = join(own.path, "store");
    makeFolder(dataRoot);
    const daemon = await startDaemon(context, {
      dataRoot,
      socket: join(context.shortFolder, `${basename(own.path)}.sock`),
      cgroup: context.cgroupName(name),
      cpus,
      join: joined,
      options: OPTIONS,
    });
    closers.defer(() => daemon.stop());
    const nameOf = ({ link, port }: From, version: DeliveredVersion) =>
      `${link.server}:${port}/${repository}:${version}`;
    const options = ["--rm", "--pull=never", "--network=none"];
    return {
      namespace: daemon.pid,
      folder: own.path,
      // The client asks over a socket. The daemon alone fetches.
      enter: inNetworkOf(daemon.pid),
      env: clientEnv(daemon.host),
      services: daemon.services.map(({ pid }) => pid),
      pull: (from, version) => located(["docker", "pull", "--quiet", nameOf(from, version)]),
      run: (from, version, entry) => ({
        argv: located(["docker", "run", ...options, nameOf(from, version), ...entry]),
      }),
      close: () => closers.unwind(true),
    };
  });
}
