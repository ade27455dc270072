import { say } from "../messages.ts";
import { ANY_MACHINES, CONTAINERS, checkClaim } from "./helpers.ts";

/** One of three services gets a new version, and the others keep theirs. */
const VERSIONS = {
  workload: "image.replace",
  check: "versions.own",
  about: say("claims.about-versions"),
} as const;

export const claim = checkClaim(
  {
    id: "C11",
    says: say("claims.c11"),
    published: [],
    measure: { workloads: ["image.replace"], targets: ["crun", "docker", "qemu-microvm"] },
  },
  [
    { ...VERSIONS, of: [CONTAINERS] },
    { ...VERSIONS, of: [ANY_MACHINES], also: true },
  ],
);
