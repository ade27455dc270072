/** What targets offer besides instances. Each kind of it adds itself to a target. */
import type { Target } from "../bench/types.ts";
import type { RunContext } from "./context.ts";

/** Adds to a target, as it starts and opens instances, all else that it offers. */
export type Offering = (target: Target) => Target;

export async function loadOffers(context: RunContext): Promise<Offering> {
  const [found, delivery, ways, deployment, audit] = await Promise.all([
    import("./delivery/found.ts"),
    import("./delivery/offers.ts"),
    import("./deployment/found.ts"),
    import("./deployment/deploying.ts"),
    import("./audit/witness.ts"),
  ]);
  const [builders, formats, sharings, all] = await Promise.all([
    found.loadBuilders(),
    found.loadFormats(),
    found.loadSharings(),
    ways.loadWays(),
  ]);
  const offers: readonly Offering[] = [
    (target) => delivery.building(target, context, builders),
    (target) => delivery.delivering(target, context, formats),
    (target) => delivery.sharing(target, context, sharings),
    (target) => deployment.deploying(target, context, all),
    (target) => audit.witnessed(target, context),
  ];
  // One that is made up has none.
  return (target) =>
    target.kind === "fake" ? target : offers.reduce((made, add) => add(made), target);
}
