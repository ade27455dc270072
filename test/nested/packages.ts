/** Debian packages of the nested host: what targets and workloads need, and what makes it a host. */
import { packagedTools } from "../../runners/tools/requirements.ts";
import { toolsFor } from "../../runners/tools/table.ts";

/** What a Debian server has that a minimal one lacks, and what guest.sh uses. */
const HOST = [
  "ca-certificates",
  "dash",
  "iproute2",
  "iptables",
  "kmod",
  "mount",
  "nftables",
  "procps",
  // What the host's Node.js is linked with, besides the C library.
  "libatomic1",
  "libstdc++6",
];

/** Servers of workloads: isotax unpacks what a host lacks, and this one has no mirror. Nothing starts them there. */
const SERVERS = ["nginx", "postgresql"];

/** Recommended by the packages of targets, and not installed without being asked for. */
const RECOMMENDED = [
  "aardvark-dns",
  "catatonit",
  "fuse-overlayfs",
  "netavark",
  "slirp4netns",
  "uidmap",
];

/**
 * What later releases have taken out of a package into one of its own, or recommend instead: the
 * network of rootless Podman is pasta's (passt) from version 5 on.
 */
const SPLIT_OFF: Readonly<Record<string, readonly string[]>> = {
  trixie: ["docker-cli", "passt"],
};

export function guestPackages(release: string): readonly string[] {
  const forTests = toolsFor("test");
  const ofTools = [...packagedTools()]
    .filter(([tool]) => !forTests.includes(tool))
    .map(([, { package: name }]) => name);
  const splitOff = SPLIT_OFF[release] ?? [];
  return [...new Set([...ofTools, ...HOST, ...SERVERS, ...RECOMMENDED, ...splitOff])].sort();
}
