/** Debian packages of the nested host: what targets and workloads need, and what makes it a host. */
import { PACKAGES, TEST_TOOLS } from "../../runners/requirements.ts";

/** What a Debian server has that a minimal one lacks, and what guest.sh uses. */
const HOST = [
  "ca-certificates",
  "dash",
  "iproute2",
  "iptables",
  "kmod",
  "nftables",
  "procps",
  // What the host's Node.js is linked with, besides the C library.
  "libatomic1",
  "libstdc++6",
];

/** Recommended by the packages of targets, and not installed without being asked for. */
const RECOMMENDED = [
  "aardvark-dns",
  "catatonit",
  "fuse-overlayfs",
  "netavark",
  "slirp4netns",
  "uidmap",
];

export function guestPackages(): readonly string[] {
  const ofTools = Object.entries(PACKAGES)
    .filter(([tool]) => !TEST_TOOLS.includes(tool))
    .map(([, { package: name }]) => name);
  return [...new Set([...ofTools, ...HOST, ...RECOMMENDED])].sort();
}
