import { say } from "../messages.ts";
import { CONTAINERS, checkClaim, VIRTUAL_MACHINES } from "./helpers.ts";

const FILES = {
  workload: "check.files",
  check: "files.root",
  about: say("claims.about-files"),
} as const;

export const claim = checkClaim(
  {
    id: "C8",
    says: say("claims.c8"),
    published: [
      {
        what: say("claims-published.exploits"),
        value: 50 / 88,
        unit: "share",
        source: "Lin 2018",
      },
    ],
    measure: { workloads: ["check.files"], targets: ["crun", "docker", "qemu-microvm"] },
  },
  [
    { ...FILES, of: [CONTAINERS] },
    { ...FILES, of: [VIRTUAL_MACHINES], also: true },
  ],
);
