import { say } from "../messages.ts";
import { notMeasuredYet } from "./helpers.ts";

export const claim = notMeasuredYet({
  id: "C10",
  says: say("claims.c10"),
  needs: say("claims.needs-scaling"),
  published: [
    {
      what: say("claims-published.autoscaler"),
      value: 15e9,
      unit: "ns",
      source: "Kubernetes",
    },
  ],
});
