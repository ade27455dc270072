/** What an experiment's file says about it, whatever its method. */
import type { Experiment, Metric, Need, Notes, Params, Profiles } from "../types.ts";
import type { Family } from "./families.ts";

export interface Described<P extends Params> {
  /** Equals the file's name. */
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly family: Family;
  readonly notes: Notes;
  /** Names of image tools that must exist on the host, e.g. "fio". */
  readonly tools: readonly string[];
  readonly needs?: readonly Need[];
  readonly params: Profiles<P>;
  /** Measured by default, unless other experiments are named. */
  readonly main?: boolean;
  /** At most this many rounds of a run, for an experiment that hardly varies or takes long. */
  readonly rounds?: Profiles<number>;
  /** The most that rounds of its metrics usually scatter. `DEFAULT_NOISE` if absent. */
  readonly noise?: number;
}

/** How much rounds may scatter if an experiment does not say. */
export const DEFAULT_NOISE = 0.2;

type Common = Omit<Experiment, "params" | "metrics" | "seconds" | "run" | "subjects" | "inTurns">;

export function described<P extends Params>(
  from: Described<P>,
): Common & Pick<Experiment<P>, "params"> {
  const { id, version, title, family, notes, tools, needs = [], params, main = false } = from;
  return {
    id,
    version,
    title,
    family: family.id,
    order: family.order,
    notes,
    tools,
    clients: [],
    needs,
    rootMiB: 0,
    params,
    main,
    ...(from.rounds === undefined ? {} : { rounds: from.rounds }),
  };
}

/** Adds to metrics what their family and their experiment say about all of them. */
export function inFamily(
  { family, noise = DEFAULT_NOISE }: Pick<Described<Params>, "family" | "noise">,
  metrics: readonly Metric[],
): readonly Metric[] {
  return metrics.map((metric) => {
    const usual = { ...family.traits, ...metric };
    // Tails scatter by nature. Costs scatter with the work that divides them, and parts with their
    // whole.
    if (metric.role === "tail" || metric.role === "part") return without(usual, "plausible");
    if (metric.role === "cost") return without(usual, "plausible");
    return { noise, ...usual };
  });
}

function without(metric: Metric, key: "plausible"): Metric {
  const { [key]: _, ...rest } = metric;
  return rest;
}
