import { say } from "../messages.ts";
import { notMeasuredYet } from "./helpers.ts";

export const claim = notMeasuredYet({
  id: "C11",
  says: say("claims.c11"),
  needs: say("claims.needs-versions"),
  published: [],
});
