import { say } from "../messages.ts";
import { notMeasuredYet } from "./helpers.ts";

export const claim = notMeasuredYet({
  id: "C4",
  says: say("claims.c4"),
  needs: say("claims.needs-delivery"),
  published: [
    {
      what: say("claims-published.pull"),
      value: 0.76,
      unit: "share",
      against: say("claims-published.against-start"),
      source: "Slacker, FAST 2016",
    },
  ],
});
