/** What the page's data and its script must agree on. Data has places in these lists, and no words. */
import type { Overhead } from "../../bench/stats/overhead.ts";
import type { Metric } from "../../bench/types.ts";

export const DIRECTIONS = ["lower", "higher", "neither"] as const satisfies Metric["better"][];

export const COMPARISONS = ["difference", "slowdown"] as const satisfies Overhead["kind"][];

/** Quantiles of the table beside the curves, as shares. */
export const QUANTILES = [0.25, 0.5, 0.75] as const;
