import { say } from "../messages.ts";
import type { Claim } from "./claim.ts";
import { CONTAINERS, VIRTUAL_MACHINES } from "./helpers.ts";

/** One run can refute it. To confirm it takes another machine. */
export const claim: Claim = {
  id: "C9",
  says: say("claims.c9"),
  questions: [
    { kind: "bytes", about: say("claims.about-bytes"), of: [CONTAINERS] },
    { kind: "bytes", about: say("claims.about-bytes"), of: [VIRTUAL_MACHINES], also: true },
    { kind: "elsewhere", about: say("claims.about-elsewhere") },
  ],
  needs: say("claims.needs-machine"),
  measure: { workloads: ["start.exec"], targets: ["crun", "docker", "qemu-microvm"] },
  published: [],
};
