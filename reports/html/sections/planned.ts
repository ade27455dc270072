/**
 * What a run was to measure. A section about something else would say nothing but that it was not
 * measured: a delivery of images has no ladder. What was planned and failed keeps its section.
 */
import type { Metric } from "../../../bench/types.ts";
import { startMetric } from "../../model.ts";
import { isSlowdown } from "../parts/heat-map.tsx";
import type { SectionInput } from "./section.ts";

export function plansStarts({ input }: SectionInput): boolean {
  return input.analysis.workloads.some((workload) => startMetric(workload) !== undefined);
}

/** Speeds and starts as factors of native's. */
export function plansSlowdowns(of: SectionInput): boolean {
  return plans(of, (is) => isSlowdown(is, "speed") || isSlowdown(is, "startup"));
}

export function plansSpeeds(of: SectionInput): boolean {
  return plans(of, (is) => isSlowdown(is, "speed"));
}

export function plansCosts(of: SectionInput): boolean {
  return plans(of, (is) => isSlowdown(is, "cost"));
}

function plans({ input }: SectionInput, isMeant: (is: Metric) => boolean): boolean {
  return input.analysis.workloads.some(({ metrics }) => metrics.some(isMeant));
}
