import { say } from "../messages.ts";
import type { Claim } from "./claim.ts";
import { ANY_MACHINES, CONTAINERS, VIRTUAL_MACHINES } from "./helpers.ts";

/** The files of an image that is built again as if on another host: their times do not count. */
const REBUILT = {
  kind: "promise",
  about: say("claims.about-rebuilt"),
  workload: "image.same",
  check: "same.tree.usual",
  // isotax's own packer knows no other way.
  orCheck: "same.tree.fixed",
  ifPlanned: true,
} as const;

/** One run can refute it. To confirm it takes another machine. */
export const claim: Claim = {
  id: "C9",
  says: say("claims.c9"),
  questions: [
    { kind: "bytes", about: say("claims.about-bytes"), of: [CONTAINERS] },
    { kind: "bytes", about: say("claims.about-bytes"), of: [VIRTUAL_MACHINES], also: true },
    { ...REBUILT, of: [CONTAINERS] },
    { ...REBUILT, of: [ANY_MACHINES], also: true },
    { kind: "elsewhere", about: say("claims.about-elsewhere") },
  ],
  needs: say("claims.needs-machine"),
  measure: { workloads: ["start.exec", "image.same"], targets: ["crun", "docker", "qemu-microvm"] },
  published: [],
};
