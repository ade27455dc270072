import { say } from "../messages.ts";
import { CONTAINERS, checkClaim, VIRTUAL_MACHINES } from "./helpers.ts";

/** What happens inside must not show outside, neither at once nor when the instance is gone. */
const UNTOUCHED = [
  { workload: "check.files", check: "files.root", about: say("claims.about-files") },
  {
    workload: "check.kernel",
    check: "kernel.sysctl-kernel",
    ifPlanned: true,
    about: say("claims.about-settings"),
  },
  {
    workload: "check.host",
    check: "host.settings",
    ifPlanned: true,
    about: say("claims.about-settings-after"),
  },
  {
    workload: "check.host",
    check: "host.files",
    ifPlanned: true,
    about: say("claims.about-files-after"),
  },
  {
    workload: "check.host",
    check: "host.mounts",
    ifPlanned: true,
    about: say("claims.about-mounts-after"),
  },
];

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
    measure: {
      workloads: ["check.files", "check.kernel", "check.host"],
      targets: ["crun", "docker", "qemu-microvm"],
    },
  },
  [
    ...UNTOUCHED.map((one) => ({ ...one, of: [CONTAINERS] })),
    ...UNTOUCHED.map((one) => ({ ...one, of: [VIRTUAL_MACHINES], also: true })),
  ],
);
