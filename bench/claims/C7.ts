import { say } from "../messages.ts";
import { notMeasuredYet } from "./helpers.ts";

export const claim = notMeasuredYet({
  id: "C7",
  says: say("claims.c7"),
  needs: say("claims.needs-density"),
  published: [
    {
      what: say("claims-published.start-rate"),
      value: [150, 200],
      unit: "ops/s",
      source: "Firecracker 2020, RunD 2022",
    },
  ],
});
