/**
 * Folds one opening's observations of a metric into the value of its round. Raw data stays in the
 * records.
 */
import { say } from "../messages.ts";
import type { Message, Metric, Params, Values } from "../types.ts";
import { slope } from "./slope.ts";
import { medianOf } from "./summary.ts";

/** A value with the samples behind it. */
export interface Folded {
  /** The metric itself, or one point of it. A point is named `metric/point`. */
  readonly metric: Metric;
  readonly value: number;
  readonly samples: readonly number[];
  readonly clock: Values["clock"];
}

/**
 * `observed` has all values of one metric in one record. `foldProblem` must have found nothing
 * wrong.
 */
export function folded(metric: Metric, observed: readonly Values[]): readonly Folded[] {
  const [first] = observed;
  if (first === undefined) return [];
  const { clock } = first;
  const { fold = MEDIAN } = metric;
  switch (fold.how) {
    case "median": {
      const samples = observed.flatMap(({ values }) => values);
      return [{ metric, value: medianOf(samples), samples, clock }];
    }
    case "per": {
      const samples = observed.flatMap(({ at, values }) =>
        values.map((value) => value / numberAt(at, fold.by)),
      );
      return [{ metric, value: medianOf(samples), samples, clock }];
    }
    case "slope": {
      const x = observed.map(({ at }) => numberAt(at, fold.along));
      const value = slope(
        x,
        observed.map(({ values }) => medianOf(values)),
      );
      return [{ metric, value, samples: [value], clock }];
    }
    case "sum": {
      const value = observed.reduce((sum, { values }) => sum + medianOf(values), 0);
      const points = pointsOf(metric, observed, fold.over);
      // A part that took nothing is left out.
      return [
        { metric, value, samples: [value], clock },
        ...points.filter((one) => one.value !== 0),
      ];
    }
    case "curve":
      return pointsOf(metric, observed, fold.along);
  }
}

const MEDIAN = { how: "median" } as const;

function pointsOf(metric: Metric, observed: readonly Values[], key: string): Folded[] {
  const { fold: _, ...plain } = metric;
  const role = metric.fold?.how === "sum" ? "part" : metric.role;
  return observed.map(({ at, values, clock }): Folded => {
    const id = `${metric.id}/${at?.[key]}`;
    const point = role === "part" ? { gated: false, of: metric.id } : {};
    return {
      metric: { ...plain, id, role, ...point },
      value: medianOf(values),
      samples: values,
      clock,
    };
  });
}

function numberAt(at: Params | undefined, key: string): number {
  return Number(at?.[key]);
}

/** Why the observations of one metric in one record cannot be folded. Undefined if they can. */
export function foldProblem(metric: Metric, observed: readonly Values[]): Message | undefined {
  const { id, fold = MEDIAN } = metric;
  const twice = () => say("verdicts-cells.twice", { metric: id });
  const at = (key: string) => observed.map((one) => one.at?.[key]);
  switch (fold.how) {
    case "median":
      return observed.length > 1 ? twice() : undefined;
    case "per":
      if (observed.length > 1) return twice();
      return at(fold.by).every((by) => typeof by === "number" && by > 0)
        ? undefined
        : say("verdicts-cells.no-divisor", { metric: id, key: fold.by });
    case "slope": {
      const x = at(fold.along);
      const good = x.every((one) => typeof one === "number" && Number.isFinite(one));
      if (good && new Set(x).size === x.length && x.length > 1) return undefined;
      return say("verdicts-cells.no-slope", { metric: id, key: fold.along });
    }
    case "sum":
    case "curve": {
      const key = fold.how === "sum" ? fold.over : fold.along;
      const points = at(key);
      if (points.some((one) => one === undefined)) {
        return say("verdicts-cells.no-point", { metric: id, key });
      }
      return new Set(points).size < points.length ? twice() : undefined;
    }
  }
}
