import { say } from "../messages.ts";
import { notMeasuredYet } from "./helpers.ts";

export const claim = notMeasuredYet({
  id: "C5",
  says: say("claims.c5"),
  needs: say("claims.needs-layers"),
  published: [],
});
